// Edits of rules: a template in, the edited template out. What an edit does not touch stays the same
// object, so that it is stored byte for byte as it was.
import { rulesOf } from '../sentences/rules.ts';
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { actionsIn, homeName, type RuleHome, withActions } from './rule-homes.ts';

/** Rules are named by their number in their home, from 1 on. */
export type RuleChange =
  /** Adds a rule behind the others. */
  | { readonly kind: 'add'; readonly actions: readonly JsonValue[] }
  /** Replaces a rule; in another home it goes behind the rules that are there. */
  | {
      readonly kind: 'replace';
      readonly number: number;
      readonly actions: readonly JsonValue[];
      readonly to?: RuleHome;
    }
  | { readonly kind: 'move'; readonly number: number; readonly by: 1 | -1 }
  | { readonly kind: 'pause'; readonly number: number; readonly paused: boolean }
  | { readonly kind: 'delete'; readonly number: number };

export interface EditedRules {
  readonly passConstructor: JsonObject;
  /** Where the changed rule is now; null: it was deleted. */
  readonly rule: { readonly home: RuleHome; readonly number: number } | null;
  /**
   * Whether rules that became neighbours read as one now, because they have the same condition. Their
   * steps run as before.
   */
  readonly joined: boolean;
}

/** Null: there is no rule of that number, or none to change places with. */
export function changeRules(passConstructor: JsonObject, home: RuleHome, change: RuleChange): EditedRules | null {
  const groups = groupsIn(passConstructor, home);
  if (change.kind === 'add') return written(passConstructor, home, [...groups, change.actions], groups.length);
  const at = change.number - 1;
  const rule = groups[at];
  if (rule === undefined) return null;
  switch (change.kind) {
    case 'replace': {
      const { actions, to = home } = change;
      if (homeName(to) === homeName(home)) return written(passConstructor, home, groups.with(at, actions), at);
      const left = written(passConstructor, home, groups.toSpliced(at, 1), null);
      const others = groupsIn(left.passConstructor, to);
      const moved = written(left.passConstructor, to, [...others, actions], others.length);
      return { ...moved, joined: moved.joined || left.joined };
    }
    case 'move': {
      const other = groups[at + change.by];
      if (other === undefined) return null;
      const swapped = groups.with(at, other).with(at + change.by, rule);
      return written(passConstructor, home, swapped, at + change.by);
    }
    case 'pause':
      return written(passConstructor, home, groups.with(at, rule.map(change.paused ? paused : resumed)), at);
    case 'delete':
      return written(passConstructor, home, groups.toSpliced(at, 1), null);
  }
}

function groupsIn(passConstructor: JsonObject, home: RuleHome): readonly (readonly JsonValue[])[] {
  return rulesOf(actionsIn(passConstructor, home)).map(({ actions }) => actions);
}

/** `at`: the group whose rule the answer names; null: none. */
function written(
  passConstructor: JsonObject,
  home: RuleHome,
  groups: readonly (readonly JsonValue[])[],
  at: number | null,
): EditedRules {
  const actions = groups.flat();
  const rules = rulesOf(actions);
  const first = groups.slice(0, at ?? 0).flat().length;
  const rule = rules.findLast((each) => each.first <= first);
  return {
    passConstructor: withActions(passConstructor, home, actions),
    rule: at === null || rule === undefined ? null : { home, number: rule.number },
    joined: rules.length < groups.length,
  };
}

function paused(action: JsonValue): JsonValue {
  return isObject(action) ? { ...action, PSPaused: true } : action;
}

function resumed(action: JsonValue): JsonValue {
  if (!isObject(action) || !Object.hasOwn(action, 'PSPaused')) return action;
  const { PSPaused: _, ...others } = action;
  return others;
}
