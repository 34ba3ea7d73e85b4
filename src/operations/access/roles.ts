// The table of roles: what each person of an account may do. Each role may do what the roles before
// it may do.

import type { AssistantRole } from '../../ports/store/api-keys.ts';
import type { MemberRole } from '../../ports/store/members.ts';

/** From the fewest rights to the most. */
export const ROLES = ['counter', 'manager', 'developer', 'owner'] as const satisfies readonly MemberRole[];

export type Role = (typeof ROLES)[number];

/**
 * Right -> the first role that has it. `find` is to look up customers, `undo` to take back a scan
 * of the last ten minutes, `see` to read numbers, cards and runs, `correct` to change, mail,
 * invalidate and delete passes, `rules` to change templates, `keys` to see clientHash and API keys,
 * and to say which other systems are told (webhooks).
 */
export const RIGHTS = {
  scan: 'counter',
  find: 'counter',
  undo: 'counter',
  see: 'manager',
  correct: 'manager',
  send: 'manager',
  news: 'manager',
  tills: 'manager',
  pause: 'manager',
  rules: 'developer',
  keys: 'developer',
  people: 'owner',
  certificate: 'owner',
  mail: 'owner',
  look: 'owner',
  server: 'owner',
} as const satisfies Record<string, Role>;

export type Right = keyof typeof RIGHTS;

export const ALL_RIGHTS = Object.keys(RIGHTS) as Right[];

export function roleHas(role: Role, right: Right): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(RIGHTS[right]);
}

/**
 * What the keys of assistants may do, from the least to the most: read and try cards, also write
 * drafts, also publish them.
 */
export const ASSISTANT_ROLES = ['reader', 'author', 'publisher'] as const satisfies readonly AssistantRole[];

/** Whether a key of `role` may do what the role `needed` is for. */
export function assistantMay(role: AssistantRole, needed: AssistantRole): boolean {
  return ASSISTANT_ROLES.indexOf(role) >= ASSISTANT_ROLES.indexOf(needed);
}
