// Trigger actions: from the template's JSON to something that can be run (the guide, "PassSource Triggers").
import { type Report, suggestion } from '../diagnostics.ts';
import { type CompiledCondition, compileCondition, conditionProblem } from '../paths/conditions.ts';
import { isReserved, type Location, locate, type PathIndex } from '../paths/paths.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';

/** An action's condition; `test` null: it cannot be read, which counts as false. */
export interface ActionCondition {
  readonly source: string;
  readonly test: CompiledCondition | null;
  readonly error: string | null;
}

interface ActionBase {
  readonly name: ActionName;
  /** The place in the template, such as `triggers_onScan_0`. */
  readonly where: string;
  readonly condition: ActionCondition | null;
}

export interface SetAction extends ActionBase {
  readonly kind: 'set';
  readonly target: Location;
  readonly value: JsonValue;
}
export interface IncrementAction extends ActionBase {
  readonly kind: 'increment';
  readonly target: Location;
  readonly amount: JsonValue;
}
export interface UrlAction extends ActionBase {
  readonly kind: 'url';
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | null;
}
export interface RunAction extends ActionBase {
  readonly kind: 'run';
  readonly target: Location;
}
export type CompiledAction = SetAction | IncrementAction | UrlAction | RunAction;

const ACTION_NAMES = ['PSActionSetValue', 'PSActionIncrementValue', 'PSActionURL', 'PSActionTriggers'] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** The guide lost two of the names; both spellings that circulate are answered (semantics.md). */
const NAMES: Readonly<Record<string, ActionName>> = {
  PSActionSetValue: 'PSActionSetValue',
  PSActionIncrementValue: 'PSActionIncrementValue',
  PSActionURL: 'PSActionURL',
  PSActionUrl: 'PSActionURL',
  PSActionOpenURL: 'PSActionURL',
  PSActionTriggers: 'PSActionTriggers',
  PSActionRunTriggers: 'PSActionTriggers',
  PSActionSubroutine: 'PSActionTriggers',
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** One action object or an array of them. What is wrong goes into the report; such an action is left out. */
export function compileActions(index: PathIndex, node: JsonValue, where: string, report: Report): CompiledAction[] {
  const list = isArray(node) ? node : [node];
  return list.flatMap((action, position) => {
    const compiled = compileAction(index, action, `${where}_${position}`, report);
    return compiled === null ? [] : [compiled];
  });
}

function compileAction(index: PathIndex, node: JsonValue, where: string, report: Report): CompiledAction | null {
  if (!isObject(node)) {
    report.error('action_invalid', where, 'A trigger is a JSON object with an "action", or an array of them.');
    return null;
  }
  const name = typeof node.action === 'string' && Object.hasOwn(NAMES, node.action) ? NAMES[node.action]! : null;
  if (name === null) {
    const given = toText(node.action);
    const what = given === '' ? 'A trigger needs an "action".' : `"${given}" is not an action.`;
    const near = suggestion(given, Object.keys(NAMES));
    report.error('action_unknown', where, `${what}${near} There are ${ACTION_NAMES.join(', ')}.`);
    return null;
  }
  const base = { name, where, condition: compileActionCondition(index, node, where, report) };
  switch (name) {
    case 'PSActionURL':
      return compileUrl(index, node, base, report);
    case 'PSActionTriggers':
      return compileRun(index, node, base, report);
    case 'PSActionSetValue':
      return compileSet(index, node, base, report);
    case 'PSActionIncrementValue':
      return compileIncrement(index, node, base, report);
    default:
      // An action of the table above without a case here does not compile.
      return name satisfies never;
  }
}

function compileRun(index: PathIndex, node: JsonObject, base: ActionBase, report: Report): RunAction | null {
  const target = readTarget(index, node, base.where, report);
  return target === null ? null : { ...base, kind: 'run', target };
}

function compileSet(index: PathIndex, node: JsonObject, base: ActionBase, report: Report): SetAction | null {
  const target = readTarget(index, node, base.where, report);
  if (target === null) return null;
  if (node.value === undefined) {
    const what = 'PSActionSetValue needs a "value"; null removes what was set on the pass.';
    report.error('value_missing', base.where, what);
    return null;
  }
  return { ...base, kind: 'set', target, value: node.value };
}

function compileIncrement(
  index: PathIndex,
  node: JsonObject,
  base: ActionBase,
  report: Report,
): IncrementAction | null {
  const target = readTarget(index, node, base.where, report);
  if (target === null) return null;
  if (typeof node.amount !== 'number' && typeof node.amount !== 'string') {
    const what = 'PSActionIncrementValue needs an "amount": a number or a magic string.';
    report.error('amount_missing', base.where, what);
    return null;
  }
  return { ...base, kind: 'increment', target, amount: node.amount };
}

function compileActionCondition(
  index: PathIndex,
  node: JsonObject,
  where: string,
  report: Report,
): ActionCondition | null {
  if (node.PSConditions === undefined || node.PSConditions === null) return null;
  const source = toText(node.PSConditions);
  const result = compileCondition(index, source);
  if (result.ok) return { source, test: result.test, error: null };
  report.error('condition_invalid', `${where}_PSConditions`, conditionProblem(result.error));
  return { source, test: null, error: result.error.message };
}

function readTarget(index: PathIndex, node: JsonObject, where: string, report: Report): Location | null {
  const path = toText(node.targetPath);
  if (path === '') {
    report.error('target_missing', where, `${toText(node.action)} needs a "targetPath": an API path.`);
    return null;
  }
  const location = locate(index, path);
  if (location !== null) return location;
  const message = isReserved(path)
    ? `${path} is set by the server and cannot be a targetPath.`
    : `"${path}" is not an API path of this template.${suggestion(path, index.locations.keys())}`;
  report.error(isReserved(path) ? 'path_reserved' : 'path_unknown', where, message);
  return null;
}

function compileUrl(index: PathIndex, node: JsonObject, base: ActionBase, report: Report): UrlAction | null {
  const url = toText(node.url).trim();
  const begins = index.magicPrefixes === true ? /^(?:https?:\/\/|[#$]?\{)/i : /^(?:https?:\/\/|\{)/i;
  if (!begins.test(url)) {
    const what = 'PSActionURL needs a "url" that begins with http:// or https:// or with a magic string.';
    report.error('url_invalid', base.where, what);
    return null;
  }
  const method = node.method === undefined || node.method === null ? 'GET' : toText(node.method).toUpperCase();
  if (!METHODS.includes(method)) {
    report.error('method_unknown', base.where, `method is one of ${METHODS.join(', ')}.${suggestion(method, METHODS)}`);
    return null;
  }
  const headers = node.headers ?? {};
  if (!isObject(headers) || !Object.keys(headers).every((header) => HEADER_NAME.test(header))) {
    report.error('headers_invalid', base.where, 'headers is a JSON object from header name to text.');
    return null;
  }
  const texts = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), toText(value)] as const);
  return { ...base, kind: 'url', url, method, headers: Object.fromEntries(texts), body: node.body ?? null };
}
