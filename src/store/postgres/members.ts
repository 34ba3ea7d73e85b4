// Stores the people of accounts and their invitations, one row each.
import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Invitation, Member, MemberStore } from '../../ports/store/members.ts';
import { emailKeyOf } from '../email-keys.ts';
import { requireFreeEmail } from './accounts.ts';
import type { Connection } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { invitations, members } from './schema-people.ts';

const { emailKey: _, ...memberColumns } = getTableColumns(members);
const { emailKey: __, ...invitationColumns } = getTableColumns(invitations);

const MEMBER = `SELECT ${columnsOf(members, 'm', ['emailKey'])} FROM members m`;
const INVITATION = `SELECT ${columnsOf(invitations, 'i', ['emailKey'])} FROM invitations i`;
// Each page of a person looks the person up.
const byId = statement<Member>(`${MEMBER} WHERE m.id = $1`);
const byEmail = statement<Member>(`${MEMBER} WHERE m.email_key = $1`);
const byCode = statement<Invitation>(`${INVITATION} WHERE i.code_hash = $1`);
const lockedByCode = statement<Invitation>(`${INVITATION} WHERE i.code_hash = $1 FOR UPDATE`);
// Whoever invites people to one account takes turns, because the account may have so many.
const lockAccount = statement('SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE');
const counted = statement<{ people: number }>(`
  SELECT (SELECT count(*) FROM members WHERE account_id = $1)
    + (SELECT count(*) FROM invitations WHERE account_id = $1) AS people`);

export function memberStore({ read, write }: Connection): MemberStore {
  const ofAccount = (accountId: number, id: number) => and(eq(members.id, id), eq(members.accountId, accountId));
  const found = (member: Member | undefined): Member => {
    if (!member) throw new AppError('member_not_found');
    return member;
  };

  return {
    memberById: async (id) => (await read.row(byId, id)) ?? null,
    memberByEmail: async (email) => (await read.row(byEmail, emailKeyOf(email))) ?? null,
    membersOf: (accountId) =>
      read.db.select(memberColumns).from(members).where(eq(members.accountId, accountId)).orderBy(asc(members.id)),

    changeMember: (accountId, id, change) =>
      write(async (tx) => {
        tx.leavesKept();
        const where = ofAccount(accountId, id);
        const [present] = await tx.db.select(memberColumns).from(members).where(where).for('no key update');
        const { name, role, passwordHash, language } = { ...found(present), ...change };
        const set = { name, role, passwordHash, language };
        const [changed] = await tx.db.update(members).set(set).where(where).returning(memberColumns);
        return found(changed);
      }),

    removeMember: (accountId, id) =>
      write(async (tx) => {
        tx.leavesKept();
        const [removed] = await tx.db.delete(members).where(ofAccount(accountId, id)).returning(memberColumns);
        return found(removed);
      }),

    invite: (invitation, most) =>
      write(async (tx): Promise<Invitation> => {
        tx.leavesKept();
        const { accountId } = invitation;
        const emailKey = emailKeyOf(invitation.email);
        tx.send(lockAccount, accountId);
        await requireFreeEmail(tx, emailKey);
        await tx.db
          .delete(invitations)
          .where(and(eq(invitations.accountId, accountId), eq(invitations.emailKey, emailKey)));
        if ((await tx.row(counted, accountId))!.people >= most) throw new AppError('people_limit');
        const [made] = await tx.db
          .insert(invitations)
          .values({ ...invitation, emailKey })
          .returning(invitationColumns);
        return made!;
      }),

    invitationByCode: async (codeHash) => (await read.row(byCode, codeHash)) ?? null,

    invitationById: async (accountId, id) => {
      const [invitation] = await read.db
        .select(invitationColumns)
        .from(invitations)
        .where(and(eq(invitations.id, id), eq(invitations.accountId, accountId)));
      return invitation ?? null;
    },

    invitationsOf: (accountId) =>
      read.db
        .select(invitationColumns)
        .from(invitations)
        .where(eq(invitations.accountId, accountId))
        .orderBy(asc(invitations.id)),

    withdrawInvitation: (accountId, id) =>
      write(async (tx) => {
        tx.leavesKept();
        await tx.db.delete(invitations).where(and(eq(invitations.id, id), eq(invitations.accountId, accountId)));
      }),

    join: (codeHash, person, now) =>
      write(async (tx): Promise<Member | null> => {
        tx.leavesKept();
        const invitation = await tx.row(lockedByCode, codeHash);
        if (!invitation || invitation.expiresAt <= now) return null;
        const { id, accountId, email, role } = invitation;
        const emailKey = emailKeyOf(email);
        await requireFreeEmail(tx, emailKey);
        await tx.db.delete(invitations).where(eq(invitations.id, id));
        const row = { ...person, accountId, email, emailKey, role, createdAt: now };
        const [member] = await tx.db.insert(members).values(row).returning(memberColumns);
        return member!;
      }),
  };
}
