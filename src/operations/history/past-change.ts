// Decides what an event of the past changes: it counts in the pass's facts, and its values are written
// unless something later has happened to the pass.
import type { EventNote } from '../../ports/store/events.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { PastEvent } from '../../rules/history/rows.ts';
import { differs } from '../../rules/passes/differs.ts';
import { type AccessFacts, EDIT, type Overrides, REGISTER, recordPast, SCAN } from '../../rules/passes/facts.ts';
import { raisesShownFlag } from '../../rules/passes/shown-flags.ts';
import { effectiveValue } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { addDecimal, type JsonValue, toNumber } from '../../rules/values/values.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsOf } from '../change/pass-facts.ts';
import { writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';

interface Beside {
  readonly key: string;
  readonly note: EventNote;
  /** Whether phones are told where the pass looks different. */
  readonly push: boolean;
}

/**
 * Inside a decision only. Runs no trigger. Fails with the codes of writeFields, and with
 * `pass_invalid` for values of a pass that is invalid for good.
 */
export function pastChange(
  context: Context,
  snapshot: PassSnapshot,
  event: PastEvent,
  { key, note, push }: Beside,
): PassChange<'added'> {
  const { pass, template } = snapshot;
  const { accessType, time } = event;
  const program = context.programs.at(template);
  const facts = factsOf(context, snapshot);
  const before = pass.overrides;
  const fields = {
    ...(time >= lastChange(pass.access) ? settings(event) : {}),
    ...additions(program, before, event),
  };
  const overrides =
    Object.keys(fields).length === 0 ? before : writeFields(program, before, fields, { full: true, replaceAll: false });
  const isShown = differs(program, before, overrides) || raisesShownFlag(program, { ...facts, overrides }, accessType);
  const consequences = consequencesOf(program, facts, before, overrides, isShown);
  return {
    ...consequences,
    ...(consequences.push === undefined ? {} : { push }),
    ...(overrides === before ? {} : { overrides }),
    access: recordPast(pass.access, accessType, time),
    event: { accessType, time, outcome: 'skipped', logged: true, trace: null, note, imported: key },
    result: 'added',
  };
}

/** When somebody last changed the values of the pass, as far as its facts say. */
function lastChange(access: AccessFacts): number {
  return Math.max(...[REGISTER, SCAN, EDIT].map((type) => access[type]?.last ?? 0));
}

function settings({ set }: PastEvent): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(set.map(({ location, text }) => [location.path, text]));
}

function additions(program: Program, overrides: Overrides, { add }: PastEvent): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    add.map(({ location, amount }) => {
      const current = toNumber(effectiveValue(program, overrides, location) ?? 0);
      return [location.path, addDecimal(current, amount)];
    }),
  );
}
