// The issuer and the service account of an owner at Google Wallet: set, checked, removed.
import { createPrivateKey } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { encryptKey } from '../../pass/key-encryption.ts';
import type { GoogleAccount, GoogleResult } from '../../ports/google.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { GoogleProblem, RefusedTemplate } from '../../ports/store/google.ts';
import { isObject, type JsonObject, toText } from '../../rules/values/values.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { mistake } from '../accounts/mistake.ts';
import type { Context } from '../context.ts';
import { noteResult, openGoogleAccount, paced } from './accounts.ts';
import { isPublic } from './face.ts';

/** A key file of Google's has about 2,400 characters. */
export const LONGEST_KEY_FILE = 20_000;
const LONGEST_ISSUER = 30;
/** The templates that Google refuses, in one list. */
const MOST_REFUSED = 20;

/** What pages and commands show: nothing of the key. */
export interface ShownGoogle {
  readonly issuerId: string;
  readonly clientEmail: string;
  readonly privateKeyId: string;
  /** Ms since 1970. */
  readonly changedAt: number;
  readonly problem: GoogleProblem | null;
}

export interface GoogleSetup {
  /** Null: the owner has none. */
  readonly shown: ShownGoogle | null;
  /** Templates whose class Google refuses, the latest first: MOST_REFUSED at most. */
  readonly refused: readonly RefusedTemplate[];
  /** Whether Google can fetch this server's images. */
  readonly isPublic: boolean;
}

/** What Google answers when it is asked whether the settings work. */
export type GoogleAnswer = GoogleResult;

export interface GoogleInput {
  readonly issuerId: string;
  /** The text of the service account's key file, JSON. */
  readonly key: string;
}

/** Fails with `role_forbidden`. */
export async function googleSetup(context: Context, caller: Caller): Promise<GoogleSetup> {
  requireRight(context, caller, 'certificate');
  const { id } = caller.account;
  const refused = await context.store.googleRefusalsOf(id, MOST_REFUSED);
  return { shown: await shownGoogle(context, id), refused, isPublic: isPublic(context) };
}

/** Fails with `parameter_invalid`, which names the input, and `role_forbidden`. */
export async function setGoogle(context: Context, caller: Caller, input: GoogleInput): Promise<void> {
  requireRight(context, caller, 'certificate');
  const { issuerId, clientEmail } = await storeGoogle(context, caller.account, input);
  await recordAct(context, caller, { what: 'google.set', subject: issuerId, after: { issuerId, clientEmail } });
}

/** For commands. Fails with `parameter_invalid`, which names the input. */
export async function storeGoogle(context: Context, account: Account, input: GoogleInput): Promise<GoogleAccount> {
  const read = readGoogle(input);
  const { store, settings, ids, clock } = context;
  const { privateKey, ...shown } = read;
  const encryptedKey = encryptKey(settings.secret, Buffer.from(privateKey), ids.bytes);
  await store.setGoogleAccount({ accountId: account.id, ...shown, encryptedKey, changedAt: clock.now() });
  return read;
}

/** Fails with `role_forbidden`. Passes that Google has stay as they are. */
export async function removeGoogle(context: Context, caller: Caller): Promise<void> {
  requireRight(context, caller, 'certificate');
  const before = await shownGoogle(context, caller.account.id);
  if (!(await context.store.removeGoogleAccount(caller.account.id)) || before === null) return;
  await recordAct(context, caller, { what: 'google.remove', subject: before.issuerId });
}

/** For commands. Fails with `google_missing`. */
export async function removeStoredGoogle({ store }: Pick<Context, 'store'>, accountId: number): Promise<void> {
  if (!(await store.removeGoogleAccount(accountId))) throw new AppError('google_missing');
}

/** What Google says of the stored account. Fails with `google_missing` and `role_forbidden`. */
export async function checkGoogleSettings(context: Context, caller: Caller): Promise<GoogleAnswer> {
  requireRight(context, caller, 'certificate');
  return checkStoredGoogle(context, caller.account.id);
}

/** For commands. Fails with `google_missing`. */
export async function checkStoredGoogle(context: Context, accountId: number): Promise<GoogleResult> {
  const opened = await openGoogleAccount(context, accountId);
  if (opened === null) throw new AppError('google_missing');
  const result = await paced(context, opened.account, () => context.google.check(opened.account));
  await noteResult(context, opened, result);
  return result;
}

export async function shownGoogle({ store }: Pick<Context, 'store'>, accountId: number): Promise<ShownGoogle | null> {
  const stored = await store.googleAccount(accountId);
  if (stored === null) return null;
  const { issuerId, clientEmail, privateKeyId, changedAt, problem } = stored;
  return { issuerId, clientEmail, privateKeyId, changedAt, problem };
}

function readGoogle({ issuerId: typed, key }: GoogleInput): GoogleAccount {
  const issuerId = typed.trim();
  if (issuerId.length > LONGEST_ISSUER || !/^\d+$/.test(issuerId)) {
    throw mistake(
      'issuerId',
      'issuer_wrong',
      'The issuer ID is a number such as 3388000000012345678, which the Google Pay & Wallet Console shows.',
    );
  }
  if (key.length > LONGEST_KEY_FILE) throw wrongKey();
  const json = parsed(key);
  const clientEmail = toText(json.client_email);
  const privateKeyId = toText(json.private_key_id);
  const privateKey = toText(json.private_key);
  const isWhole = json.type === 'service_account' && clientEmail.includes('@') && privateKeyId !== '';
  if (!isWhole || !isRsaKey(privateKey)) throw wrongKey();
  return { issuerId, clientEmail, privateKeyId, privateKey };
}

function parsed(text: string): JsonObject {
  try {
    const json = JSON.parse(text) as JsonObject;
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa' && pem.includes('BEGIN PRIVATE KEY');
  } catch {
    return false;
  }
}

function wrongKey(): AppError {
  return mistake(
    'key',
    'google_key_wrong',
    'The key is the JSON file of a service account, as the Google Cloud console gives it: with type "service_account", client_email, private_key_id and private_key.',
  );
}
