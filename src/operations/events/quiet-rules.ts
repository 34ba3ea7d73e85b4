// Finds the rules of an account that have not applied for a while, because a rule that never
// applies is often a rule with a mistake.

import { ACCESS_TYPES, EVENT_NAME, type EventName, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { ruleAt, ruleWords } from '../../rules/sentences/rules.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { eventOf } from '../../rules/triggers/rule-places.ts';
import { isObject } from '../../rules/values/values.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';

const FOURTEEN_DAYS = 14 * 24 * 60 * 60 * 1000;

export interface QuietCard {
  readonly hash: string;
  readonly name: string;
  readonly templateId: number;
  readonly rules: readonly {
    readonly event: EventName;
    /** The rule's number in its event, from 1 on. */
    readonly number: number;
    /** What the rule does, and when. */
    readonly sentence: string;
    /** When the rule came into the card, in milliseconds since 1970. */
    readonly since: number;
    /** Milliseconds since 1970; null: never since the rule came into the card. */
    readonly appliedAt: number | null;
  }[];
}

/**
 * The cards with rules that have not applied for 14 days, in the order of cards. A rule is quiet
 * when none of its actions ran; one that is paused is none. `isAsked`: which cards to look at. Fails with `role_forbidden`, `account_expired`.
 */
export async function quietRules(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  isAsked: (templateId: number) => boolean = () => true,
): Promise<readonly QuietCard[]> {
  const account = requireRight(context, caller, 'see');
  const quiet = await context.store.quietRules(account.id, context.clock.now() - FOURTEEN_DAYS);
  const cards: QuietCard[] = [];
  for (const templateId of new Set(quiet.map((rule) => rule.templateId))) {
    if (!isAsked(templateId)) continue;
    const places = quiet.filter((rule) => rule.templateId === templateId);
    const snapshot = await context.store.templateById(templateId);
    if (snapshot === null) continue;
    const program = await context.programs.load(snapshot.template);
    const triggers = program.passConstructor.triggers;
    const names = namesIn(program, words);
    const isQuiet = new Map(places.map((rule) => [rule.place, rule]));
    const rules = places.flatMap(({ place, since, appliedAt }) => {
      const trigger = eventOf(place);
      const type = ACCESS_TYPES.find((each) => TRIGGER_OF[each] === trigger);
      const node = isObject(triggers) ? triggers[trigger] : undefined;
      const position = Number(place.slice(trigger.length + 1));
      const rule = ruleAt(node, position);
      if (type === undefined || rule === null || rule.paused || position !== rule.first) return [];
      const isWhole = rule.actions.every((_, index) => isQuiet.has(`${trigger}_${rule.first + index}`));
      if (!isWhole) return [];
      return [{ event: EVENT_NAME[type], number: rule.number, sentence: ruleWords(rule, names), since, appliedAt }];
    });
    const { hash, name } = snapshot.template;
    if (rules.length > 0) cards.push({ hash, name, templateId, rules });
  }
  return cards;
}
