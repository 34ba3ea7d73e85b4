// trackPassAccess: logs an event of a pass and runs its triggers. For a check or a scan it answers
// what the scanner shows.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import {
  type AccessType,
  CHECK,
  CREATE,
  isLoggedByServer,
  PERSONALIZE,
  PUSH,
  SCAN,
  SCHEDULE,
  type ServerType,
} from '../../rules/passes/facts.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { causeSentence } from '../../rules/sentences/runs.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { causeOf, readTrace, unchangedReason } from '../../rules/triggers/run-cause.ts';
import { traceJson } from '../../rules/triggers/trace.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireAccount } from '../access/access.ts';
import { hashedSerialNumberIn } from '../access/hashed-serial-number.ts';
import { idempotencyOf } from '../change/idempotency.ts';
import { scanAnswer } from '../change/pass-facts.ts';
import { type Answering, type DoneNext, requireCompleted, runEvent } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';

export interface TrackInput {
  readonly hashedSerialNumber: string;
  readonly accessType: AccessType;
  readonly idempotencyKey?: string | undefined;
  /** The till that calls; absent: no till does. */
  readonly tillId?: number | undefined;
  /** How often the triggers run, as for so many scans; absent: once. */
  readonly times?: number | undefined;
  readonly depth: Depth;
  /** The language in which the answer says why a scan changed nothing. */
  readonly words: SentenceWords;
}

/** Why callers may not log these access types. */
const WHEN_LOGGED: Readonly<Record<ServerType, string>> = {
  [CREATE]: 'Creation is logged when the pass is made',
  [PUSH]: 'A push is logged by pushPassUpdates',
  [SCHEDULE]: 'A schedule is logged when it reaches the pass',
  [PERSONALIZE]: 'Personalization is logged when Wallet sends what its holder answered',
};

/**
 * `updated` says whether the pass changed and is pushed; `unchanged` says why a scan changed nothing,
 * `counted` how many of several runs of the triggers psTriggerError let through. Fails with the
 * codes of access and idempotency, `parameter_invalid` for creation and push, which no caller logs,
 * and `trigger_error`.
 */
export async function trackAccess(context: Context, caller: Account | null, input: TrackInput): Promise<JsonObject> {
  // The run checks access to the pass, because it reads the pass anyway.
  const account = requireAccount(context, caller);
  const hash = hashedSerialNumberIn(input.hashedSerialNumber);
  const { accessType, tillId, times = 1 } = input;
  if (isLoggedByServer(accessType)) {
    const message = `${WHEN_LOGGED[accessType]}; use another accessType.`;
    throw new AppError('parameter_invalid', { field: 'accessType', message });
  }
  const idempotency = idempotencyOf(context, input.idempotencyKey, {
    name: 'trackPassAccess',
    caller: account.id,
    target: hash,
    input: { accessType, ...(tillId === undefined ? {} : { tillId }), ...(times === 1 ? {} : { times }) },
  });
  const run = { hash, accessType, depth: input.depth, idempotency, account, tillId, times };
  return requireCompleted(await runEvent(context, run, trackAnswer({ accessType, times, words: input.words })));
}

/**
 * What trackAccess answers about a run, also about one that is only tried. `words` null: it does not
 * say why nothing changed.
 */
export function trackAnswer({
  accessType,
  times,
  words,
}: Pick<TrackInput, 'accessType'> & { readonly times: number; readonly words: SentenceWords | null }): Answering {
  return (program, facts, done) => ({
    updated: done.updated,
    ...(accessType === SCAN && words !== null ? unchangedAnswer(program, facts, done, words) : {}),
    ...(times === 1 ? {} : { counted: done.outcome === 'stopped' ? 0 : (done.trace.times ?? 1) }),
    ...(accessType === CHECK || accessType === SCAN ? scanAnswer(program, facts) : {}),
  });
}

/** Of many false conditions the first ones say enough; the trace has all of them. */
const MOST_CONDITIONS = 3;

/** Why a scan changed nothing, for the owner. A run that psTriggerError stopped says so itself. */
function unchangedAnswer(
  program: Program,
  { specials }: PassFacts,
  { updated, outcome, trace: whole }: DoneNext,
  words: SentenceWords,
): JsonObject {
  if (updated || outcome === 'stopped') return {};
  const trace = readTrace(traceJson(whole, specials.clientHash))!;
  const cause = causeOf(trace, false);
  if (cause.kind === 'changed') return {};
  const refused = cause.kind === 'no_rule_applied' ? trace.actions.filter(({ paused }) => paused !== true) : [];
  const conditions = refused
    .slice(0, MOST_CONDITIONS)
    .map(({ condition }) => ({ condition: condition!.source, seen: condition!.seen }));
  return {
    unchanged: {
      reason: unchangedReason(cause),
      message: causeSentence(cause, namesIn(program, words)),
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(cause.kind === 'failed' ? { error: cause.failure.detail } : {}),
    },
  };
}
