// Compiles trigger actions from the template's JSON into a form that can run (the guide,
// "PassSource Triggers").
import type { Report } from '../diagnostics.ts';
import type { TriggerEvent } from '../passes/facts.ts';
import type { Location, PathIndex } from '../paths/paths.ts';
import type { Delay } from '../schedules/delay.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { ACTION_NAMES, ACTION_SPELLINGS, ACTIONS, type ActionField, type ActionName } from './action-table.ts';
import { type ActionCondition, type ActionExpression, type FieldValues, readField } from './read-field.ts';

interface ActionBase {
  readonly name: ActionName;
  /** The place in the template, such as `triggers_onScan_0`. */
  readonly where: string;
  readonly condition: ActionCondition | null;
  /** The action does not run (semantics.md, "Triggers"). */
  readonly paused: boolean;
}

export interface SetAction extends ActionBase {
  readonly kind: 'set';
  readonly target: Location;
  readonly value: JsonValue;
  /** Calculates the value in place of `value`; null: nothing does. */
  readonly expression: ActionExpression | null;
}
export interface IncrementAction extends ActionBase {
  readonly kind: 'increment';
  readonly target: Location;
  readonly amount: JsonValue;
  /** Calculates the amount in place of `amount`; null: nothing does. */
  readonly expression: ActionExpression | null;
}
export interface UrlAction extends ActionBase {
  readonly kind: 'url';
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | null;
  /** Whether the account's secret signs the request (Standard Webhooks). */
  readonly sign: boolean;
  /** Whether a request that fails is tried again for three days, beside the run. */
  readonly retry: boolean;
}
export interface RunAction extends ActionBase {
  readonly kind: 'run';
  readonly target: Location;
}
export interface LaterAction extends ActionBase {
  readonly kind: 'later';
  /** No other one of the template has it. */
  readonly later: string;
  readonly delay: Delay;
  readonly actions: readonly CompiledAction[];
  readonly cancelledBy: TriggerEvent | null;
}
export type CompiledAction = SetAction | IncrementAction | UrlAction | RunAction | LaterAction;

/** The fields of an action, each with the value that its type in the table becomes. */
type FieldsOf<N extends ActionName> = {
  readonly [F in keyof (typeof ACTIONS)[N]['fields']]: (typeof ACTIONS)[N]['fields'][F] extends {
    readonly type: infer T extends keyof FieldValues;
  }
    ? FieldValues[T]
    : never;
};

/** An action's JSON, its place in the template, and where to report faults. */
interface Source {
  readonly index: PathIndex;
  readonly node: JsonObject;
  readonly where: string;
  readonly report: Report;
  /** Whether the action stands inside a PSActionLater. */
  readonly isLater: boolean;
}

/**
 * Compiles one action object or an array of them. Faults go into the report; a faulty action is
 * left out.
 */
export function compileActions(
  index: PathIndex,
  node: JsonValue,
  where: string,
  report: Report,
  isLater = false,
): CompiledAction[] {
  const list = isArray(node) ? node : [node];
  return list.flatMap((action, position) => {
    const compiled = compileAction(index, action, `${where}_${position}`, report, isLater);
    return compiled === null ? [] : [compiled];
  });
}

function compileAction(
  index: PathIndex,
  node: JsonValue,
  where: string,
  report: Report,
  isLater: boolean,
): CompiledAction | null {
  if (!isObject(node)) {
    report.error('action_invalid', where, 'A trigger is a JSON object with an "action", or an array of them.');
    return null;
  }
  const name = typeof node.action === 'string' ? ACTION_SPELLINGS.get(node.action) : undefined;
  if (name === undefined) {
    const given = toText(node.action);
    const what = given === '' ? 'A trigger needs an "action".' : `"${given}" is not an action.`;
    const near = report.near(given, () => ACTION_SPELLINGS.keys());
    report.error('action_unknown', where, `${what}${near} There are ${ACTION_NAMES.join(', ')}.`);
    return null;
  }
  return compileNamed(name, { index, node, where, report, isLater });
}

/** Does not compile when an action of the table has no case here. */
function compileNamed(name: ActionName, source: Source): CompiledAction | null {
  const { where } = source;
  switch (name) {
    case 'PSActionSetValue': {
      const read = readFields(name, source);
      if (read === null) return null;
      const { PSConditions: condition, PSPaused: paused, targetPath: target, value, expression } = read;
      return { kind: 'set', name, where, condition, paused, target, value, expression };
    }
    case 'PSActionIncrementValue': {
      const read = readFields(name, source);
      if (read === null) return null;
      const { PSConditions: condition, PSPaused: paused, targetPath: target, amount, expression } = read;
      if (expression?.kind === 'date') {
        const message = `${expression.source} is a date, and an amount is a number: PSActionSetValue takes a date.`;
        source.report.error('expression_invalid', `${where}_expression`, message);
        return null;
      }
      return { kind: 'increment', name, where, condition, paused, target, amount, expression };
    }
    case 'PSActionURL': {
      const read = readFields(name, source);
      if (read === null) return null;
      const { PSConditions: condition, PSPaused: paused, url, method, headers, body, sign, retry } = read;
      return { kind: 'url', name, where, condition, paused, url, method, headers, body, sign, retry };
    }
    case 'PSActionTriggers': {
      const read = readFields(name, source);
      if (read === null) return null;
      const { PSConditions: condition, PSPaused: paused, targetPath: target } = read;
      return { kind: 'run', name, where, condition, paused, target };
    }
    case 'PSActionLater': {
      const read = readFields(name, source);
      if (read === null) return null;
      const { index, report, isLater } = source;
      if (isLater) {
        report.error('later_nested', where, 'A PSActionLater cannot stand in another one; give both side by side.');
        return null;
      }
      const { PSConditions: condition, PSPaused: paused, name: later, delay, actions: inner, cancelledBy } = read;
      const actions = compileActions(index, inner, `${where}_actions`, report, true);
      return { kind: 'later', name, where, condition, paused, later, delay, actions, cancelledBy };
    }
    default:
      return name satisfies never;
  }
}

/**
 * Reads the fields of an action in the order of the table. Returns null at the first unusable one.
 */
function readFields<N extends ActionName>(name: N, { index, node, where, report }: Source): FieldsOf<N> | null {
  const values: Record<string, FieldValues[keyof FieldValues]> = {};
  const action = toText(node.action);
  for (const [field, described] of Object.entries<ActionField>(ACTIONS[name].fields)) {
    const given = Object.hasOwn(node, field) ? node[field] : undefined;
    const instead = 'unless' in described ? described.unless : undefined;
    if (instead !== undefined && node[instead] !== undefined && node[instead] !== null) {
      if (given !== undefined) {
        report.error('value_twice', where, `${action} has "${field}" and "${instead}": give one of the two.`);
        return null;
      }
      values[field] = null;
      continue;
    }
    const value = readField(given, described, { index, name: field, action, where, report });
    if (value === undefined) return null;
    values[field] = value;
  }
  return values as FieldsOf<N>;
}
