// What the scanner's page does for whoever scans in that browser: a till with its token, or a person
// with a session. A till has the rights of its row, a person those of the role.
import { AppError } from '../../errors.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { CHECK, SCAN } from '../../rules/passes/facts.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { type JsonObject, type JsonValue, mapTexts } from '../../rules/values/values.ts';
import { requirePass } from '../access/access.ts';
import { type Caller, mayDo, requireRight } from '../access/caller.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { trackAccess } from '../events/track-access.ts';
import { hearOfTill, type TillCaller } from './till-device.ts';

/** Whoever scans. */
export type ScanCaller = TillCaller | Caller;

/** The most that one scan counts for. */
export const MOST_AT_ONCE = 5;

export interface ScanInput {
  readonly hashedSerialNumber: string;
  readonly accessType: typeof CHECK | typeof SCAN;
  /** How often the triggers run, as so many scans would: 1 to MOST_AT_ONCE. A check counts once. */
  readonly amount: number;
  readonly idempotencyKey?: string | undefined;
  readonly depth: Depth;
  /** See trackAccess. */
  readonly words: SentenceWords;
}

/**
 * Scans or checks a pass; the answer is that of trackAccess, with `counted` for an amount. It has no
 * clientHash for a till, nor for a person who may not see it. Fails with the codes of trackAccess
 * and requireRight, `till_scope`, `parameter_invalid` (amount).
 */
export async function scanHere(context: Context, who: ScanCaller, input: ScanInput): Promise<JsonObject> {
  const { hashedSerialNumber, accessType, idempotencyKey, depth, words } = input;
  const amount = accessType === CHECK ? 1 : requireAmount(input.amount);
  const snapshot = await requireScannable(context, who, hashedSerialNumber);
  const tillId = 'till' in who ? who.till.id : undefined;
  const tracked = { hashedSerialNumber, accessType, times: amount, idempotencyKey, tillId, depth, words };
  const track = () => trackAccess(context, who.account, tracked);
  const answer = seesClientHash(who)
    ? await track()
    : await withoutClientHash(context, [who.account, snapshot.owner], track);
  if ('till' in who) await hearOfTill(context, who, { scanned: accessType === SCAN });
  return answer;
}

/**
 * The pass, if whoever scans may scan it. Fails with the codes of access and requireRight, and with
 * `till_scope` for a card that the till does not scan.
 */
export async function requireScannable(
  context: Context,
  who: ScanCaller,
  hashedSerialNumber: string,
): Promise<PassSnapshot> {
  const account = 'till' in who ? who.account : requireRight(context, who, 'scan');
  const snapshot = await requirePass(context, account, hashedSerialNumber);
  requireInScope(who, snapshot.template.hash);
  return snapshot;
}

/** Fails with `till_scope` when whoever scans is a till that does not scan the card. */
export function requireInScope(who: ScanCaller, templateHash: string): void {
  if (!('till' in who) || isInScope(who, templateHash)) return;
  throw new AppError('till_scope', { message: 'This till does not scan this card. Ask the owner of the account.' });
}

export function isInScope({ till: { templateHashes } }: TillCaller, templateHash: string): boolean {
  return templateHashes === null || templateHashes.includes(templateHash);
}

/** Fails with `till_scope`, `role_forbidden`. */
export function requireMay(context: Context, who: ScanCaller, right: 'undo' | 'find'): void {
  if (!('till' in who)) requireRight(context, who, right);
  else if (!(right === 'undo' ? who.till.mayUndo : who.till.mayFind)) throw new AppError('till_scope');
}

function requireAmount(amount: number): number {
  if (Number.isInteger(amount) && amount >= 1 && amount <= MOST_AT_ONCE) return amount;
  const message = `amount is a whole number from 1 to ${MOST_AT_ONCE}.`;
  throw new AppError('parameter_invalid', { field: 'amount', message });
}

function seesClientHash(who: ScanCaller): boolean {
  return !('till' in who) && mayDo(who, 'keys');
}

/** Leaves the clientHash of these accounts out of an answer, and out of an error's texts. */
async function withoutClientHash(
  { settings: { secret } }: Context,
  accounts: readonly Caller['account'][],
  work: () => Promise<JsonObject>,
): Promise<JsonObject> {
  const hashes = accounts.map((account) => clientHashOf(secret, account));
  const clean = (text: string) => hashes.reduce((left, hash) => left.replaceAll(hash, ''), text);
  try {
    return mapTexts(await work(), clean) as JsonObject;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, field, beside } = error;
    throw new AppError(code, {
      message: clean(message),
      ...(field === undefined ? {} : { field }),
      beside: mapTexts(beside as JsonValue, clean) as JsonObject,
    });
  }
}
