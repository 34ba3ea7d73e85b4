// Authorises calls of assistants: the header `Authorization: Bearer` with an assistant's key. What the
// assistant does, it does as somebody who may write rules, within the key's own role.
import { AppError } from '../../errors.ts';
import type { AssistantRole } from '../../ports/store/api-keys.ts';
import type { Context } from '../context.ts';
import { requireCurrent } from './access.ts';
import { findAssistantKey, keyName, noteKeyUse } from './api-keys.ts';
import type { Caller } from './caller.ts';
import { assistantMay } from './roles.ts';

/** How many requests one key may make. */
export const ASSISTANT_LIMIT = { points: 300, seconds: 60 };

export interface Assistant {
  /** `email` names the key, such as `assistant key mcp…1f2e`, in drafts, versions and the log of acts. */
  readonly caller: Caller;
  readonly role: AssistantRole;
}

/**
 * The assistant of a request, which counts. Fails with `api_key_invalid`, `account_expired`, and
 * `rate_limited` with `retryAfter` (s) beside its message.
 */
export async function authorizeAssistant(context: Context, authorization: string | undefined): Promise<Assistant> {
  const [, key] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (key === undefined) {
    const message = 'The request has no key. It needs the header "Authorization: Bearer" with the key of an assistant.';
    throw new AppError('api_key_invalid', { message });
  }
  const found = await findAssistantKey(context, key);
  const account = found && (await context.store.accountById(found.accountId));
  if (!found || found.role === null || found.revokedAt !== null || !account) {
    throw new AppError('api_key_invalid', { message: 'The key is unknown or revoked.' });
  }
  requireCurrent(context, account);
  const wait = await context.assistantLimit.count(String(found.id));
  if (wait > 0) {
    const { points, seconds } = ASSISTANT_LIMIT;
    throw new AppError('rate_limited', {
      message: `Too many requests: a key may make ${points} in ${seconds} seconds.`,
      beside: { retryAfter: Math.ceil(wait / 1000) },
    });
  }
  await noteKeyUse(context, found);
  return { caller: { account, role: 'developer', email: `assistant key ${keyName(found)}` }, role: found.role };
}

/** Fails with `role_forbidden`. */
export function requireAssistant({ role }: Assistant, needed: AssistantRole): void {
  if (assistantMay(role, needed)) return;
  const message = `This key may not do that: its role is ${role}, and this needs ${needed}. The owner of the account makes keys in Settings.`;
  throw new AppError('role_forbidden', { message });
}
