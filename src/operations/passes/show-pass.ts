// Shows an owner one pass: its origin, its present values and its history.
import { AppError } from '../../errors.ts';
import type { EventOutcome } from '../../ports/store/events.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import { ACCESS_TYPES, type AccessType, EVENT_NAME, type EventName, type PassFacts } from '../../rules/passes/facts.ts';
import { expand, timestamp } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed, typedValue } from '../../rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { findPass } from '../access/access.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { type DeviceInfo, deviceInfo, userFieldsOf } from './pass-info.ts';

/** A value as the pass has it now. */
export type ShownValue = {
  readonly path: string;
  readonly value: JsonValue;
  /** Set on this pass, rather than in its template. */
  readonly own: boolean;
  /** The value with its magic strings replaced; absent when the value has none. */
  readonly expanded?: string;
};

export type ShownEvent = {
  readonly event: EventName;
  readonly accessType: AccessType;
  readonly time: string;
  readonly outcome: EventOutcome;
  /** False: psTriggerError stopped the run, so no count includes the event. */
  readonly logged: boolean;
  /** Null when newer traces have replaced the event's trace. */
  readonly trace: JsonValue | null;
  /** Whether the pass looked different afterwards; null: unknown. */
  readonly changed: boolean | null;
};

export interface ShownPass {
  readonly hashedSerialNumber: string;
  readonly serialNumber: string;
  readonly url: string;
  readonly template: {
    readonly name: string;
    readonly hash: string;
    readonly version: number;
    readonly triggersPaused: boolean;
  };
  readonly owner: string;
  readonly created: string;
  /** The time of the last change that the pass file shows. */
  readonly updated: string;
  readonly updateTag: number;
  readonly devices: readonly DeviceInfo[];
  readonly userFields: JsonObject;
  readonly values: readonly ShownValue[];
  /** By event: the number of times and the last time. */
  readonly access: Readonly<Record<string, { readonly count: number; readonly last: string }>>;
  /** Oldest first. */
  readonly events: readonly ShownEvent[];
}

/**
 * Asks for no clientHash, because the caller has the database itself. Accepts a creation URL as
 * well. Fails with `pass_not_found`.
 */
export async function showPass(context: Context, hashedSerialNumber: string): Promise<ShownPass> {
  const snapshot = await findPass(context, hashedSerialNumber);
  const { pass, template, owner } = snapshot;
  const program = await context.programs.load(template);
  const accessed = ACCESS_TYPES.flatMap((type) => {
    const fact = pass.access[type];
    return fact === undefined ? [] : [[EVENT_NAME[type], { count: fact.count, last: timestamp(fact.last) }] as const];
  });
  return {
    hashedSerialNumber: pass.hash,
    serialNumber: pass.serialNumber,
    url: `${context.settings.rootUrl}/pass/create.php?hashedSerialNumber=${pass.hash}`,
    template: {
      name: template.name,
      hash: template.hash,
      version: template.version,
      triggersPaused: template.triggersPaused,
    },
    owner: owner.email,
    created: timestamp(pass.createdAt),
    updated: timestamp(pass.updatedAt),
    updateTag: pass.updateTag,
    devices: (await context.store.devicesOf(pass.id)).map(deviceInfo),
    userFields: userFieldsOf(context, pass),
    values: valuesOf(context, program, snapshot),
    access: Object.fromEntries(accessed),
    events: await shownEvents(context, pass),
  };
}

/** The history of a pass, oldest first, with the traces that the store still has. */
export async function shownEvents(context: Context, pass: Pass): Promise<readonly ShownEvent[]> {
  const events = await context.store.tracking(pass.id);
  return events.map(({ accessType, time, outcome, logged, trace, changed = null }) => ({
    event: EVENT_NAME[accessType],
    accessType,
    time: timestamp(time),
    outcome,
    logged,
    trace,
    changed,
  }));
}

/**
 * Every value that is not a container, in the template's order; images are among the user fields
 * only. A clientHash in a value shows as its name, because people copy this output into messages.
 */
function valuesOf(context: Context, program: Program, snapshot: PassSnapshot): ShownValue[] {
  const { overrides } = snapshot.pass;
  const facts = factsOf(context, snapshot);
  const beyond = Object.keys(overrides)
    .filter((path) => !program.locations.has(path))
    .map((path) => locate(program, path))
    .filter((location) => location !== null);
  return [...program.locations.values(), ...beyond].flatMap((location): ShownValue[] => {
    const { path, steps } = location;
    const value = effectiveValue(program, overrides, location);
    if (value === undefined || steps[0] === 'images') return [];
    // Sub-routines and lists of an additional property are single values; the parts of any other
    // container are shown one by one.
    if (typeof value === 'object' && value !== null && steps[0] !== 'additional') return [];
    const hasMagic = typeof value === 'string' && value.includes('{') && steps.at(-1) !== 'PSConditions';
    const expanded = hasMagic ? trustedText(program, facts, value) : null;
    const own = [path, ...location.ancestors].some((name) => Object.hasOwn(overrides, name));
    return [
      {
        path,
        value: typedValue(value),
        own,
        ...(expanded === null ? {} : { expanded: expanded.replaceAll(facts.specials.clientHash, '{clientHash}') }),
      },
    ];
  });
}

/** Null once the pass's values exceed the budget: the values as stored are still shown then. */
function trustedText(program: Program, facts: PassFacts, value: string): string | null {
  try {
    return typed(expand(program, facts, value, { audience: 'trusted' }));
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_spent') return null;
    throw error;
  }
}
