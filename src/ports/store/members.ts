// What Passwright asks of a database about the people who work for an account. Times are
// milliseconds since 1970.

/** The roles of operations/access/roles.ts, which says what each may do. */
export type MemberRole = 'counter' | 'manager' | 'developer' | 'owner';

/** A person with a login of their own. The account's own login is no member. */
export interface Member {
  readonly id: number;
  readonly accountId: number;
  /** No other member and no account has it, because it is what the person logs in with. */
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  /** An argon2 PHC string. */
  readonly passwordHash: string;
  /** The tag of the language of the pages; null: what the browser says. */
  readonly language: string | null;
  readonly createdAt: number;
}

export type MemberChange = Partial<Pick<Member, 'name' | 'role' | 'passwordHash' | 'language'>>;

export interface NewInvitation {
  readonly accountId: number;
  readonly email: string;
  readonly role: MemberRole;
  /** What the code of the link is made from, with the server's secret. */
  readonly nonce: string;
  /** The SHA-256 (hex) of that code. */
  readonly codeHash: string;
  /** The e-mail address of whoever invited the person. */
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface Invitation extends NewInvitation {
  readonly id: number;
}

export interface MemberStore {
  memberById(id: number): Promise<Member | null>;
  /** Ignores the case of letters. */
  memberByEmail(email: string): Promise<Member | null>;
  /** An account's members in the order in which they joined; see `invite` for their number. */
  membersOf(accountId: number): Promise<readonly Member[]>;
  /** Fails with `member_not_found`, also for a member of another account. */
  changeMember(accountId: number, id: number, change: MemberChange): Promise<Member>;
  /** Answers the member that was. Fails like changeMember. */
  removeMember(accountId: number, id: number): Promise<Member>;
  /**
   * Invites a person; an earlier invitation of the same address by the account ends. Fails with
   * `email_taken` when an account or a member has the address, and with `people_limit` when the
   * account has `most` members and invitations already.
   */
  invite(invitation: NewInvitation, most: number): Promise<Invitation>;
  invitationByCode(codeHash: string): Promise<Invitation | null>;
  invitationById(accountId: number, id: number): Promise<Invitation | null>;
  /** An account's invitations in the order in which they were made, those that ended too. */
  invitationsOf(accountId: number): Promise<readonly Invitation[]>;
  /** Does nothing when the account has no such invitation. */
  withdrawInvitation(accountId: number, id: number): Promise<void>;
  /**
   * Makes the member of an invitation, which ends. Null when there is none that lasts at `now`.
   * Fails with `email_taken`.
   */
  join(
    codeHash: string,
    person: { readonly name: string; readonly passwordHash: string; readonly language: string | null },
    now: number,
  ): Promise<Member | null>;
}
