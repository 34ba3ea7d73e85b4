// Delivers one push job, or its next chunk: asks the store for the devices, pushes to them, and
// stores the results.
import { decryptKey } from '../../pass/key-encryption.ts';
import type { PushIdentity, PushResult } from '../../ports/push.ts';
import type { GivenUp, Job, JobStep, PushOutcome, PushTarget } from '../../ports/store/jobs.ts';
import type { Context } from '../context.ts';
import { certificateOfType } from '../files/pass-files.ts';
import { nextTurn } from '../next-turn.ts';
import { withMessages } from '../webhooks/push-messages.ts';

/**
 * How many devices one chunk pushes to, and how many passes of a template it looks at. Other jobs
 * and requests get their turn between two chunks.
 */
const CHUNK = 500;
/**
 * How many chunks of a template follow each other before the job is asked for again: a server that
 * shuts down waits for these.
 */
const CHUNKS_IN_A_ROW = 20;
/** Waits between tries, in ms: the first, and the longest. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10 * 60 * 1000;
/** Lasts about three days at the longest wait. */
const MOST_ATTEMPTS = 440;

/** What became of a chunk: what recordPushes gets. */
interface Result {
  readonly outcomes: readonly PushOutcome[];
  readonly next: JobStep;
  readonly givenUp?: GivenUp;
}

/** A chunk whose pushes are under way. */
interface Chunk {
  readonly cursor: number;
  readonly step: JobStep;
  readonly devices: ReadonlySet<number>;
  readonly result: Promise<Result>;
}

/**
 * Answers what stores the results. Never rejects because of APNs: a push that fails is tried again,
 * with growing waits. While APNs answers a chunk of a template, the pushes of the next one are under
 * way already, so that APNs never waits for this server; results are stored chunk by chunk.
 */
export async function deliverPush(context: Context, job: Job): Promise<() => Promise<void>> {
  const record = async ({ outcomes, next, givenUp }: Result) =>
    context.store.recordPushes(job, outcomes, next, givenUp && (await withMessages(context, job, givenUp)));
  const storing = (result: Result) => async () => {
    await record(result);
  };
  let chunk = await begin(context, job, NO_DEVICES);
  for (let left = CHUNKS_IN_A_ROW - 1; ; left--) {
    const { step, cursor, devices } = chunk;
    const goesOn = left > 0 && step.kind === 'next' && step.cursor > cursor;
    // A chunk that cannot be read is asked for again with the job, when this one's result is stored.
    const ahead = goesOn
      ? await begin(context, { ...job, cursor: step.cursor, attempts: 0 }, devices).catch(() => null)
      : null;
    const result = await chunk.result;
    if (ahead === null) return storing(result);
    if (result.next.kind === 'retry') return storing(together(result, await ahead.result, result.next));
    try {
      // A newer change has joined the job, or the template is gone.
      if (!(await record(result))) return storing(await ahead.result);
    } catch {
      // The database refused the result. Nothing else is pushed until both are stored.
      const other = await ahead.result;
      return storing(together(result, other, other.next));
    }
    chunk = ahead;
    await nextTurn();
  }
}

const NO_DEVICES: ReadonlySet<number> = new Set();

function together(one: Result, other: Result, next: JobStep): Result {
  const givenUp = one.givenUp ?? other.givenUp;
  return { outcomes: [...one.outcomes, ...other.outcomes], next, ...(givenUp === undefined ? {} : { givenUp }) };
}

/** Sends the pushes of a chunk. `underWay`: devices that a push of this job is on its way to. */
async function begin(context: Context, job: Job, underWay: ReadonlySet<number>): Promise<Chunk> {
  const found = await context.store.pushTargets(job, CHUNK);
  const targets = underWay.size === 0 ? found.targets : found.targets.filter(({ deviceId }) => !underWay.has(deviceId));
  const identityOf = await findIdentities(context, targets);
  const sending = Promise.all(
    targets.map((target) => {
      const identity = identityOf(target);
      return identity === null ? NOT_PUSHED : context.push.send(identity, target.pushToken);
    }),
  );
  const devices = new Set(targets.map(({ deviceId }) => deviceId));
  return {
    cursor: job.cursor,
    step: found.step,
    devices,
    result: sending.then((sent) => resultOf(context, job, targets, sent, found.step)),
  };
}

function resultOf(
  context: Context,
  job: Job,
  targets: readonly PushTarget[],
  sent: readonly PushResult[],
  step: JobStep,
): Result {
  const results = targets.map((target, index) => ({ target, result: sent[index]! }));
  const now = context.clock.now();
  const wait = Math.min(FIRST_WAIT * 2 ** Math.min(job.attempts, 20), LONGEST_WAIT);
  const outcomes = results.map(({ target, result }) => outcomeOf(job, target, result, now, wait));
  return { outcomes, ...nextStep(context, job, results, step, now + wait) };
}

/** No phone that Apple pushes to has passes of the development certificate. */
const NOT_PUSHED: PushResult = {
  verdict: 'refused',
  status: null,
  reason: 'Not pushed: the development certificate is none that Apple knows.',
  since: null,
  retryAfterMs: null,
};

/** Finds who pushes to each target: most chunks have one certificate, so it is looked for once. */
async function findIdentities(
  context: Context,
  targets: readonly PushTarget[],
): Promise<(target: PushTarget) => PushIdentity | null> {
  const identities = new Map<number, Map<string, PushIdentity | null>>();
  for (const target of targets) {
    const { accountId, passTypeIdentifier } = target;
    const ofAccount = identities.get(accountId) ?? new Map<string, PushIdentity | null>();
    if (ofAccount.has(passTypeIdentifier)) continue;
    identities.set(accountId, ofAccount.set(passTypeIdentifier, await findIdentity(context, target)));
  }
  return ({ accountId, passTypeIdentifier }) => identities.get(accountId)!.get(passTypeIdentifier)!;
}

/** Returns null when pushes of this certificate go nowhere. */
async function findIdentity(context: Context, target: PushTarget): Promise<PushIdentity | null> {
  const certificate = await certificateOfType(context, target.accountId, target.passTypeIdentifier);
  if (certificate === null) return null;
  if (certificate.accountId === null && !context.settings.pushesDevelopment) return null;
  return {
    id: certificate.id,
    passTypeIdentifier: certificate.passTypeIdentifier,
    certificate: certificate.certificate,
    intermediate: certificate.intermediate,
    privateKey: decryptKey(context.settings.secret, certificate.encryptedKey),
  };
}

function outcomeOf(
  job: Job,
  { deviceId, pushToken }: PushTarget,
  result: PushResult,
  now: number,
  wait: number,
): PushOutcome {
  const { status, reason } = result;
  const outcome = { deviceId, pushToken, time: now, status, reason };
  switch (result.verdict) {
    case 'gone':
      return { ...outcome, fate: { kind: 'gone', since: result.since } };
    case 'unavailable':
      return { ...outcome, fate: { kind: 'waiting' } };
    case 'busy':
      // One busy device does not hold up the rest of a job.
      if (job.kind === 'push_device') return { ...outcome, fate: { kind: 'waiting' } };
      return { ...outcome, fate: { kind: 'later', retryAt: now + Math.max(wait, result.retryAfterMs ?? 0) } };
    default:
      return { ...outcome, fate: { kind: 'told' } };
  }
}

function nextStep(
  context: Context,
  job: Job,
  results: readonly { readonly target: PushTarget; readonly result: PushResult }[],
  step: JobStep,
  retryAt: number,
): { readonly next: JobStep; readonly givenUp?: GivenUp } {
  const untold = results.filter(
    ({ result: { verdict } }) => verdict === 'unavailable' || (verdict === 'busy' && job.kind === 'push_device'),
  );
  const first = untold[0];
  if (first === undefined) return { next: step };
  const { status, reason } = first.result;
  const fields = { job: job.kind, subject: job.subjectId, attempts: job.attempts + 1, status, reason };
  if (job.attempts + 1 >= MOST_ATTEMPTS) {
    context.log.error(fields, 'a push was given up');
    const { accountId } = first.target;
    return { next: step, givenUp: { accountId, devices: untold.length, status, reason, time: context.clock.now() } };
  }
  context.log.warn(fields, 'a push has to wait');
  const asked = Math.max(...untold.map(({ result }) => result.retryAfterMs ?? 0));
  return { next: { kind: 'retry', runAt: Math.max(retryAt, context.clock.now() + asked) } };
}
