// One rule of a card's draft in a form: opened, read again after each button, tried on the newest
// customer, and saved.
import { AppError } from '../../errors.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import {
  conditionIn,
  type FormButton,
  MOST_FORM_STEPS,
  pressed,
  type ReadRule,
  type RuleFaults,
  type RuleForm,
  readRule,
  ruleForm,
  stepsForm,
  stepThatAnswers,
} from '../../rules/sentences/rule-form.ts';
import { type Rule, rulesOf, wholeRuleWords } from '../../rules/sentences/rules.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { changeRules, type EditedRules } from '../../rules/triggers/edit-rules.ts';
import { actionsIn, homeName, type RuleHome } from '../../rules/triggers/rule-homes.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { newestPasses } from '../customers/newest-passes.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';
import { homesIn, homeTitle, requireHome, requireRule, ruleMark } from './rules.ts';
import { type OpenSteps, offeredBy, saidAtOnce, withPaths } from './steps-form.ts';
import { type TriedRule, tryRule } from './try-rule.ts';

/** Which rule a form is about. */
export interface RuleOrigin {
  /** See homeName. */
  readonly home: string;
  /** The rule's number, from 1 on; null: a new rule. */
  readonly number: number | null;
  /** Of a new rule: the rule that it is a copy of, as `onScan/2`. */
  readonly copyOf: string | null;
}

/** A form as it was sent. */
export interface SentRule {
  readonly form: RuleForm;
  readonly revision: string;
  /** The rule's content when the form was made; see ruleMark. */
  readonly mark: string;
}

/** A form to show. */
export interface OpenRule extends OpenSteps {
  readonly open: OpenDraft;
  readonly origin: RuleOrigin;
  readonly mark: string;
  readonly form: RuleForm;
  /** The rule has more steps than a form, so that saving one would lose some. */
  readonly isTooLong: boolean;
  /** The whole rule as a sentence; null: it cannot be said yet. */
  readonly reads: string | null;
  /** See stepThatAnswers. */
  readonly answering: number | null;
  /** What the rule would do for the newest customer; null: it cannot be tried. */
  readonly trial: TriedRule | null;
  readonly homes: readonly { readonly name: string; readonly title: string }[];
}

/** What a form is compared with: the rule in the draft, or nothing for a new rule. */
interface Base {
  readonly home: RuleHome;
  readonly rule: Rule | null;
  readonly number: number | null;
}

/** Opens a form. Fails with requireCard's codes and `rule_not_found`. */
export async function openRule(
  context: Context,
  caller: Caller,
  templateHash: string,
  origin: RuleOrigin,
  words: SentenceWords,
): Promise<OpenRule> {
  const open = await openDraft(context, caller, templateHash);
  const base = baseOf(open.passConstructor, origin);
  const home = requireHome(open.passConstructor, origin.home);
  return shown(context, open, origin, base, ruleForm(home, base.rule), null, words);
}

/** The form after a button that does not save. Fails as openRule does. */
export async function pressRule(
  context: Context,
  caller: Caller,
  templateHash: string,
  origin: RuleOrigin,
  { form, mark }: SentRule,
  button: FormButton,
  words: SentenceWords,
): Promise<OpenRule> {
  const open = await openDraft(context, caller, templateHash);
  const { program } = await compiled(open.passConstructor);
  const found = foundBase(open.passConstructor, origin, mark, form);
  found.form = withPaths(program, words, found.form, found.base.rule && stepsForm(found.base.rule));
  const next = pressed(found.form, button, found.base.rule?.condition ?? '');
  return shown(context, open, found.origin, found.base, next, null, words);
}

/** What came of saving a form. */
export type SavedRule =
  | { readonly kind: 'saved'; readonly edited: EditedRules }
  /** `error`: somebody else has changed the card; the form is right to be saved again. */
  | { readonly kind: 'faulty'; readonly shown: OpenRule; readonly error: AppError | null };

/**
 * Saves a form to the draft. Fails with requireCard's codes, `rule_not_found` and those of editDraft
 * but `draft_changed`, which shows the form again beside the rule as it is now.
 */
export async function saveRule(
  context: Context,
  caller: Caller,
  templateHash: string,
  origin: RuleOrigin,
  sent: SentRule,
  words: SentenceWords,
): Promise<SavedRule> {
  const open = await openDraft(context, caller, templateHash);
  const found = foundBase(open.passConstructor, origin, sent.mark, sent.form);
  const { program } = await compiled(open.passConstructor);
  found.form = withPaths(program, words, found.form, found.base.rule && stepsForm(found.base.rule));
  const isTooLong = hasNoForm(found.base.rule);
  const read = readRule(program, found.form, found.base.rule);
  const again = async (faults: RuleFaults | null, now: OpenDraft) =>
    shown(context, now, found.origin, found.base, found.form, faults, words);
  if (read.faults !== null || isTooLong) {
    return { kind: 'faulty', shown: await again(read.faults, open), error: null };
  }
  let edited: EditedRules | null = null;
  const edit = (passConstructor: JsonObject) => {
    edited = editedBy(passConstructor, found.base, requireHome(passConstructor, found.form.home), read);
    return edited.passConstructor;
  };
  try {
    await editDraft(context, caller, templateHash, { revision: sent.revision, edit });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'draft_changed') throw error;
    return { kind: 'faulty', shown: await again(null, await openDraft(context, caller, templateHash)), error };
  }
  return { kind: 'saved', edited: edited! };
}

function editedBy(passConstructor: JsonObject, base: Base, to: RuleHome, { actions }: ReadRule): EditedRules {
  const { number, home } = base;
  const edited =
    number === null
      ? changeRules(passConstructor, to, { kind: 'add', actions })
      : changeRules(passConstructor, home, { kind: 'replace', number, actions, to });
  if (edited === null) throw new AppError('rule_not_found');
  return edited;
}

function baseOf(passConstructor: JsonObject, { home: name, number, copyOf }: RuleOrigin): Base {
  const home = requireHome(passConstructor, name);
  if (number !== null) return { home, rule: requireRule(passConstructor, home, number), number };
  const found = copyOf === null ? null : /^(.+)\/(\d{1,4})$/.exec(copyOf);
  if (found === null) return { home, rule: null, number };
  return {
    home,
    rule: requireRule(passConstructor, requireHome(passConstructor, found[1]!), Number(found[2])),
    number,
  };
}

/**
 * The rule that a form was made from, found by its mark although rules may have moved. When it is no
 * longer there as it was, the form is one of a new rule, so that nothing is overwritten unseen.
 */
function foundBase(passConstructor: JsonObject, origin: RuleOrigin, mark: string, form: RuleForm) {
  if (mark === '')
    return { origin: { ...origin, number: null, copyOf: null }, base: emptyBase(passConstructor, origin), form };
  const [name, at] = origin.copyOf === null ? [origin.home, origin.number] : splitCopy(origin.copyOf);
  const home = requireHome(passConstructor, name);
  const rules = rulesOf(actionsIn(passConstructor, home));
  const same = rules.filter((rule) => ruleMark(rule) === mark);
  const rule = same.find(({ number }) => number === at) ?? same[0];
  if (rule === undefined) {
    const lost = {
      ...form,
      steps: form.steps.map((step) => ({ ...step, of: null })),
      rows: form.rows.map((row) => ({ ...row, of: null })),
    };
    return { origin: { ...origin, number: null, copyOf: null }, base: emptyBase(passConstructor, origin), form: lost };
  }
  if (origin.copyOf !== null) {
    const base = { home: requireHome(passConstructor, origin.home), rule, number: null };
    return { origin: { ...origin, copyOf: `${name}/${rule.number}` }, base, form };
  }
  return { origin: { ...origin, number: rule.number }, base: { home, rule, number: rule.number }, form };
}

function emptyBase(passConstructor: JsonObject, { home }: RuleOrigin): Base {
  return { home: requireHome(passConstructor, home), rule: null, number: null };
}

function splitCopy(copyOf: string): readonly [home: string, number: number] {
  const slash = copyOf.lastIndexOf('/');
  return [copyOf.slice(0, slash), Number(copyOf.slice(slash + 1))];
}

async function shown(
  context: Context,
  open: OpenDraft,
  origin: RuleOrigin,
  base: Base,
  form: RuleForm,
  faults: RuleFaults | null,
  words: SentenceWords,
): Promise<OpenRule> {
  const { program } = await compiled(open.passConstructor);
  const names = namesIn(program, words);
  const read = readRule(program, form, base.rule);
  const isSaid = read.faults === null;
  const home = requireHome(open.passConstructor, form.home);
  const [newest = null] = await newestPasses(context, open.snapshot, 1);
  const condition = conditionIn(form, base.rule?.condition ?? '');
  return {
    open,
    origin,
    mark: base.rule === null ? '' : ruleMark(base.rule),
    form,
    faults: faults ?? saidAtOnce(form, read.faults),
    reads: isSaid ? wholeRuleWords(home, asRule(read), names) : null,
    conditionWords: read.faults?.condition ? null : conditionWords(condition, names),
    answering: stepThatAnswers(form, condition),
    trial: isSaid
      ? await tryRule(context, open.snapshot, editedBy(open.passConstructor, base, home, read), newest, names)
      : null,
    homes: homesIn(open.passConstructor).map((each) => ({ name: homeName(each), title: homeTitle(each, names) })),
    isTooLong: hasNoForm(base.rule),
    ...offeredBy(context, open, program, words, newest),
  };
}

function hasNoForm(rule: Rule | null): boolean {
  return rule !== null && rule.actions.length > MOST_FORM_STEPS;
}

function asRule({ condition, actions }: ReadRule): Rule {
  return { number: 1, condition: condition === '' ? null : condition, paused: false, actions, first: 0 };
}
