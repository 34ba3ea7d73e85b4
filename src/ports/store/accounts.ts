// What Passwright asks of a database about accounts. Times are milliseconds since 1970.
import type { JsonObject } from '../../rules/values/values.ts';

/** An account's own logo: a stored image, and its size in pixels as displayed. */
export interface Logo {
  readonly imageHash: string;
  readonly width: number;
  readonly height: number;
}

export interface Account {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** An argon2 PHC string. */
  readonly passwordHash: string;
  /** The plan's name; the clientHash is made from it and from other parts. */
  readonly subscription: string;
  /** When the subscription ends; null: never. */
  readonly expiresAt: number | null;
  /** The account's "additional JSON" of the guide. */
  readonly additional: JsonObject;
  readonly whitelabel: boolean;
  /** The managing account (the guide's referenceId), null for none. */
  readonly managerId: number | null;
  readonly backgroundColor: string | null;
  /** Pages of a whitelabelled account show the logo, and the colour above. */
  readonly logo: Logo | null;
  readonly createdAt: number;
  /**
   * Whether PassKit tokens may end in milliseconds, and later than a minute from now, as tokens of
   * some official clients do.
   */
  readonly lenientTokens: boolean;
  /** The language of its pages and of mails to readers of unknown language, such as `de`; null: unknown. */
  readonly language: string | null;
  /** The time zone of its days, such as `Europe/Berlin`; null: the server's. */
  readonly timeZone: string | null;
  /** Goes into the clientHash, so that a new salt renews it; empty: the hash was never renewed. */
  readonly hashSalt: string;
  /** Whether its owner may change and copy what belongs to all accounts of the server. */
  readonly isOperator: boolean;
}

export type NewAccount = Omit<Account, 'id'>;

export type AccountChange = Partial<Omit<Account, 'id' | 'createdAt'>>;

export interface AccountStore {
  /**
   * Fails with `email_taken` when an account or a member has the address, and `manager_not_found` when
   * managerId names no account.
   */
  createAccount(account: NewAccount): Promise<Account>;
  /**
   * Where the account gets another time zone, the same commit writes a job of the kind `zone_dues`, due
   * at `now`. Fails with `account_not_found`, `email_taken`.
   */
  changeAccount(id: number, change: AccountChange, now?: number): Promise<Account>;
  accountById(id: number): Promise<Account | null>;
  /** Ignores the case of letters. */
  accountByEmail(email: string): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;
  /**
   * Deletes an account without templates, and all that is its own: certificates, keys, campaigns, the
   * audit log. Accounts that it manages lose their manager. Fails with `account_not_found`, and with
   * an Error while it has a template.
   */
  deleteAccount(id: number): Promise<void>;
}
