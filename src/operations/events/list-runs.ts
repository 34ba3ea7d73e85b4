// Lists runs: what happened to the cards of an account, newest first, each in one sentence.
import type { EventFilter, EventList, EventNote, EventOutcome, ListedEvent } from '../../ports/store/events.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type AccessType, EVENT_NAME, type EventName } from '../../rules/passes/facts.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { runSentence } from '../../rules/sentences/runs.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import { type Caller, requireCard, requireCustomer, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';

/** A run as lists show it. */
export interface ListedRun {
  readonly id: number;
  readonly accessType: AccessType;
  readonly event: EventName;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly outcome: EventOutcome;
  /** False: a message stopped the run, so no count includes it. */
  readonly logged: boolean;
  /** Null: unknown, or an event that runs no rules. */
  readonly changed: boolean | null;
  /** The name of the till; null: no till, or one that is gone. */
  readonly till: string | null;
  /** Who caused the run and why; null: no person of the account. */
  readonly note: EventNote | null;
  /** Whether the run came from a file of past events, so that it stands among runs of another time. */
  readonly isImported: boolean;
  readonly card: { readonly hash: string; readonly name: string };
  /** The version of the card that ran; null: a run of an older Passwright, or a card that is gone. */
  readonly version: number | null;
  /** Null: a push to all phones of the card. */
  readonly customer: { readonly hash: string; readonly name: string } | null;
  /** What happened, or why nothing did; null: the event's name says it all. */
  readonly sentence: string | null;
}

export interface RunList {
  readonly runs: readonly ListedRun[];
  /** `before` of the page with older runs; null: there are none. */
  readonly next: number | null;
}

export interface RunFilter extends EventFilter {
  /** Runs of this card alone. */
  readonly templateHash?: string;
}

/** What became of a run, as a list asks for it. */
export type RunResult = NonNullable<RunFilter['result']>;

export interface RunPage {
  /** Only runs with a smaller id; absent: the newest. */
  readonly before?: number | undefined;
  readonly count: number;
}

/** How many runs a page looks through when its filter finds little. */
export const MOST_LOOKED_AT = 500;

/** The newest tills are enough to choose from; older runs can still be read without the choice. */
const MOST_TILLS = 100;

/**
 * The runs of all cards of the caller's account, or of one card. A page may be short, or empty, and
 * still have a next one. Fails with `role_forbidden`, `account_expired`, `template_not_found`,
 * `access_denied`.
 */
export async function listRuns(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  { templateHash, ...filter }: RunFilter,
  page: RunPage,
): Promise<RunList> {
  const account = requireRight(context, caller, 'see');
  const ids =
    templateHash === undefined
      ? (await context.store.templatesOf(account.id)).map(({ id }) => id)
      : [(await requireCard(context, caller, 'see', templateHash)).template.id];
  const { before = Number.MAX_SAFE_INTEGER, count } = page;
  const list = await context.store.eventsOf(ids, { before, count, look: MOST_LOOKED_AT }, filter);
  return listed(context, words, list);
}

/** The runs of one customer's card. Fails with the codes of requireCustomer. */
export async function listRunsOf(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  hashedSerialNumber: string,
  { before = Number.MAX_SAFE_INTEGER, count }: RunPage,
): Promise<RunList> {
  const { pass } = await requireCustomer(context, caller, 'find', hashedSerialNumber);
  return listed(context, words, await context.store.eventsOfPass(pass.id, { before, count }));
}

/** A till that runs may come from. */
export interface RunTill {
  readonly id: number;
  readonly name: string;
  /** How many scans waited on its device for a connection when it was last heard of. */
  readonly waiting: number;
}

/** What a list of runs can be narrowed to. Fails with `role_forbidden`, `account_expired`. */
export async function runChoices(
  context: Context,
  caller: Caller,
): Promise<{
  readonly cards: readonly { readonly hash: string; readonly name: string }[];
  readonly tills: readonly RunTill[];
}> {
  const account = requireRight(context, caller, 'see');
  const templates = await context.store.templatesOf(account.id);
  const page = { before: Number.MAX_SAFE_INTEGER, count: MOST_TILLS };
  const tills = await context.store.tillsOf(account.id, page);
  return {
    cards: templates.map(({ hash, name }) => ({ hash, name })),
    tills: tills.map(({ id, name, waiting }) => ({ id, name, waiting })),
  };
}

async function listed(context: Context, words: SentenceWords, { events, next }: EventList): Promise<RunList> {
  const runs: ListedRun[] = [];
  for (const event of events) {
    const run = await listedRun(context, words, event);
    if (run !== null) runs.push(run);
  }
  return { runs, next };
}

/** Null: the template or the pass was deleted in this moment. */
export async function listedRun(context: Context, words: SentenceWords, event: ListedEvent): Promise<ListedRun | null> {
  const ofTemplate = await context.store.templateById(event.templateId);
  const customer = event.hash === null ? null : await customerOf(context, event.hash);
  const card = ofTemplate ?? customer?.snapshot ?? null;
  if (card === null) return null;
  const { id, accessType, time, outcome, logged, changed, tillId, note, isImported } = event;
  const till = tillId === null ? null : await context.store.tillById(tillId);
  const names = namesIn(await context.programs.load(card.template), words);
  return {
    id,
    accessType,
    event: EVENT_NAME[accessType],
    time,
    outcome,
    logged,
    changed,
    till: till?.name ?? null,
    note,
    isImported,
    card: { hash: card.template.hash, name: card.template.name },
    version: ofTemplate === null ? null : event.templateVersion,
    customer: customer && { hash: event.hash!, name: customer.name },
    sentence: sentenceOf(event, names),
  };
}

function sentenceOf({ accessType, trace, changed, note, logged, outcome }: ListedEvent, names: Names): string | null {
  const { takesBack, takenBack } = names.words;
  if (note !== null && note.undoes !== null) return takesBack;
  const sentence = runSentence({ accessType, trace: readTrace(trace), changed }, names);
  // Only a run that a message stopped was never counted; any other one was, until somebody took it
  // back.
  if (logged || outcome === 'stopped') return sentence;
  return sentence === null ? takenBack : `${sentence} ${takenBack}`;
}

/** A customer's card and what it is called in lists. */
async function customerOf(
  context: Context,
  hash: string,
): Promise<{ readonly snapshot: TemplateSnapshot; readonly name: string } | null> {
  const snapshot = await context.store.passByHash(hash);
  if (snapshot === null) return null;
  return { snapshot, name: await nameOfCustomer(context, snapshot) };
}
