// The checks of a card: what its owner keeps of a try, listed, run and deleted. Publishing runs
// them, and files of the card bring them along.
import { AppError } from '../../errors.ts';
import type { StoredCheck } from '../../ports/store/checks.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import {
  type Check,
  checkJson,
  type Expectation,
  LARGEST_CHECK,
  LONGEST_CHECK_NAME,
  MOST_CHECKS,
} from '../../rules/checks/check.ts';
import { nameOfHappening } from '../../rules/schedules/due.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { type RulesToTry, rulesToTry } from '../events/rules-to-try.ts';
import { type TryInput, type TryPage, tryRules } from '../events/try-rules.ts';
import { expectationNow } from './check-run.ts';
import { runStored, type ShownCheck } from './stored-checks.ts';

export interface CardChecks {
  readonly card: TemplateSnapshot;
  readonly rules: RulesToTry;
  readonly checks: readonly ShownCheck[];
}

/** The checks of a card and what they say now. Fails with the codes of requireCard. */
export async function cardChecks(context: Context, caller: Caller, templateHash: string): Promise<CardChecks> {
  const card = await requireCard(context, caller, 'see', templateHash);
  const rules = await rulesToTry(context, caller, card, null);
  const stored = await context.store.checksOf(card.template.id);
  return { card, rules, checks: await runStored(stored, rules.program, card.template.name) };
}

/** A try that may become a check. */
export interface CheckDraft {
  readonly page: TryPage;
  readonly state: Omit<Check, 'name' | 'expect'>;
  /** Everything that the check could expect. */
  readonly expect: Required<Expectation>;
  /** The places that the event changed; the others are among the values it could expect. */
  readonly changed: readonly string[];
  /** Whether the event shows something at a till. */
  readonly hasTill: boolean;
}

/**
 * Fails with the codes of tryRules and runTrial, and `parameter_invalid` for a try that the card's
 * limits ended early.
 */
export async function draftCheck(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  input: TryInput,
): Promise<CheckDraft> {
  await requireCard(context, caller, 'rules', input.templateHash);
  const page = await tryRules(context, caller, words, input);
  if (page.fault !== null) throw page.fault;
  const { result, trial, card } = page;
  if (result === null || result.isCut) {
    const message = 'This try ended early, so that no check can expect its end. Try the event fewer times.';
    throw new AppError('parameter_invalid', { field: 'n', message });
  }
  const { accessType } = trial;
  const isMade = trial.pass === null;
  const state = {
    accessType,
    key: input.key,
    times: result.runs.length,
    at: trial.at,
    overrides: isMade ? trial.fields : result.before.overrides,
    access: isMade ? {} : result.before.access,
  };
  const changed = changedPlaces(result);
  const others = page.values.map(({ path }) => path).filter((path) => !changed.includes(path));
  const { program } = page.rules;
  const checked = { program, templateName: card.template.name };
  const expect = await expectationNow(checked, state, [...changed, ...others]);
  return { page, state, expect, changed, hasTill: result.runs.at(-1)!.answer.scanText !== undefined };
}

/** The places that the runs wrote, without those of the till and the message that stops. */
function changedPlaces({ before, runs }: NonNullable<TryPage['result']>): readonly string[] {
  const after = runs.at(-1)!.pass.overrides;
  const paths = [...new Set([...Object.keys(before.overrides), ...Object.keys(after)])];
  const isOther = (path: string) => !['psScanText', 'psScanColor', 'psTriggerError'].includes(path);
  return paths.filter((path) => isOther(path) && before.overrides[path] !== after[path]);
}

/** What somebody chose to expect. */
export interface ChosenCheck {
  readonly name: string;
  /** API paths of the values to expect. */
  readonly places: readonly string[];
  readonly till: boolean;
  readonly lockScreen: boolean;
}

/**
 * Keeps a try as a check. Fails with the codes of draftCheck, and `parameter_invalid` for a name
 * that is missing or too long, a card that is too large to keep, or too many checks.
 */
export async function keepCheck(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  input: TryInput,
  chosen: ChosenCheck,
): Promise<void> {
  const draft = await draftCheck(context, caller, words, input);
  const { template } = draft.page.card;
  const name = chosen.name.trim();
  if (name === '' || name.length > LONGEST_CHECK_NAME) {
    const message = `Give the check a name of 1 to ${LONGEST_CHECK_NAME} characters.`;
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  const { changes, values, till, lockScreen, stopped } = draft.expect;
  const kept = Object.fromEntries(Object.entries(values).filter(([path]) => chosen.places.includes(path)));
  const expect: Expectation = {
    changes,
    values: kept,
    ...(chosen.till ? { till } : {}),
    ...(chosen.lockScreen ? { lockScreen } : {}),
    stopped,
  };
  const content = checkJson({ ...draft.state, name, expect });
  if (JSON.stringify(content).length > LARGEST_CHECK) {
    const message = 'The values of this card are too many to keep. Try the event on a new card, and set what matters.';
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  const added = await context.store.addCheck(template.id, { name, content }, context.clock.now(), MOST_CHECKS);
  if (added === null) {
    const message = `A card has at most ${MOST_CHECKS} checks. Delete one first.`;
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  await recordAct(context, caller, {
    what: 'check.keep',
    subject: template.name,
    before: null,
    after: { name, event: nameOfHappening(draft.state) },
  });
}

/** A check to delete; null: somebody else has deleted it. Fails with the codes of requireCard. */
export async function checkToDelete(
  context: Context,
  caller: Caller,
  templateHash: string,
  id: number,
): Promise<{ readonly card: TemplateSnapshot; readonly check: StoredCheck | null }> {
  const card = await requireCard(context, caller, 'rules', templateHash);
  const checks = await context.store.checksOf(card.template.id);
  return { card, check: checks.find((each) => each.id === id) ?? null };
}

/** Deletes a check that is there. Fails with the codes of requireCard. */
export async function deleteCheck(context: Context, caller: Caller, templateHash: string, id: number): Promise<void> {
  const { card, check } = await checkToDelete(context, caller, templateHash, id);
  const { template } = card;
  if (check === null || !(await context.store.deleteCheck(template.id, id))) return;
  const before = { name: check.name };
  await recordAct(context, caller, { what: 'check.delete', subject: template.name, before, after: null });
}
