// The text that the traces of an event share, whatever pass it is about: what the template says of
// the actions, without values. The store packs traces with it (store/lz4-block.ts).
import type { Condition, Value } from '../../../grammar/ast.ts';
import { printCondition, printValue } from '../../../grammar/print.ts';
import { createReport } from '../diagnostics.ts';
import type { TriggerEvent } from '../passes/facts.ts';
import { isPlainComparison } from '../paths/value-kinds.ts';
import type { Program } from '../templates/program.ts';
import type { JsonObject } from '../values/values.ts';
import type { CompiledAction } from './actions.ts';
import { parsedCondition } from './parsed-conditions.ts';
import { compileRoutines } from './routines.ts';
import { type TraceEntry, traceJson } from './trace.ts';

/** In UTF-16 code units: each packed trace is compared with the whole text. */
export const LONGEST_USUAL_TRACE = 16_384;

const known = new WeakMap<Program, Map<TriggerEvent, string>>();

/** The same string for the same program and event. Holds no value of any pass. */
export function usualTrace(program: Program, event: TriggerEvent): string {
  let texts = known.get(program);
  if (texts === undefined) {
    texts = new Map();
    known.set(program, texts);
  }
  let text = texts.get(event);
  if (text === undefined) {
    text = usualText(program, event);
    texts.set(event, text);
  }
  return text;
}

function usualText(program: Program, event: TriggerEvent): string {
  const own = program.triggers.get(event) ?? [];
  const actions = [...own, ...compileRoutines(program, own, createReport())].map(usualEntry);
  const text = JSON.stringify(traceJson({ event, outcome: 'fired', actions }, ''));
  return text.slice(0, LONGEST_USUAL_TRACE);
}

/** In the order of keys in which a run makes an entry. */
function usualEntry(action: CompiledAction): TraceEntry {
  const { where, name, paused, condition, kind } = action;
  const entry: TraceEntry = {
    where,
    action: name,
    ...(paused ? { paused } : {}),
    ...(kind === 'url' || kind === 'later' ? {} : { targetPath: action.target.path }),
    ...(condition === null ? {} : { condition: { source: condition.source, verdict: true, seen: seenIn(condition) } }),
  };
  if (kind === 'url') {
    // Magic strings of the address are for each pass to fill in.
    return { ...entry, request: { method: action.method, url: action.url, durationMs: 0, status: 200 } };
  }
  return kind === 'run' || kind === 'later' ? entry : { ...entry, before: '', after: '' };
}

/** The names of the values that a condition reads, as `Seen` of paths/conditions.ts has them. */
function seenIn({ source }: { readonly source: string }): JsonObject {
  const parsed = parsedCondition(source);
  const seen: Record<string, string> = {};
  if (parsed.ok && parsed.condition !== null) for (const name of namesIn(parsed.condition)) seen[name] = '';
  return seen;
}

function namesIn(node: Condition): readonly string[] {
  switch (node.kind) {
    case 'or':
    case 'and':
      return node.operands.flatMap(namesIn);
    case 'not':
      return namesIn(node.operand);
    case 'flag':
      return [node.name];
    case 'truthy':
    case 'test':
      return nameOf(node.value);
    case 'comparison': {
      const names = [...nameOf(node.left), ...nameOf(node.right)];
      return isPlainComparison(node) ? names : [...names, printCondition(node)];
    }
    case 'membership':
      return [...[node.value, ...node.options].flatMap(nameOf), printCondition(node)];
  }
}

function nameOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'magic':
      return [`{${value.name}}`];
    case 'clock':
      return [value.name];
    case 'duration':
      return nameOf(value.amount);
    case 'calculation':
      return [...partsOf(value), printValue(value)];
    default:
  }
  return value.kind === 'string' && value.value.includes('{') ? [JSON.stringify(value.value)] : [];
}

/** The names inside a calculation, whose own parts have none. */
function partsOf(value: Value): readonly string[] {
  return value.kind === 'calculation' ? [value.left, value.right].flatMap(partsOf) : nameOf(value);
}
