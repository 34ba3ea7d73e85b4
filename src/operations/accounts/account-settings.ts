// Changes what an owner may set of the account: name, login, language, time zone, additional JSON,
// and the clientHash. Pages and commands call it; each change is in the audit log.
import { AppError } from '../../errors.ts';
import type { Account, AccountChange } from '../../ports/store/accounts.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { isZone } from '../../rules/values/zone-days.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context } from '../context.ts';
import { changePassword, requireEmail } from './accounts.ts';
import { recordAct } from './audit.ts';
import { mistake } from './mistake.ts';

/** What is absent stays as it is. */
export interface AccountSettings {
  readonly name?: string;
  readonly email?: string;
  /** The tag of a page language; null: whatever the browser asks for. */
  readonly language?: string | null;
  /** A name such as `Europe/Berlin`; null: the server's. */
  readonly timeZone?: string | null;
  /** The guide's additional JSON, which clientInfo answers. */
  readonly additional?: JsonObject;
  readonly lenientTokens?: boolean;
}

/** In characters. */
const LONGEST_NAME = 200;
const LONGEST_ADDITIONAL = 64 * 1024;

/**
 * Changes settings in one step. `languages`: the tags of the languages that pages have. Fails with
 * `parameter_invalid`, which names the setting, `email_taken`, `role_forbidden`.
 */
export async function changeAccountSettings(
  context: Context,
  caller: Caller,
  given: AccountSettings,
  languages: readonly string[],
): Promise<Account> {
  const account = requireRight(context, caller, 'people');
  const { name, email, language, timeZone, additional, lenientTokens } = given;
  const change: AccountChange = {
    ...(name === undefined ? {} : { name: requireName(name) }),
    ...(email === undefined ? {} : { email: requireEmail(email) }),
    ...(language === undefined ? {} : { language: requireLanguage(language, languages) }),
    ...(timeZone === undefined ? {} : { timeZone: requireZone(timeZone) }),
    ...(additional === undefined ? {} : { additional: requireAdditional(additional) }),
    ...(lenientTokens === undefined ? {} : { lenientTokens }),
  };
  return recorded(context, caller, account, change);
}

/** Sets a new password, which renews the clientHash too. Fails with `parameter_invalid`. */
export async function setPassword(context: Context, caller: Caller, password: string): Promise<Account> {
  const account = requireRight(context, caller, 'people');
  const changed = await changePassword(context, account.email, password);
  await recordAct(context, caller, { what: 'account.password', subject: account.email });
  return changed;
}

/** Gives the account a new clientHash. Its password and the browsers that are logged in stay. */
export async function renewClientHash(context: Context, caller: Caller): Promise<Account> {
  const account = requireRight(context, caller, 'keys');
  const changed = await context.store.changeAccount(account.id, { hashSalt: context.ids.token() });
  await recordAct(context, caller, { what: 'account.hash', subject: account.email });
  return changed;
}

/** The account's clientHash, for people who may see it. Fails with `role_forbidden`. */
export function shownClientHash(context: Context, caller: Caller): string {
  return clientHashOf(context.settings.secret, requireRight(context, caller, 'keys'));
}

/** Sets whether the account may change what belongs to the whole server. For the command line. */
export function setOperator(context: Context, caller: Caller, isOperator: boolean): Promise<Account> {
  return recorded(context, caller, caller.account, { isOperator });
}

async function recorded(context: Context, caller: Caller, account: Account, change: AccountChange): Promise<Account> {
  const names = (Object.keys(change) as (keyof AccountChange)[]).filter(
    (name) => jsonOf(change[name] as JsonValue) !== jsonOf(account[name] as JsonValue),
  );
  if (names.length === 0) return account;
  const changed = await context.store.changeAccount(account.id, change, context.clock.now()).catch((error) => {
    if (!(error instanceof AppError) || error.code !== 'email_taken') throw error;
    throw mistake('email', 'email_taken', error.message);
  });
  const values = (of: Account) => Object.fromEntries(names.map((name) => [name, of[name] as JsonValue]));
  await recordAct(context, caller, {
    what: 'account.set',
    subject: account.email,
    before: values(account),
    after: values(changed),
  });
  return changed;
}

function requireName(given: string): string {
  const name = given.trim();
  if (name === '')
    throw mistake('name', 'name_missing', 'An account has a name: holders read it on pages and in mails.');
  if (name.length <= LONGEST_NAME) return name;
  throw mistake('name', 'name_long', `The name of an account has at most ${LONGEST_NAME} characters.`);
}

function requireLanguage(language: string | null, languages: readonly string[]): string | null {
  if (language === null || languages.includes(language)) return language;
  const message = `There are the languages ${languages.join(', ')}, not "${language}".`;
  throw mistake('language', 'language_unknown', message);
}

function requireZone(timeZone: string | null): string | null {
  if (timeZone === null || isZone(timeZone)) return timeZone;
  const message = `"${timeZone}" is no time zone. Give a name such as Europe/Berlin or America/New_York.`;
  throw mistake('timeZone', 'zone_unknown', message);
}

function requireAdditional(additional: JsonObject): JsonObject {
  if (jsonOf(additional).length > LONGEST_ADDITIONAL) {
    throw mistake('additional', 'additional_long', `The additional JSON has at most ${LONGEST_ADDITIONAL} characters.`);
  }
  const { psDashboard } = additional;
  const isMenu = isObject(psDashboard) && Object.values(psDashboard).every((address) => typeof address === 'string');
  if (psDashboard === undefined || isMenu) return additional;
  const message = 'psDashboard is an object of labels and addresses, such as {"Our shop": "https://shop.example"}.';
  throw mistake('additional', 'dashboard_wrong', message);
}
