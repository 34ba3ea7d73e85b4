// Rules in words, as an owner reads them: what each does, and when. A rule is neighbouring actions
// of one event with the same condition, all of them paused or none.
import { TRIGGER_EVENTS } from '../passes/facts.ts';
import { propertyPath } from '../paths/paths.ts';
import { DELAY_UNITS, readDelay } from '../schedules/delay.ts';
import { ACTION_SPELLINGS, type ActionName } from '../triggers/action-table.ts';
import { parsedExpression } from '../triggers/parsed-conditions.ts';
import type { RuleHome } from '../triggers/rule-homes.ts';
import { isArray, isObject, isTrue, type JsonObject, type JsonValue, readNumber, toText } from '../values/values.ts';
import { isStyle } from '../vocabulary.ts';
import { conditionWords, operandWords } from './conditions.ts';
import { type Names, valueWords } from './names.ts';

/** A rule of an event, with the positions of its actions there. */
export interface Rule {
  /** From 1 on. */
  readonly number: number;
  readonly condition: string | null;
  readonly paused: boolean;
  readonly actions: readonly JsonValue[];
  readonly first: number;
}

/** The rules of an event's actions, as the template has them. */
export function rulesOf(node: JsonValue | undefined): readonly Rule[] {
  const list = node === undefined || node === null ? [] : isArray(node) ? node : [node];
  const rules: Rule[] = [];
  for (const [position, action] of list.entries()) {
    const condition = conditionOf(action);
    const paused = isPaused(action);
    const last = rules.at(-1);
    if (last !== undefined && last.condition === condition && last.paused === paused) {
      rules[rules.length - 1] = { ...last, actions: [...last.actions, action] };
    } else {
      rules.push({ number: rules.length + 1, condition, paused, actions: [action], first: position });
    }
  }
  return rules;
}

function isPaused(action: JsonValue): boolean {
  return isObject(action) && Object.hasOwn(action, 'PSPaused') && isTrue(action.PSPaused);
}

function conditionOf(action: JsonValue): string | null {
  if (!isObject(action) || action.PSConditions === undefined || action.PSConditions === null) return null;
  return toText(action.PSConditions);
}

/** The number of the rule that has the action at a position; null where there is none. */
export function ruleAt(node: JsonValue | undefined, position: number): Rule | null {
  return rulesOf(node).find(({ first, actions }) => position >= first && position < first + actions.length) ?? null;
}

/** `if POINTS is 10 or more: set the colour to gold; say “Free coffee!” at the till`. */
export function ruleWords({ condition, paused, actions }: Rule, names: Names): string {
  const orders = actions.map((action) => orderWords(action, names));
  const sentence = names.words.rule(conditionWords(condition, names), orders.join('; '));
  return paused ? names.words.pausedRule(sentence) : sentence;
}

/** `When a card is scanned and POINTS is 10 or more: set the colour to gold.` */
export function wholeRuleWords(home: RuleHome, { condition, actions }: Rule, names: Names): string {
  const { words } = names;
  const orders = actions.map((action) => orderWords(action, names)).join('; ');
  if (home.kind === 'event') {
    const said = conditionWords(condition, names, 'and');
    const event = words.events[home.event];
    return words.reads(said === null ? words.when(event) : words.whenAnd(event, said), orders);
  }
  return words.reads(
    words.stepsNamed(names.of(propertyPath(home.key))),
    words.rule(conditionWords(condition, names), orders),
  );
}

/** What one action orders. An action that cannot be read is shown as its JSON. */
export function orderWords(action: JsonValue, names: Names): string {
  const { orders } = names.words;
  const name = isObject(action) ? ACTION_SPELLINGS.get(toText(action.action)) : undefined;
  if (name === undefined) return valueWords(action, names);
  const { targetPath, value, amount, expression, url, delay, actions, cancelledBy } = action as JsonObject;
  const path = toText(targetPath);
  const order: Readonly<Record<ActionName, () => string>> = {
    PSActionSetValue: () =>
      isGiven(expression)
        ? orders.set(names.of(path), expressionWords(toText(expression), names))
        : setWords(path, value ?? null, names),
    PSActionIncrementValue: () => {
      if (isGiven(expression)) return orders.add(names.of(path), expressionWords(toText(expression), names));
      const number = readNumber(toText(amount));
      if (number === null || number >= 0) return orders.add(names.of(path), valueWords(amount ?? null, names));
      return orders.takeAway(names.of(path), valueWords(-number, names));
    },
    PSActionURL: () => orders.tell(hostOf(toText(url), names)),
    PSActionTriggers: () => orders.run(names.of(path)),
    PSActionLater: () => {
      const inner = rulesOf(actions ?? [null]).map((rule) => ruleWords(rule, names));
      const event = TRIGGER_EVENTS.find((each) => each === cancelledBy);
      const until = event === undefined ? null : names.words.events[event];
      return orders.later(delayWords(delay ?? null, names), inner.join('; '), until);
    },
  };
  return order[name]();
}

function delayWords(delay: JsonValue, names: Names): string {
  const read = typeof delay === 'string' ? readDelay(delay) : null;
  const unit = read === null ? undefined : DELAY_UNITS.find((each) => read.unit === `${each}s`);
  if (read === null || unit === undefined) return valueWords(delay, names);
  return names.words.waits[unit][read.count === 1 ? 0 : 1](String(read.count));
}

function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** What is calculated, in words; a text that cannot be read stays as it is. */
export function expressionWords(source: string, names: Names): string {
  const parsed = parsedExpression(source);
  return parsed.ok ? operandWords(parsed.value, names) : names.words.quote(source);
}

function setWords(path: string, value: JsonValue, names: Names): string {
  const { orders, styles } = names.words;
  if (path === 'psTriggerError' && value !== null && value !== '') return orders.stop(valueWords(value, names));
  if (path === 'psScanText' && value !== null) return orders.say(valueWords(value, names));
  if (path === 'psScanColor' && value !== null) return orders.colour(valueWords(value, names));
  if (path === 'type' && isStyle(value)) return orders.become(styles[value]);
  return value === null ? orders.clear(names.of(path)) : orders.set(names.of(path), valueWords(value, names));
}

/** The host of an address, which may begin with a magic string. */
export function hostOf(url: string, names: Names): string {
  const text = url.trim();
  if (URL.canParse(text)) return new URL(text).host || text;
  const host = /^(?:https?:\/\/)?([^/?#]*)/i.exec(text)?.[1] ?? '';
  return names.text(host === '' ? text : host);
}
