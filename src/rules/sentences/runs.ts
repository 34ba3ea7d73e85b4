// Runs in words: one sentence that says what happened, or why nothing did, and the steps with the
// values that they saw.
import { type AccessType, CHECK, EDIT, PUSH, REGISTER, SCAN } from '../passes/facts.ts';
import type { FalsePart } from '../triggers/false-parts.ts';
import { idleReasonOf } from '../triggers/idle.ts';
import { causeOf, type Failure, hasChanged, type NearMiss, type RunCause, ruleNumbers } from '../triggers/run-cause.ts';
import { hasRun, type RunTrace, type TraceEntry } from '../triggers/trace.ts';
import type { JsonValue } from '../values/values.ts';
import { isStyle } from '../vocabulary.ts';
import {
  conditionWords,
  fillingOf,
  operandWords,
  partWords,
  seenPlace,
  seenValueWords,
  wishWords,
} from './conditions.ts';
import { type Names, valueWords } from './names.ts';
import { hostOf } from './rules.ts';

export interface Run {
  readonly accessType: AccessType;
  /** Null: the trace is no longer stored, or the event runs no triggers. */
  readonly trace: RunTrace | null;
  /** Null: unknown. */
  readonly changed: boolean | null;
}

/** How many changes a sentence names. */
const MOST_CHANGES = 3;

/** What happened, in one sentence. Null: the name of the event says it all, such as of a push. */
export function runSentence({ accessType, trace, changed }: Run, names: Names): string | null {
  if (accessType === PUSH) return null;
  const cause = causeOf(trace, changed);
  const said = sentence(changesIn(trace, names));
  switch (cause.kind) {
    case 'changed':
      return said ?? untracedSentence(accessType, trace, names);
    case 'no_action':
      return accessType === SCAN || accessType === CHECK ? causeSentence(cause, names) : null;
    case 'same_values':
      // The answer of a told address is news, where nothing else is.
      return said ?? causeSentence(cause, names);
    case 'failed':
    case 'stopped':
      // What a run did before its end stays on the pass.
      return [causeSentence(cause, names), said ?? ''].join(' ').trim();
    default:
      return causeSentence(cause, names);
  }
}

/** A change that no rule made: typed by an owner or holder, or of fields that ask what happened. */
function untracedSentence(accessType: AccessType, trace: RunTrace | null, names: Names): string | null {
  const { did, causes } = names.words;
  if (accessType === EDIT || accessType === REGISTER) return did.wasSaved;
  if (accessType !== SCAN && accessType !== CHECK) return null;
  return causes.otherFields(becauseOf(causeOf(trace, false), names));
}

/** Why nothing changed, or what went wrong. */
export function causeSentence(cause: Exclude<RunCause, { readonly kind: 'changed' }>, names: Names): string {
  const { causes } = names.words;
  switch (cause.kind) {
    case 'gone':
    case 'same_values':
      return causes[cause.kind];
    case 'stopped':
      return causes.stopped(valueWords(cause.message, names));
    case 'failed':
      return failureSentence(cause.failure, names);
    default:
      return causes.nothing(becauseOf(cause, names)!);
  }
}

/** Why no rule applied; null: for another reason, or one did. */
function becauseOf(cause: RunCause, names: Names): string | null {
  const { because } = names.words.causes;
  switch (cause.kind) {
    case 'no_rule_applied':
      return missWords(cause.nearest, names);
    case 'rule_paused':
      return names.words.causes.rulePaused(subjectWords(cause.rule, cause.where, names));
    case 'paused':
    case 'invalidated':
    case 'fresh':
    case 'no_action':
      return because[cause.kind];
    default:
      return null;
  }
}

function failureSentence(failure: Failure, names: Names): string {
  const { causes } = names.words;
  switch (failure.kind) {
    case 'request':
      return causes.unreached(hostOf(failure.url, names));
    case 'action':
      return causes.failed(placeWords(failure.entry, names));
    case 'limit':
      return causes.limit;
  }
}

function placeWords({ targetPath, request, action }: TraceEntry, names: Names): string {
  if (targetPath !== undefined) return names.of(targetPath);
  return request === undefined ? action : hostOf(request.url, names);
}

function subjectWords(rule: number | null, where: string, names: Names): string {
  return rule === null ? homeWords(where.replace(/_\d+$/, ''), names) : names.words.ruleNumber(rule);
}

/** Of a step that is no rule: what it belongs to, such as `schedules_Birthday`. */
function homeWords(home: string, { words, of }: Names): string {
  if (/_\d+_actions$/.test(home)) return words.stepAfterWait;
  return home.startsWith(SCHEDULES) ? words.stepOfSchedule(home.slice(SCHEDULES.length)) : words.stepOf(of(home));
}

const SCHEDULES = 'schedules_';

function missWords({ rule, where, condition, blamed }: NearMiss, names: Names): string {
  const { causes } = names.words;
  const subject = subjectWords(rule, where, names);
  if (blamed === null) return causes.wantsAll(subject, conditionWords(condition, names) ?? '');
  return blameWords(subject, blamed, names);
}

function blameWords(subject: string, { part, wanted, seen }: FalsePart, names: Names): string {
  const { causes, fillings } = names.words;
  if (part.kind === 'flag') return causes.wantsFlag(subject, partWords(part, wanted, names));
  const left = part.kind === 'comparison' ? part.left : part.value;
  const isNamed = left.kind === 'magic' || left.kind === 'clock' || left.kind === 'calculation';
  if (!isNamed) return causes.wantsAll(subject, partWords(part, wanted, names));
  const wish =
    part.kind === 'comparison' || part.kind === 'membership'
      ? wishWords(part, wanted, names)
      : fillings[fillingOf(part, wanted)];
  return causes.wants(subject, operandWords(left, names), seenValueWords(left, seen, names), wish);
}

/** What a run changed, and whom it told: each place once, from its first value to its last. */
export function changesIn(trace: RunTrace | null, names: Names): readonly string[] {
  if (trace === null) return [];
  const changed = new Map<string, { before: JsonValue; after: JsonValue; entry: TraceEntry }>();
  const told = new Set<string>();
  for (const entry of trace.actions) {
    const { targetPath, before = null, after, request, error } = entry;
    if (request !== undefined && targetPath === undefined && error === undefined) told.add(stepWords(entry, names)!);
    if (targetPath === undefined || after === undefined) continue;
    changed.set(targetPath, { before: changed.get(targetPath)?.before ?? before, after, entry });
  }
  const places = [...changed].filter(([, { before, after, entry }]) => hasChanged({ ...entry, before, after }));
  const isTill = ([path]: (typeof places)[number]) => path === 'psScanText' || path === 'psScanColor';
  const lines = [...places.filter((place) => !isTill(place)), ...places.filter(isTill)].map(
    ([path, { before, after }]) => changeWords(path, before, after, names),
  );
  const all = [...lines, ...told];
  const hidden = all.length - MOST_CHANGES;
  return hidden <= 1 ? all : [...all.slice(0, MOST_CHANGES), names.words.more(hidden)];
}

function sentence(changes: readonly string[]): string | null {
  return changes.length === 0 ? null : `${changes.join('; ')}.`;
}

function changeWords(path: string, before: JsonValue, after: JsonValue, names: Names): string {
  const { did, styles } = names.words;
  if (path === 'psTriggerError') return did.stop(valueWords(after, names));
  if (path === 'psScanText') return did.say(valueWords(after, names));
  if (path === 'psScanColor') return did.colour(valueWords(after, names));
  if (path === 'type' && isStyle(after)) return did.become(styles[after]);
  return did.change(names.of(path), valueWords(before, names), valueWords(after, names));
}

/** What one action did; null where its condition was false or it is paused. */
function stepWords(entry: TraceEntry, names: Names): string | null {
  const { targetPath, before = null, after, request, error } = entry;
  const { did, causes } = names.words;
  if (!hasRun(entry)) return null;
  if (request !== undefined) {
    const host = hostOf(request.url, names);
    if (error !== undefined) return causes.unreached(host);
    if (after === undefined && request.status === undefined) return did.tellLater(host);
    if (after === undefined) return request.status! < 400 ? did.tell(host) : did.tellAnswered(host, request.status!);
  }
  if (error !== undefined) return causes.failed(placeWords(entry, names));
  if (targetPath === undefined) return null;
  if (after === undefined) return did.run(names.of(targetPath));
  if (hasChanged(entry)) return changeWords(targetPath, before, after, names);
  if (targetPath === 'psScanText') return did.say(valueWords(after, names));
  if (targetPath === 'psScanColor') return did.colour(valueWords(after, names));
  return did.stay(names.of(targetPath), valueWords(after, names));
}

/** A rule of a run, with what its condition saw and what its actions did. */
export interface Step {
  /** `Rule 2`, or the sub-routine that the actions stand in. */
  readonly title: string;
  readonly condition: string | null;
  /** Whether its actions ran. */
  readonly verdict: boolean;
  readonly paused: boolean;
  /** `POINTS was 3`. */
  readonly seen: readonly string[];
  readonly lines: readonly { readonly text: string; readonly isFault: boolean; readonly detail: string | null }[];
}

/** The rules of a run in their order. */
export function stepsOf(trace: RunTrace, names: Names): readonly Step[] {
  const numbers = ruleNumbers(trace);
  const steps: { key: string; step: Step }[] = [];
  for (const entry of trace.actions) {
    const number = numbers.get(entry);
    const routine = entry.where.replace(/_\d+$/, '');
    const source = entry.condition?.source ?? null;
    const verdict = hasRun(entry);
    const paused = entry.paused === true;
    const key = JSON.stringify([number ?? routine, source, verdict, paused]);
    const last = steps.at(-1);
    const lines = linesOf(entry, names);
    if (last?.key === key) last.step = { ...last.step, lines: [...last.step.lines, ...lines] };
    else {
      const title = number === undefined ? homeWords(routine, names) : names.words.ruleNumber(number);
      const condition = conditionWords(source, names);
      steps.push({ key, step: { title, condition, verdict, paused, seen: seenWords(entry, names), lines } });
    }
  }
  return steps.map(({ step }) => step);
}

/** A run as lines of text, for the command line and the editor. */
export function runLines(trace: RunTrace | null, names: Names): readonly string[] {
  const { causes, always, onlyIf, leftOut, isPaused, omitted } = names.words;
  if (trace === null) return [causes.gone];
  const lines = stepsOf(trace, names).flatMap(({ title, condition, verdict, paused, seen, lines }) => [
    `${title}: ${condition === null ? always : onlyIf(condition)}`,
    ...[...seen, ...(verdict || lines.length > 0 ? [] : [paused ? isPaused : leftOut])].map((line) => `  ${line}`),
    ...lines.flatMap(({ text, detail }) => [text, ...(detail?.split('\n') ?? [])]).map((line) => `  ${line}`),
  ]);
  if (trace.omitted !== undefined) lines.push(omitted(trace.omitted));
  if (trace.note !== undefined) {
    const idle = idleReasonOf(trace.note);
    lines.push(idle === null ? trace.note : causes.nothing(causes.because[idle]));
  }
  return lines.length === 0 ? [causes.nothing(causes.because.no_action)] : lines;
}

function linesOf(entry: TraceEntry, names: Names): Step['lines'] {
  const { condition, paused, error, problems = [] } = entry;
  const unreadable = paused ? undefined : condition?.error;
  if (unreadable !== undefined) {
    return [{ text: names.words.conditionUnreadable, isFault: true, detail: unreadable }];
  }
  const text = stepWords(entry, names);
  if (text === null) return [];
  return [{ text, isFault: error !== undefined, detail: [error, ...problems].filter(Boolean).join(' ') || null }];
}

function seenWords({ condition }: TraceEntry, names: Names): readonly string[] {
  const { saw, was } = names.words;
  return Object.entries(condition?.seen ?? {}).flatMap(([name, value]) => {
    if (Object.hasOwn(saw, name)) return [saw[name as keyof typeof saw][value === true ? 0 : 1]];
    const said = seenPlace(name, value, names);
    return said === null ? [] : [was(said.label, said.value)];
  });
}
