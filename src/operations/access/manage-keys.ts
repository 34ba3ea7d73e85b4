// The API keys of an account, for its developers: list, make, revoke. The audit log has each change.
import { AppError } from '../../errors.ts';
import type { ApiKey, ApiSurface, AssistantRole } from '../../ports/store/api-keys.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { addApiKey, keyName, type MadeApiKey, revokeApiKey } from './api-keys.ts';
import { type Caller, requireRight } from './caller.ts';

/** The most keys of an account that are valid at the same time. */
const MOST_KEYS = 50;

export interface ShownKey extends Pick<ApiKey, 'id' | 'surface' | 'role' | 'createdAt' | 'revokedAt' | 'lastUsedAt'> {
  /** The key as lists show it: in full only when it is no secret. */
  readonly name: string;
}

/** Newest first; the revoked ones last. Fails with `role_forbidden`. */
export async function listKeys(context: Context, caller: Caller): Promise<readonly ShownKey[]> {
  const { id } = requireRight(context, caller, 'keys');
  const keys = (await context.store.apiKeys(id)).map(shown).reverse();
  return [...keys.filter(isValid), ...keys.filter((key) => !isValid(key))];
}

/**
 * `role`: of an assistant's key. Fails with `role_forbidden`, and `parameter_invalid` when there are
 * too many keys.
 */
export async function makeKey(
  context: Context,
  caller: Caller,
  surface: ApiSurface,
  role?: AssistantRole,
): Promise<MadeApiKey> {
  const account = requireRight(context, caller, 'keys');
  const valid = (await context.store.apiKeys(account.id)).filter(isValid);
  if (valid.length >= MOST_KEYS) {
    const message = `An account has at most ${MOST_KEYS} keys. Revoke one that no program uses any more.`;
    throw new AppError('parameter_invalid', { field: 'surface', message });
  }
  const made = await addApiKey(context, account, surface, role);
  const subject = keyName({ surface, key: made.key, ending: made.key.slice(-4) });
  await recordAct(context, caller, {
    what: 'key.make',
    subject,
    after: { surface, ...(surface === 'mcp' ? { role: role ?? 'reader' } : {}) },
  });
  return made;
}

/** One key of the account. Fails with `role_forbidden`, `api_key_not_found`. */
export async function requireKey(context: Context, caller: Caller, id: number): Promise<ShownKey> {
  const account = requireRight(context, caller, 'keys');
  const found = (await context.store.apiKeys(account.id)).find((key) => key.id === id);
  if (found === undefined) throw new AppError('api_key_not_found');
  return shown(found);
}

/** Fails with `role_forbidden`, `api_key_not_found`. */
export async function revokeKey(context: Context, caller: Caller, id: number): Promise<void> {
  const { name, surface } = await requireKey(context, caller, id);
  await revokeApiKey(context, String(id));
  await recordAct(context, caller, { what: 'key.revoke', subject: name, before: { surface } });
}

function isValid({ revokedAt }: Pick<ApiKey, 'revokedAt'>): boolean {
  return revokedAt === null;
}

function shown(key: ApiKey): ShownKey {
  const { id, surface, role, createdAt, revokedAt, lastUsedAt } = key;
  return { id, surface, role, createdAt, revokedAt, lastUsedAt, name: keyName(key) };
}
