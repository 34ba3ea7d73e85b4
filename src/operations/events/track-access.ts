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
  PUSH,
  SCAN,
  type ServerType,
} from '../../rules/passes/facts.ts';
import { traceJson } from '../../rules/triggers/trace.ts';
import { UNCHANGED_SENTENCES, whyUnchanged } from '../../rules/triggers/unchanged.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireAccount } from '../access/access.ts';
import { hashedSerialNumberIn } from '../access/hashed-serial-number.ts';
import { idempotencyOf } from '../change/idempotency.ts';
import { scanAnswer } from '../change/pass-facts.ts';
import { type DoneNext, requireCompleted, runEvent } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';

export interface TrackInput {
  readonly hashedSerialNumber: string;
  readonly accessType: AccessType;
  readonly idempotencyKey?: string | undefined;
  /** The till that calls; absent: no till does. */
  readonly tillId?: number | undefined;
  readonly depth: Depth;
}

/** Why callers may not log these access types. */
const WHEN_LOGGED: Readonly<Record<ServerType, string>> = {
  [CREATE]: 'Creation is logged when the pass is made',
  [PUSH]: 'A push is logged by pushPassUpdates',
};

/**
 * `updated` says whether the pass changed and is pushed; `unchanged` says why a scan changed nothing. Fails with the codes of access and idempotency,
 * `parameter_invalid` for creation and push, which no caller logs, and `trigger_error`.
 */
export async function trackAccess(context: Context, caller: Account | null, input: TrackInput): Promise<JsonObject> {
  // The run checks access to the pass, because it reads the pass anyway.
  const account = requireAccount(context, caller);
  const hash = hashedSerialNumberIn(input.hashedSerialNumber);
  const { accessType, tillId } = input;
  if (isLoggedByServer(accessType)) {
    const message = `${WHEN_LOGGED[accessType]}; use another accessType.`;
    throw new AppError('parameter_invalid', { field: 'accessType', message });
  }
  const idempotency = idempotencyOf(context, input.idempotencyKey, {
    name: 'trackPassAccess',
    caller: account.id,
    target: hash,
    input: { accessType },
  });
  const run = { hash, accessType, depth: input.depth, idempotency, account, tillId };
  const answer = await runEvent(context, run, (program, facts, done) => ({
    updated: done.updated,
    ...(accessType === SCAN ? unchangedAnswer(facts, done) : {}),
    ...(accessType === CHECK || accessType === SCAN ? scanAnswer(program, facts) : {}),
  }));
  return requireCompleted(answer);
}

/** Why a scan changed nothing, for the owner. A run that psTriggerError stopped says so itself. */
function unchangedAnswer({ specials }: PassFacts, { updated, outcome, trace }: DoneNext): JsonObject {
  if (updated || outcome === 'stopped') return {};
  const { reason, conditions, error } = whyUnchanged(traceJson(trace, specials.clientHash))!;
  return {
    unchanged: {
      reason,
      message: UNCHANGED_SENTENCES[reason],
      ...(conditions.length === 0
        ? {}
        : { conditions: conditions.map(({ condition, seen }) => ({ condition, seen })) }),
      ...(error === null ? {} : { error }),
    },
  };
}
