// Stores the people of accounts and their invitations, one row each.
import { and, asc, count, eq, getTableColumns, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Invitation, Member, MemberStore } from '../../ports/store/members.ts';
import { emailKeyOf } from '../email-keys.ts';
import type { Connection } from './engine/connection.ts';
import { accounts } from './schema.ts';
import { invitations, members } from './schema-people.ts';

const { emailKey: _, ...memberColumns } = getTableColumns(members);
const { emailKey: __, ...invitationColumns } = getTableColumns(invitations);

export function memberStore({ db, write }: Connection): MemberStore {
  const byId = db
    .select(memberColumns)
    .from(members)
    .where(eq(members.id, sql.placeholder('id')))
    .prepare();
  const byEmail = db
    .select(memberColumns)
    .from(members)
    .where(eq(members.emailKey, sql.placeholder('emailKey')))
    .prepare();
  const byCode = db
    .select(invitationColumns)
    .from(invitations)
    .where(eq(invitations.codeHash, sql.placeholder('codeHash')))
    .prepare();
  const countMembers = db
    .select({ count: count() })
    .from(members)
    .where(eq(members.accountId, sql.placeholder('accountId')))
    .prepare();
  const countInvitations = db
    .select({ count: count() })
    .from(invitations)
    .where(eq(invitations.accountId, sql.placeholder('accountId')))
    .prepare();

  const requireFree = (emailKey: string) => {
    const account = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.emailKey, emailKey)).get();
    if (account || byEmail.get({ emailKey })) throw new AppError('email_taken');
  };
  const ofAccount = (accountId: number, id: number) => and(eq(members.id, id), eq(members.accountId, accountId));
  const found = (member: Member | undefined): Member => {
    if (!member) throw new AppError('member_not_found');
    return member;
  };

  return {
    memberById: async (id) => byId.get({ id }) ?? null,
    memberByEmail: async (email) => byEmail.get({ emailKey: emailKeyOf(email) }) ?? null,
    membersOf: async (accountId) =>
      db.select(memberColumns).from(members).where(eq(members.accountId, accountId)).orderBy(asc(members.id)).all(),

    changeMember: (accountId, id, change) =>
      write(() => {
        const where = ofAccount(accountId, id);
        const present = found(db.select(memberColumns).from(members).where(where).get());
        const { name, role, passwordHash, language } = { ...present, ...change };
        const set = { name, role, passwordHash, language };
        return db.update(members).set(set).where(where).returning(memberColumns).get()!;
      }),

    removeMember: (accountId, id) =>
      write(() => found(db.delete(members).where(ofAccount(accountId, id)).returning(memberColumns).get())),

    invite: (invitation, most) =>
      write((): Invitation => {
        const { accountId } = invitation;
        const emailKey = emailKeyOf(invitation.email);
        requireFree(emailKey);
        db.delete(invitations)
          .where(and(eq(invitations.accountId, accountId), eq(invitations.emailKey, emailKey)))
          .run();
        const present = countMembers.get({ accountId })!.count + countInvitations.get({ accountId })!.count;
        if (present >= most) throw new AppError('people_limit');
        return db
          .insert(invitations)
          .values({ ...invitation, emailKey })
          .returning(invitationColumns)
          .get();
      }),

    invitationByCode: async (codeHash) => byCode.get({ codeHash }) ?? null,

    invitationById: async (accountId, id) =>
      db
        .select(invitationColumns)
        .from(invitations)
        .where(and(eq(invitations.id, id), eq(invitations.accountId, accountId)))
        .get() ?? null,

    invitationsOf: async (accountId) =>
      db
        .select(invitationColumns)
        .from(invitations)
        .where(eq(invitations.accountId, accountId))
        .orderBy(asc(invitations.id))
        .all(),

    withdrawInvitation: (accountId, id) =>
      write(() => {
        db.delete(invitations)
          .where(and(eq(invitations.id, id), eq(invitations.accountId, accountId)))
          .run();
      }),

    join: (codeHash, person, now) =>
      write((): Member | null => {
        const invitation = byCode.get({ codeHash });
        if (!invitation || invitation.expiresAt <= now) return null;
        const { id, accountId, email, role } = invitation;
        const emailKey = emailKeyOf(email);
        requireFree(emailKey);
        db.delete(invitations).where(eq(invitations.id, id)).run();
        const row = { ...person, accountId, email, emailKey, role, createdAt: now };
        return db.insert(members).values(row).returning(memberColumns).get();
      }),
  };
}
