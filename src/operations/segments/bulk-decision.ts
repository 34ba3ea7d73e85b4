// Decides what a bulk change does to one pass, under the pass's lock: the condition is asked again,
// and the change goes the way of an owner's edit, with onEdit, history, push and search words.
import { AppError } from '../../errors.ts';
import type { Bulk, BulkDecision } from '../../ports/store/bulk.ts';
import type { EventNote } from '../../ports/store/events.ts';
import type { PassChange, ReferencedSnapshot } from '../../ports/store/passes.ts';
import { EDIT, type Overrides, type PassFacts } from '../../rules/passes/facts.ts';
import { compileExpression, type ExpressionCompiled } from '../../rules/paths/conditions.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import {
  type BulkAction,
  type ChangedPath,
  changedPaths,
  takenBack,
  targetOf,
  VOIDED,
} from '../../rules/segments/bulk-action.ts';
import type { Program } from '../../rules/templates/program.ts';
import { calculatedAmount, calculatedValue } from '../../rules/triggers/action-values.ts';
import { addDecimal, type JsonValue, sameValue, toNumber } from '../../rules/values/values.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsOf } from '../change/pass-facts.ts';
import { type Answering, beginning, type RunInput, type Step } from '../change/run-triggers.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Deciding } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { pushEvent } from '../devices/push.ts';
import { passLinkMail } from '../mails/pass-link-mail.ts';
import { type Matches, matcherOf } from './matching.ts';

export type Decide = (snapshot: ReferencedSnapshot) => BulkDecision<Step>;

/** A pass that nothing more is to be done for. */
const OVER: Step = { done: {} };

export const answering: Answering = (_program, _facts, { updated }) => ({ updated });

/** The run of onEdit that a change of a pass is. */
export function runOf(bulk: Bulk, hash: string): RunInput {
  return { hash, accessType: EDIT, depth: UNCALLED, idempotency: null, account: null, note: noteOf(bulk) };
}

function noteOf({ who, name }: Bulk): EventNote {
  return { who, reason: name, undoes: null };
}

/** `matches`: one for all passes of a step. */
export function deciding(context: Deciding, bulk: Bulk, matches: Matches = matcherOf(bulk.condition)) {
  const { action, templateId } = bulk;
  return (hash: string): Decide => {
    // Outside of the decision, so that one that is called again has the same name for its run.
    const begin = beginning(context, runOf(bulk, hash), answering, (program, facts) => written(program, facts, action));
    return (snapshot) => {
      const { pass, template } = snapshot;
      const program = context.programs.at(template);
      const facts = factsOf(context, snapshot);
      if (pass.isTest || template.id !== templateId || !matches(program, facts)) return unchanged('apart');
      if (action.kind === 'push') {
        return { fate: 'changed', change: { push: true, event: pushEvent(context), result: OVER } };
      }
      if (pass.invalidatedAt !== null) throw new AppError('pass_invalid');
      if (action.kind === 'mail') return { fate: 'changed', change: mailOf(context, snapshot) };
      if (isSame(program, facts.overrides, written(program, facts, action), action)) return unchanged('same');
      const change = begin(snapshot);
      const after = change.overrides ?? pass.overrides;
      return { fate: 'changed', values: changedPaths(pass.overrides, after, targetOf(action)!), change };
    };
  };
}

function unchanged(fate: 'apart' | 'same'): BulkDecision<Step> {
  return { fate, change: { result: OVER } };
}

function mailOf(context: Deciding, { reference, owner }: ReferencedSnapshot): PassChange<Step> {
  const address = reference?.recoveryEmail ?? null;
  if (address === null) throw new AppError('parameter_missing', { message: 'The pass has no e-mail address.' });
  const language = owner.language ?? undefined;
  return { mail: passLinkMail(context, { address, field: 'recoveryEmail', language }), result: OVER };
}

/** Fails with the codes of writeFields. */
function written(program: Program, facts: PassFacts, action: BulkAction): Overrides {
  return writeFields(program, facts.overrides, fieldsOf(program, facts, action), { full: true, replaceAll: false });
}

function fieldsOf(program: Program, facts: PassFacts, action: BulkAction): Fields {
  switch (action.kind) {
    case 'set':
      if (action.expression !== undefined) return { [action.path]: calculated(program, facts, action) };
      return { [action.path]: action.value };
    case 'increment': {
      if (action.expression !== undefined) return { [action.path]: calculated(program, facts, action) };
      return { [action.path]: added(program, facts, action.path, action.amount) };
    }
    case 'void':
      return { [VOIDED]: true };
    case 'valid':
      return { [VOIDED]: false };
    case 'push':
    case 'mail':
      return {};
  }
}

function added(program: Program, facts: PassFacts, path: string, amount: number): number {
  const location = locate(program, path);
  const present = location === null ? null : (effectiveValue(program, facts.overrides, location) ?? null);
  const shown = typeof present === 'string' ? expand(program, facts, present, { audience: 'holder' }) : present;
  return addDecimal(toNumber(shown), amount);
}

/** Fails with `value_invalid` where the expression has no value for the pass, or cannot be read any more. */
function calculated(program: Program, facts: PassFacts, { kind, path, expression: source }: Calculation): JsonValue {
  const compiled = compiledFor(program, source);
  const target = locate(program, path);
  if (!compiled.ok || target === null) {
    throw new AppError('value_invalid', {
      field: 'expression',
      message: `${source} does not fit the template any more.`,
    });
  }
  const expression = { source, evaluate: compiled.evaluate };
  if (kind === 'increment') {
    const { value, error } = calculatedAmount(facts, expression);
    if (value === undefined) throw new AppError('value_invalid', { field: 'expression', message: error ?? '' });
    return added(program, facts, path, value);
  }
  const { value, error } = calculatedValue(program, facts, { target, expression });
  if (value === undefined) throw new AppError('value_invalid', { field: 'expression', message: error ?? '' });
  return value;
}

type Calculation = Extract<BulkAction, { readonly expression: string }>;

/** The last expressions of each program, because a bulk change asks for one at each pass. */
const compiledOf = new WeakMap<Program, Map<string, ExpressionCompiled>>();
const MOST_COMPILED = 10;

function compiledFor(program: Program, source: string): ExpressionCompiled {
  const known = compiledOf.get(program) ?? new Map<string, ExpressionCompiled>();
  compiledOf.set(program, known);
  const found = known.get(source) ?? compileExpression(program, source);
  if (!known.has(source) && known.size >= MOST_COMPILED) known.clear();
  known.set(source, found);
  return found;
}

/** Whether the pass shows what it is to show already. A pass that never was void is valid. */
function isSame(program: Program, before: Overrides, after: Overrides, action: BulkAction): boolean {
  const location = locate(program, targetOf(action)!);
  if (location === null) return false;
  const fallback = action.kind === 'valid' ? false : null;
  const shown = (overrides: Overrides) => effectiveValue(program, overrides, location) ?? fallback;
  return sameValue(shown(before), shown(after));
}

/**
 * Gives a pass the values that it had. It runs no triggers, as when the last event of a pass is taken
 * back.
 */
export function takingBack(context: Deciding, bulk: Bulk) {
  return (values: readonly ChangedPath[]): Decide =>
    (snapshot) => {
      const { pass, template } = snapshot;
      const overrides = takenBack(pass.overrides, values);
      if (overrides === null) return { fate: 'left', change: { result: OVER } };
      const program = context.programs.at(template);
      const facts = factsOf(context, snapshot);
      const consequences = consequencesOf(program, facts, pass.overrides, overrides);
      const event = {
        accessType: EDIT,
        time: facts.now,
        outcome: 'fired',
        logged: true,
        trace: null,
        changed: consequences.touchedAt !== undefined,
        note: noteOf(bulk),
      } as const;
      return { fate: 'undone', change: { ...consequences, overrides, event, result: OVER } };
    };
}
