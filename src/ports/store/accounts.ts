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
}

export type NewAccount = Omit<Account, 'id'>;

export type AccountChange = Partial<Omit<Account, 'id' | 'createdAt'>>;

export interface AccountStore {
  /**
   * Fails with `email_taken` when an account or a member has the address, and `manager_not_found` when
   * managerId names no account.
   */
  createAccount(account: NewAccount): Promise<Account>;
  /** Fails with `account_not_found`, `email_taken`. */
  changeAccount(id: number, change: AccountChange): Promise<Account>;
  accountById(id: number): Promise<Account | null>;
  /** Ignores the case of letters. */
  accountByEmail(email: string): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;
}
