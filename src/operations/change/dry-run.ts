// Runs an event on a copy of a pass: the decisions are those of a real run (run-triggers.ts,
// create-pass.ts), but their changes go to the copy instead of the store. Sends no request, and
// assumes that each succeeds.
import { AppError } from '../../errors.ts';
import type { NewEvent } from '../../ports/store/events.ts';
import type { Pass, PassChange, PassCreation, PassSnapshot } from '../../ports/store/passes.ts';
import type { Budget } from '../../rules/budget.ts';
import { type AccessType, recordAccess } from '../../rules/passes/facts.ts';
import type { OutgoingRequest } from '../../rules/triggers/requests.ts';
import type { Reply, Scheduled } from '../../rules/triggers/triggers.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Deciding } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { type Answering, beginning, continuing, type RunInput, type Step } from './run-triggers.ts';

/** Whether no other pass claims this barcode message. */
export type IsFree = (message: string) => Promise<boolean>;

export interface DryInput {
  /** The pass before the event. */
  readonly snapshot: PassSnapshot;
  readonly accessType: AccessType;
  readonly answering: Answering;
  readonly isFree: IsFree;
  /** See RunInput. */
  readonly scheduled?: Scheduled;
  /** What several runs may cost together; absent: the run has a budget of its own. */
  readonly runBudget?: Budget;
  /** The first decision, where it is another one than `beginning`, as for a pass that is made. */
  readonly first?: Decision;
}

/** A decision about a pass, as the store asks it. */
export type Decision = (snapshot: PassSnapshot) => PassChange<Step>;

export interface DryRun {
  /** The pass afterwards. */
  readonly pass: Pass;
  /** What would be logged. */
  readonly event: NewEvent;
  /** What the caller of the event would be answered; `stopped` is the message that stopped it. */
  readonly answer: JsonObject;
  /** Whether the phones that hold the pass would be told. */
  readonly isPushed: boolean;
  /** What would be asked of other servers, in order. */
  readonly requests: readonly OutgoingRequest[];
}

const NOT_SENT: Reply = { ok: true, note: 'Not sent: this is a simulation.', durationMs: 0 };

/** Fails with `barcode_taken` where the store would refuse the event so. */
export async function runDryEvent(context: Deciding, input: DryInput): Promise<DryRun> {
  const { snapshot, accessType, answering, isFree, runBudget, scheduled } = input;
  const run: RunInput = {
    hash: snapshot.pass.hash,
    accessType,
    depth: UNCALLED,
    idempotency: null,
    account: null,
    ...(runBudget === undefined ? {} : { runBudget }),
    ...(scheduled === undefined ? {} : { scheduled }),
  };
  const requests: OutgoingRequest[] = [];
  let { pass } = snapshot;
  let isPushed = false;
  let decide = input.first ?? beginning(context, run, answering);
  for (;;) {
    const change = await withFreeBarcode({ ...snapshot, pass }, decide, isFree);
    pass = copyAfter(pass, change);
    isPushed ||= change.push === true;
    const { result: step, event } = change;
    if ('done' in step) {
      if (event === undefined) throw new Error('A run ended without its event.');
      return { pass, event, answer: step.done, isPushed, requests };
    }
    requests.push(step.request);
    decide = continuing(context, run, answering, step, NOT_SENT);
  }
}

/** Asks again while another pass has the barcode, as the store does. */
async function withFreeBarcode(snapshot: PassSnapshot, decide: Decision, isFree: IsFree): Promise<PassChange<Step>> {
  const takenMessages = new Set<string>();
  for (let asked = snapshot; ; asked = { ...snapshot, takenMessages }) {
    const change = decide(asked);
    const { barcode } = change;
    if (barcode === undefined || barcode === null || (await isFree(barcode))) return change;
    if (takenMessages.has(barcode)) throw new AppError('barcode_taken');
    takenMessages.add(barcode);
  }
}

/** The pass as the store would have it after the change. */
function copyAfter(pass: Pass, change: PassChange<Step> | PassCreation<Step>): Pass {
  const { event, touchedAt, ranAt } = change;
  const made = 'create' in change ? change.create : null;
  return {
    ...pass,
    overrides: change.overrides ?? made?.overrides ?? pass.overrides,
    access: event?.logged ? recordAccess(pass.access, event.accessType, event.time) : pass.access,
    updatedAt: touchedAt ?? ranAt ?? made?.createdAt ?? pass.updatedAt,
  };
}
