// Makes sure that Google knows a pass before a link names its object.
import { AppError } from '../../errors.ts';
import { objectId } from '../../pass/google/face.ts';
import type { GoogleFace, GoogleResource } from '../../pass/google/input.ts';
import type { GoogleAccount, GoogleResult } from '../../ports/google.ts';
import type { GoogleObject } from '../../ports/store/google.ts';
import type { Context } from '../context.ts';
import { noteResult, type OpenedAccount, paced, requireGoogleAccount } from './accounts.ts';
import { faceOf, isPublic } from './face.ts';
import { publishClass } from './publish-class.ts';
import { sentOf, tellObject } from './tell-object.ts';

export interface WantedObject {
  readonly id: string;
  readonly resource: GoogleResource;
  /** Who signs the link. */
  readonly account: GoogleAccount;
  readonly face: GoogleFace;
  /** Whether Google has the object already, so that a link may name its id alone. */
  readonly isLive: boolean;
}

/**
 * Begins to tell Google of the pass's changes, and sends the class: a link may hold the whole object
 * now. Fails with `pass_not_found`, `google_missing`, `google_failed`, `budget_spent`.
 */
export async function wantGoogleObject(context: Context, hash: string): Promise<WantedObject> {
  const { wanted } = await want(context, hash);
  return wanted;
}

/**
 * Also inserts the object, for links that would be too long with all of it. Fails with
 * `pass_not_found`, `google_missing`, `google_failed`, `budget_spent`.
 */
export async function ensureGoogleObject(context: Context, hash: string): Promise<WantedObject> {
  const { wanted, opened, object } = await want(context, hash);
  if (wanted.isLive) return wanted;
  const { account, resource, face } = wanted;
  const made = await paced(context, account, () => context.google.insertObject(account, resource, face.object));
  await noteResult(context, opened, made);
  if (made.verdict === 'exists') {
    const told = await tellObject(context, { ...object, state: 'live', sent: null });
    if (told.kind === 'later') throw failure(told.result);
  } else if (made.verdict === 'done') {
    const toldAt = context.clock.now();
    const live = { status: made.status, reason: null, state: 'live', sent: sentOf(face), toldAt } as const;
    // Google cannot tell a server that is not public whether somebody uses the link.
    await context.store.recordGoogleObject(object.passId, isPublic(context) ? live : { ...live, isSaved: true });
  } else {
    throw failure(made);
  }
  return { ...wanted, isLive: true };
}

interface Wanted {
  readonly wanted: WantedObject;
  readonly opened: OpenedAccount;
  readonly object: GoogleObject;
}

async function want(context: Context, hash: string): Promise<Wanted> {
  const snapshot = await context.store.passByHash(hash);
  if (snapshot === null) throw notFound();
  const { pass, template, owner } = snapshot;
  const opened = await requireGoogleAccount(context, owner.id);
  const { account } = opened;
  const { issuerId } = account;
  const { resource } = await faceOf(context, snapshot, issuerId);
  const names = { passId: pass.id, accountId: owner.id, templateId: template.id, passHash: hash, issuerId, resource };
  const object = await context.store.wantGoogleObject(names);
  if (object === null) throw notFound();
  // Only what is read from here on is followed by jobs.
  const now = (await context.store.passByHash(hash)) ?? snapshot;
  const sent = await publishClass(context, opened, now, object.resource);
  if (sent !== null && sent.verdict !== 'done') throw failure(sent);
  const face = await faceOf(context, now, issuerId, object.resource);
  const isLive = object.state === 'live';
  const wanted = { id: objectId(issuerId, hash), resource: object.resource, account, face, isLive };
  return { wanted, opened, object };
}

function notFound(): AppError {
  return new AppError('pass_not_found', { field: 'hashedSerialNumber' });
}

function failure({ reason, retryAfterMs }: GoogleResult): AppError {
  const retryAfter = Math.ceil((retryAfterMs ?? 1000) / 1000);
  const message = reason === null ? {} : { message: `Google Wallet answers: ${reason}` };
  return new AppError('google_failed', { ...message, beside: { retryAfter } });
}
