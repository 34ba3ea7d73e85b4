// Makes and changes accounts, for the command line and the first start.
import { hash } from '@node-rs/argon2';
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Context } from '../context.ts';
import { emailAddress } from './email-address.ts';
import { mistake } from './mistake.ts';

type Accounts = Pick<Context, 'store' | 'clock'>;

const SHORTEST_PASSWORD = 8;

export interface NewAccountInput {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
  /** E-mail of the account that manages this one. */
  readonly manager?: string;
}

/** Fails with `parameter_invalid` (email, password), `email_taken`, `manager_not_found`. */
export async function addAccount(context: Accounts, input: NewAccountInput): Promise<Account> {
  const email = requireEmail(input.email);
  const manager = input.manager === undefined ? null : await context.store.accountByEmail(input.manager);
  if (input.manager !== undefined && manager === null) throw new AppError('manager_not_found', { field: 'manager' });
  return context.store.createAccount({
    email,
    name: input.name?.trim() || email,
    passwordHash: await hashPassword(input.password),
    subscription: 'self-hosted',
    expiresAt: null,
    additional: {},
    whitelabel: false,
    managerId: manager?.id ?? null,
    backgroundColor: null,
    logo: null,
    createdAt: context.clock.now(),
    lenientTokens: false,
    language: null,
    timeZone: null,
    hashSalt: '',
    // The first account runs the server, until a command says otherwise.
    isOperator: (await context.store.accounts()).length === 0,
  });
}

/**
 * Sets a new password, which also changes the clientHash. Fails with `account_not_found`,
 * `parameter_invalid`.
 */
export async function changePassword(context: Accounts, email: string, password: string): Promise<Account> {
  const account = await requireAccountByEmail(context, email);
  return context.store.changeAccount(account.id, { passwordHash: await hashPassword(password) });
}

/** Fails with `account_not_found`. */
export async function requireAccountByEmail(context: Accounts, email: string): Promise<Account> {
  const account = await context.store.accountByEmail(email.trim());
  if (account === null)
    throw new AppError('account_not_found', { field: 'email', message: `There is no account ${email}.` });
  return account;
}

/** Fails with `parameter_invalid` (email). */
export function requireEmail(email: string): string {
  const address = emailAddress(email);
  if (address !== null) return address;
  throw mistake('email', 'email_wrong', `"${email.trim()}" is not an e-mail address.`);
}

/** What is stored of a password. Fails with `parameter_invalid` (password). */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < SHORTEST_PASSWORD || password.length > 1000) {
    const message = `A password has at least ${SHORTEST_PASSWORD} characters.`;
    throw mistake('password', 'password_short', message);
  }
  return hash(password);
}
