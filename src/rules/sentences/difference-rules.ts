// What differs between the rules of two versions of a card, in sentences: which came, went, changed,
// moved, were paused or let run again.
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import { readRoutine } from '../triggers/routines.ts';
import { jsonOf } from '../values/key-order.ts';
import { changedPairs, type SequencePair, sequenceChanges } from '../values/sequence-changes.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { type Compared, type Difference, isSame, partName, sentenceOf, type Tell } from './difference.ts';
import { type Rule, rulesOf, ruleWords } from './rules.ts';

/** Tells of the rules of every event. */
export function tellRules(compared: Compared, tell: Tell): void {
  const [before, after] = [compared.before.triggers, compared.after.triggers];
  const events = new Set([...keysOf(before), ...keysOf(after)]);
  for (const event of events) {
    const when = isEvent(event) ? compared.words.events[event] : partName(event);
    tellList(compared, { path: `triggers_${event}`, when }, nodeOf(before, event), nodeOf(after, event), tell);
  }
  const isOdd = (node: JsonValue | undefined) => node !== undefined && !isObject(node);
  if ((isOdd(before) || isOdd(after)) && !isSame(before, after)) {
    tell({
      path: 'triggers',
      area: 'rules',
      kind: 'changed',
      sentence: sentenceOf(compared.words.rewritten('triggers')),
    });
  }
}

function keysOf(node: JsonValue | undefined): readonly string[] {
  return isObject(node) ? Object.keys(node) : [];
}

function nodeOf(node: JsonValue | undefined, event: string): JsonValue | undefined {
  return isObject(node) ? node[event] : undefined;
}

function isEvent(name: string): name is TriggerEvent {
  return (TRIGGER_EVENTS as readonly string[]).includes(name);
}

/** Whether both values are steps with a name, that rules run. */
export function areSteps(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  const steps = (value: JsonValue | undefined) => {
    const node = readRoutine(value);
    const first = isArray(node) ? node[0] : node;
    return isObject(first ?? undefined) && typeof (first as JsonObject).action === 'string';
  };
  return steps(before) && steps(after);
}

/** Tells of the steps with a name; the caller has asked areSteps. */
export function tellSteps(
  compared: Compared,
  { path, name }: { readonly path: string; readonly name: string },
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  tell: Tell,
): void {
  const place = { path, when: compared.words.stepsNamed(name) };
  let isTold = false;
  tellList(compared, place, readRoutine(before) ?? undefined, readRoutine(after) ?? undefined, (difference) => {
    isTold = true;
    tell(difference);
  });
  // The same steps as a text, or with other spaces in it.
  if (!isTold) {
    tell({ path, area: 'rules', kind: 'changed', sentence: sentenceOf(compared.words.rewritten(name)) });
  }
}

interface When {
  readonly path: string;
  readonly when: string;
}

function tellList(
  compared: Compared,
  { path, when }: When,
  nodeBefore: JsonValue | undefined,
  nodeAfter: JsonValue | undefined,
  tell: Tell,
): void {
  if (isSame(nodeBefore, nodeAfter)) return;
  const { words, namesBefore, namesAfter } = compared;
  const before = rulesOf(nodeBefore);
  const after = rulesOf(nodeAfter);
  const said = (kind: Difference['kind'], rule: Rule, sentence: string) =>
    tell({ path: `${path}_${rule.first}`, area: 'rules', kind, sentence: sentenceOf(sentence) });
  const [wordsBefore, wordsAfter] = [
    (rule: Rule) => ruleWords(rule, namesBefore),
    (rule: Rule) => ruleWords(rule, namesAfter),
  ];
  const steps = sequenceChanges(before.map(textOf), after.map(textOf));
  const { moved, pairs } = withoutMoved(changedPairs(steps), before, after);
  for (const rule of moved) said('moved', rule, words.ruleMoved(when, rule.number, wordsAfter(rule)));
  for (const pair of pairs) {
    const was = pair.before === null ? null : before[pair.before]!;
    const is = pair.after === null ? null : after[pair.after]!;
    if (was === null) said('added', is!, words.ruleAdded(when, wordsAfter(is!)));
    else if (is === null) said('removed', was, words.ruleRemoved(when, wordsBefore(was)));
    else {
      const paused = pausedSentence(compared, when, was, is);
      if (paused !== null) said('changed', is, paused);
      else {
        const [old, now] = [wordsBefore(was), wordsAfter(is)];
        said('changed', is, old === now ? rewritten(compared, when, now) : words.ruleChanged(when, old, now));
      }
    }
  }
  if (moved.length + pairs.length > 0) return;
  // The same rules, written in another way: one action for a list of one.
  tell({ path, area: 'rules', kind: 'changed', sentence: sentenceOf(words.rewritten(when)) });
}

function rewritten({ words }: Compared, when: string, rule: string): string {
  return words.rewritten(`${when}: ${rule}`);
}

function textOf({ actions }: Rule): string {
  return jsonOf(actions);
}

/** A rule that goes at one place and comes at another has moved. */
function withoutMoved(pairs: readonly SequencePair[], before: readonly Rule[], after: readonly Rule[]) {
  const gone = new Map<string, number[]>();
  for (const pair of pairs) {
    if (pair.before === null) continue;
    const text = textOf(before[pair.before]!);
    gone.set(text, [...(gone.get(text) ?? []), pair.before]);
  }
  const moved: Rule[] = [];
  const movedBefore = new Set<number>();
  const movedAfter = new Set<number>();
  for (const { after: position } of pairs) {
    if (position === null) continue;
    const from = gone.get(textOf(after[position]!))?.shift();
    if (from === undefined) continue;
    moved.push(after[position]!);
    movedBefore.add(from);
    movedAfter.add(position);
  }
  const left = pairs
    .map((pair) => ({
      before: pair.before !== null && movedBefore.has(pair.before) ? null : pair.before,
      after: pair.after !== null && movedAfter.has(pair.after) ? null : pair.after,
    }))
    .filter((pair) => pair.before !== null || pair.after !== null);
  return { moved, pairs: left };
}

/** What is said of a rule that was paused or let run, with nothing else changed; null otherwise. */
function pausedSentence({ words, namesAfter }: Compared, when: string, was: Rule, is: Rule): string | null {
  const actions = is.actions.map(unpaused);
  if (was.paused === is.paused || jsonOf(was.actions.map(unpaused)) !== jsonOf(actions)) return null;
  const rule = ruleWords({ ...is, paused: false, actions }, namesAfter);
  return is.paused ? words.rulePaused(when, rule) : words.ruleResumed(when, rule);
}

function unpaused(action: JsonValue): JsonValue {
  if (!isObject(action)) return action;
  const { PSPaused: _, ...rest } = action;
  return rest;
}
