// The session of a member. The value names the member and is signed with what must end it: another
// password or address. A member who was removed has no row, and no number is given twice.
import { createHmac } from 'node:crypto';
import type { Member } from '../../ports/store/members.ts';
import type { SessionName } from './client-hash.ts';

/** A browser session's value: `m` and the member's number, end, id, signature. */
export function memberSessionOf(secret: string, member: Member, { expiresAt, id }: SessionName): string {
  const { id: memberId, email, passwordHash } = member;
  const message = JSON.stringify(['member session', memberId, expiresAt, id, email, passwordHash]);
  const signature = createHmac('sha256', secret).update(message).digest('hex').slice(0, 48);
  return `m${memberId}.${expiresAt}.${id}${signature}`;
}

/** The claims in a session's value; null for a text of another shape. */
export function claimedMemberSession(session: string): (SessionName & { readonly memberId: number }) | null {
  const match = /^m([1-9][0-9]{0,14})\.([0-9]{1,15})\.([0-9a-f]{32})[0-9a-f]{48}$/.exec(session);
  return match === null ? null : { memberId: Number(match[1]), expiresAt: Number(match[2]), id: match[3]! };
}
