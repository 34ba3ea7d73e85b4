// Makes, finds and revokes API keys. A PassKit key has a secret that signs each request; a Pass2U
// key and that of an assistant are themselves the secret.
import { createHash } from 'node:crypto';
import { AppError, StoreUnavailableError } from '../../errors.ts';
import { encryptKey } from '../../pass/key-encryption.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { ApiKey, ApiSurface, AssistantRole } from '../../ports/store/api-keys.ts';
import type { Context } from '../context.ts';

/**
 * A new key. Nobody can show a Pass2U key or a PassKit secret again, so its owner must note it now.
 */
export interface MadeApiKey {
  readonly key: string;
  readonly secret?: string;
}

/** Prefixes by which the log (log.ts) and programs that look for secrets in files recognise one. */
const PASS2U_PREFIX = 'p2u';
const SECRET_PREFIX = 'pks';
const ASSISTANT_PREFIX = 'mcp';
/** Clients expect keys of exactly this length. */
const PASS2U_LENGTH = 32;
const ENDING = 4;

const MAKE: Readonly<Record<ApiSurface, (context: Context) => MadeApiKey>> = {
  passkit: makePassKitKey,
  pass2u: makePass2uKey,
  mcp: ({ ids }) => ({ key: `${ASSISTANT_PREFIX}${hex(ids.bytes(32))}` }),
};

/** `role`: of an assistant's key; it counts for no other. Fails with `account_not_found`. */
export async function addApiKey(
  context: Context,
  account: Account,
  surface: ApiSurface,
  role: AssistantRole = 'reader',
): Promise<MadeApiKey> {
  const made = MAKE[surface](context);
  const { key, secret } = made;
  await context.store.createApiKey({
    accountId: account.id,
    surface,
    key: surface === 'passkit' ? key : digestOf(key),
    ending: key.slice(-ENDING),
    encryptedSecret:
      secret === undefined ? null : encryptKey(context.settings.secret, Buffer.from(secret), context.ids.bytes),
    createdAt: context.clock.now(),
    ...(surface === 'mcp' ? { role } : {}),
  });
  return made;
}

/** `keyOrNumber`: a key, or its number in the list. Fails with `api_key_not_found`. */
export async function revokeApiKey(context: Context, keyOrNumber: string): Promise<ApiKey> {
  const given = keyOrNumber.trim();
  const isNumber = /^\d{1,9}$/.test(given);
  const found = isNumber
    ? null
    : ((await findPassKitKey(context, given)) ??
      (await findPass2uKey(context, given)) ??
      (await findAssistantKey(context, given)));
  if (!isNumber && found === null) throw unknown(given);
  return context.store.revokeApiKey(found?.id ?? Number(given), context.clock.now()).catch((error) => {
    if (error instanceof AppError && error.code === 'api_key_not_found') throw unknown(given);
    throw error;
  });
}

export function findPassKitKey(context: Context, key: string): Promise<ApiKey | null> {
  return context.store.apiKey('passkit', key);
}

export function findPass2uKey(context: Context, key: string): Promise<ApiKey | null> {
  return context.store.apiKey('pass2u', digestOf(key));
}

export function findAssistantKey(context: Context, key: string): Promise<ApiKey | null> {
  return context.store.apiKey('mcp', digestOf(key));
}

/** How often the last use of a key is written, in ms. */
const USE_NOTED_EVERY = 60_000;

/** Notes a call with a key, at most once a minute. A note that fails does not refuse the call. */
export async function noteKeyUse(context: Context, { id, lastUsedAt }: ApiKey): Promise<void> {
  const now = context.clock.now();
  if (lastUsedAt !== null && now - lastUsedAt < USE_NOTED_EVERY) return;
  await context.store.recordApiKeyUse(id, now).catch((error) => {
    if (error instanceof StoreUnavailableError) return;
    context.log.error({ err: error }, 'the last use of an API key could not be written');
  });
}

/** A key as lists name it, in full only when the key is no secret. */
export function keyName({ surface, key, ending }: Pick<ApiKey, 'surface' | 'key' | 'ending'>): string {
  return surface === 'passkit' ? key : `${surface === 'mcp' ? ASSISTANT_PREFIX : PASS2U_PREFIX}…${ending}`;
}

/** Describes a key for lists; times as ISO 8601. */
export function describeApiKey(apiKey: ApiKey) {
  const { id, surface, role, createdAt, revokedAt, lastUsedAt } = apiKey;
  return {
    id,
    surface,
    ...(role === null ? {} : { role }),
    key: keyName(apiKey),
    created: new Date(createdAt).toISOString(),
    revoked: revokedAt === null ? null : new Date(revokedAt).toISOString(),
    lastUsed: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  };
}

function makePassKitKey({ ids }: Context): MadeApiKey {
  return { key: hex(ids.bytes(16)), secret: `${SECRET_PREFIX}${hex(ids.bytes(32))}` };
}

function makePass2uKey({ ids }: Context): MadeApiKey {
  return { key: `${PASS2U_PREFIX}${hex(ids.bytes(16))}`.slice(0, PASS2U_LENGTH) };
}

/** Needs no salt: nobody guesses 116 random bits. */
function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function unknown(given: string): AppError {
  const message = /^\d+$/.test(given) ? `There is no API key with the number ${given}.` : 'There is no such API key.';
  return new AppError('api_key_not_found', { field: 'key', message });
}
