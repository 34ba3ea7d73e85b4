// Tells Google what one pass shows now: a PATCH of what differs from the object that Google has.
import { AppError } from '../../errors.ts';
import { notices, patchOf } from '../../pass/google/differences.ts';
import { objectId } from '../../pass/google/face.ts';
import type { GoogleFace, SentFace } from '../../pass/google/input.ts';
import { hasNotifyPreference } from '../../pass/google/keys.ts';
import type { GoogleResult } from '../../ports/google.ts';
import type { GoogleObject, GoogleOutcome } from '../../ports/store/google.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { noteResult, type OpenedAccount, openGoogleAccount, paced } from './accounts.ts';
import { faceOf, isPublic } from './face.ts';
import { publishClass } from './publish-class.ts';

/** Google tells a holder of a card so often in a day at most. */
export const MOST_NOTICES_A_DAY = 3;
const DAY = 86_400_000;

/** `later`: try again, not before `waitMs` when Google or the quota says so. */
export type Told =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly waitMs: number | null; readonly result: GoogleResult };

const DONE: Told = { kind: 'done' };

/** The outcome is stored before this resolves. Rejects only when the database fails. */
export async function tellObject(context: Context, object: GoogleObject): Promise<Told> {
  const opened = await openGoogleAccount(context, object.accountId);
  if (opened === null) return DONE;
  if (opened.account.issuerId !== object.issuerId) {
    const reason = `The object belongs to issuer ${object.issuerId}, and the settings name another one.`;
    return refuse(context, object, { status: null, reason });
  }
  if (object.state === 'deleted') return endObject(context, opened, object);
  const snapshot = await context.store.passByHash(object.passHash);
  // The commit that deleted the pass has brought a job of its own.
  if (snapshot === null) return DONE;
  try {
    const face = await faceOf(context, snapshot, object.issuerId, object.resource);
    return await sendFace(context, opened, object, snapshot, face);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'budget_spent') throw error;
    return refuse(context, object, { status: null, reason: error.message });
  }
}

async function sendFace(
  context: Context,
  opened: OpenedAccount,
  object: GoogleObject,
  snapshot: PassSnapshot,
  face: GoogleFace,
): Promise<Told> {
  const { account } = opened;
  const { store, google, clock } = context;
  const sent = object.sent as unknown as SentFace | null;
  const changes = sent === null ? withoutNames(face.object) : patchOf(sent, face);
  if (changes === null) return DONE;
  // An object of another template, or the first one, needs its class.
  if (sent === null || sent.object.classId !== face.object.classId) {
    const result = await publishClass(context, opened, snapshot, object.resource);
    if (result !== null && result.verdict !== 'done') return failed(context, object, result);
  }
  const day = Math.floor(clock.now() / DAY);
  const before = object.noticeDay === day ? object.notices : 0;
  const told = sent === null || before >= MOST_NOTICES_A_DAY ? [] : notices(sent, face);
  const id = objectId(object.issuerId, object.passHash);
  const patch = () => google.patchObject(account, object.resource, id, changes, told);
  // A message is a request of its own.
  const requests = told.length > 0 && !hasNotifyPreference(object.resource) ? 2 : 1;
  let result = await paced(context, account, patch, requests);
  let isInserted = false;
  if (result.verdict === 'missing') {
    // Nobody has used the link that saves it yet; the next link has the pass as it is then.
    if (object.state === 'wanted') return DONE;
    const made = await paced(context, account, () => google.insertObject(account, object.resource, face.object));
    if (made.verdict === 'missing') return failed(context, object, { ...made, verdict: 'refused' });
    isInserted = true;
    result = made;
  }
  await noteResult(context, opened, result);
  if (result.verdict !== 'done') return failed(context, object, result);
  const outcome: GoogleOutcome = {
    status: result.status,
    reason: null,
    state: 'live',
    sent: sentOf(face),
    toldAt: clock.now(),
    templateId: snapshot.template.id,
    // A wanted object is at Google once somebody has used its link, even if no callback has come.
    ...(object.state === 'wanted' || (sent === null && !isPublic(context)) ? { isSaved: true } : {}),
    ...(told.length > 0 && !isInserted ? { noticeDay: day, notices: before + 1 } : {}),
  };
  await store.recordGoogleObject(object.passId, outcome);
  return DONE;
}

/** What a store has of a face. */
export function sentOf({ object, announced }: SentFace): JsonObject {
  return { object, announced: announced as unknown as JsonValue };
}

/** A PATCH names the object by its address alone. */
function withoutNames({ id: _, ...changes }: JsonObject): JsonObject {
  return changes;
}

/** Objects cannot be deleted: that of a deleted pass becomes INACTIVE. */
async function endObject(context: Context, opened: OpenedAccount, object: GoogleObject): Promise<Told> {
  const { account } = opened;
  const id = objectId(object.issuerId, object.passHash);
  const result = await paced(context, account, () =>
    context.google.patchObject(account, object.resource, id, { state: 'INACTIVE' }, []),
  );
  await noteResult(context, opened, result);
  if (result.verdict !== 'done' && result.verdict !== 'missing') return failed(context, object, result);
  await context.store.forgetGoogleObject(object.passId);
  return DONE;
}

async function failed(context: Context, object: GoogleObject, result: GoogleResult): Promise<Told> {
  const { verdict, status, reason, retryAfterMs } = result;
  const waits = verdict === 'busy' || verdict === 'unavailable' || verdict === 'exists';
  // What this server's own pace holds back is no answer of Google's.
  if (!waits || status !== null || reason !== null) await refuse(context, object, { status, reason });
  return waits ? { kind: 'later', waitMs: retryAfterMs, result } : DONE;
}

/** Only where the words differ, because a refused pass is refused with each change. */
async function refuse(context: Context, object: GoogleObject, outcome: GoogleOutcome): Promise<Told> {
  const { status, reason } = outcome;
  if (status !== object.status || reason !== object.reason) {
    await context.store.recordGoogleObject(object.passId, { status, reason });
  }
  return DONE;
}
