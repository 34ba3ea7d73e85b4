// What one rule would do for a customer, read from the trace of a run without effects.
import { placeOf, type RuleHome } from '../triggers/rule-homes.ts';
import { hasRun, type RunTrace, type TraceEntry } from '../triggers/trace.ts';
import { conditionWords, seenPlace } from './conditions.ts';
import type { Names } from './names.ts';
import type { Rule } from './rules.ts';
import { changesIn } from './runs.ts';

/** `would not apply: POINTS is 3`. `trace`: of the home's event, with the rule in its place. */
export function tryWords(trace: RunTrace, home: RuleHome, rule: Rule, names: Names): string {
  const { would, isPaused } = names.words;
  if (rule.paused) return isPaused;
  const places = new Set(rule.actions.map((_, position) => `${placeOf(home)}_${rule.first + position}`));
  const entries = trace.actions.filter(({ where }) => places.has(where));
  const [first] = entries;
  if (first === undefined) return would.notReached;
  if (!entries.some(hasRun)) return would.notApply(seenWords(first, names));
  const changes = changesIn({ ...trace, actions: entries }, names);
  return changes.length === 0 ? would.changeNothing : would.apply(changes.join('; '));
}

/** The values that a false condition saw; without any, the condition itself. */
function seenWords({ condition }: TraceEntry, names: Names): string {
  const { saw, would, onlyIf } = names.words;
  const seen = Object.entries(condition?.seen ?? {}).flatMap(([name, value]) => {
    if (Object.hasOwn(saw, name)) return [saw[name as keyof typeof saw][value === true ? 0 : 1]];
    const said = seenPlace(name, value, names);
    return said === null ? [] : [would.is(said.label, said.value)];
  });
  return seen.length > 0 ? seen.join('; ') : onlyIf(conditionWords(condition?.source, names) ?? '');
}
