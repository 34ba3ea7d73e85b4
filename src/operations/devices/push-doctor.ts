// Says for a pass how far its last change has come to phones, step by step: on a phone, pushed,
// accepted by Apple, asked for, fetched, and whether Wallet notifies of it; and to Google Wallet.
import type { PassDevice } from '../../ports/store/devices.ts';
import type { ListedEvent } from '../../ports/store/events.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { DEVICE_UPDATE } from '../../rules/passes/facts.ts';
import { fieldsShowing } from '../../rules/passes/fields-showing.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { hasChanged, readTrace } from '../../rules/triggers/run-cause.ts';
import { type Caller, requireCustomer } from '../access/caller.ts';
import { isTestPass } from '../certificates/development.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { type GoogleCheck, googleCheck } from '../google/google-check.ts';

/** Times are milliseconds since 1970; null: not yet. */
export interface PhoneCheck {
  /** The first characters of the deviceLibraryIdentifier. */
  readonly device: string;
  readonly registeredAt: number;
  readonly pushedAt: number | null;
  /** What Apple answered the push; null: no answer. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly askedAt: number | null;
}

/**
 * The step that the change has come to. `test_card`: phones refuse the card, because no certificate
 * of Apple signs it. `silent`: fetched, but no field that changed has a changeMessage.
 */
export type PushVerdict =
  | 'no_phone'
  | 'test_card'
  | 'waiting'
  | 'not_pushed'
  | 'refused'
  | 'not_asked'
  | 'not_fetched'
  | 'silent'
  | 'fetched';

export interface Diagnosis {
  /** Of Apple Wallet. */
  readonly verdict: PushVerdict;
  /** Null: Google does not have the pass. */
  readonly google: GoogleCheck | null;
  /** When the pass changed that the diagnosis is about. */
  readonly changedAt: number;
  readonly phones: readonly PhoneCheck[];
  /** Whether a push of the pass or of its template waits. */
  readonly isWaiting: boolean;
  /** When a phone last fetched the pass. Phones do not say which of them fetches. */
  readonly fetchedAt: number | null;
  /** The fields that show what changed, by their labels. */
  readonly fields: readonly { readonly label: string; readonly hasMessage: boolean }[];
}

/** A phone that is told while a push is still being written down may ask before it. */
const PUSH_LAG = 10_000;
/** How far back to look for the event that changed the pass. */
const LATEST = 20;

/** A customer's card by its name in lists, and its diagnosis. Fails with the codes of requireCustomer. */
export async function pushDoctor(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  hashedSerialNumber: string,
): Promise<{ readonly customer: { readonly hash: string; readonly name: string }; readonly diagnosis: Diagnosis }> {
  const snapshot = await requireCustomer(context, caller, 'find', hashedSerialNumber);
  const customer = { hash: snapshot.pass.hash, name: await nameOfCustomer(context, snapshot) };
  return { customer, diagnosis: await diagnose(context, snapshot, words) };
}

/** The same for callers that have checked access. `event`: the change in question; absent: the last one. */
export async function diagnose(
  context: Context,
  snapshot: PassSnapshot,
  words: SentenceWords,
  event?: Pick<ListedEvent, 'time' | 'trace'>,
): Promise<Diagnosis> {
  const { pass, template } = snapshot;
  const { store } = context;
  const program = await context.programs.load(template);
  const last = event ?? (await lastChange(context, pass.id));
  const changed = last === null ? null : changedPaths(last);
  const names = namesIn(program, words);
  const fields = fieldsShowing(program, factsOf(context, snapshot), changed).map(({ path, hasMessage }) => ({
    label: names.of(path),
    hasMessage,
  }));
  const jobs = await Promise.all([
    store.waitingJob('push_pass', pass.id),
    store.waitingJob('push_template', template.id),
  ]);
  const isTest = !context.settings.pushesDevelopment && (await isTestPass(context, snapshot));
  const findings = {
    // A template's `lastModified` is a second ahead of the clock.
    changedAt: event?.time ?? Math.max(pass.updatedAt, (template.lastModified - 1) * 1000),
    phones: (await store.devicesOf(pass.id)).map(phoneCheck),
    isWaiting: jobs.some((job) => job !== null),
    fetchedAt: pass.access[DEVICE_UPDATE]?.last ?? null,
    fields,
  };
  return { verdict: verdictOf(findings, isTest), google: await googleCheck(context, snapshot), ...findings };
}

function phoneCheck(device: PassDevice): PhoneCheck {
  return {
    device: device.deviceLibraryIdentifier.slice(0, 8),
    registeredAt: device.registeredAt,
    pushedAt: device.lastPushAt,
    status: device.lastPushStatus,
    reason: device.lastPushReason,
    askedAt: device.askedAt,
  };
}

function verdictOf(
  { phones, fetchedAt, changedAt, fields, isWaiting }: Omit<Diagnosis, 'verdict' | 'google'>,
  isTest: boolean,
): PushVerdict {
  if (phones.length === 0) return 'no_phone';
  if (fetchedAt !== null && fetchedAt >= changedAt) {
    return fields.length > 0 && !fields.some(({ hasMessage }) => hasMessage) ? 'silent' : 'fetched';
  }
  if (isTest) return 'test_card';
  const pushed = phones.filter(({ pushedAt }) => pushedAt !== null && pushedAt >= changedAt);
  if (pushed.length === 0) return isWaiting ? 'waiting' : 'not_pushed';
  const accepted = pushed.filter(({ status }) => status === 200);
  if (accepted.length === 0) return 'refused';
  const hasAsked = accepted.some(({ askedAt, pushedAt }) => askedAt !== null && askedAt >= pushedAt! - PUSH_LAG);
  return hasAsked ? 'not_fetched' : 'not_asked';
}

/** The newest event that says that it changed the pass; null: none of the latest. */
async function lastChange(context: Context, passId: number): Promise<ListedEvent | null> {
  const { events } = await context.store.eventsOfPass(passId, { before: Number.MAX_SAFE_INTEGER, count: LATEST });
  return events.find(({ changed }) => changed === true) ?? null;
}

/** The places that a run changed; null: unknown, as with values that an owner typed. */
function changedPaths({ trace }: Pick<ListedEvent, 'trace'>): ReadonlySet<string> | null {
  const changes = readTrace(trace)?.actions.filter(hasChanged) ?? [];
  const paths = changes.flatMap(({ targetPath }) => (targetPath === undefined ? [] : [targetPath]));
  return paths.length === 0 ? null : new Set(paths);
}
