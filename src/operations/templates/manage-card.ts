// What an owner does with a card as a whole: copy, pause, delete, and try out. Each act is written
// down.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { INSTALL } from '../../rules/passes/facts.ts';
import { findTemplate } from '../access/access.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { createPass } from '../passes/create-pass.ts';
import { deleteTemplate } from '../passes/delete.ts';
import { saveTemplate } from './save-template.ts';
import { checksOf, replaceChecks } from './stored-checks.ts';

/**
 * Copies a card with its rules and checks. Answers the copy's hash. Fails with requireCard's codes,
 * `parameter_missing` and `parameter_invalid` (templateName).
 */
export async function copyCard(
  context: Context,
  caller: Caller,
  templateHash: string,
  templateName: string,
): Promise<string> {
  const { template } = await requireCard(context, caller, 'rules', templateHash);
  const saved = await saveTemplate(context, caller.account, {
    templateHash: template.hash,
    templateName,
    copy: true,
    author: caller.email,
    depth: UNCALLED,
  });
  const copy = await findTemplate(context, saved.templateHash);
  await replaceChecks(context, copy.template, await checksOf(context, template));
  await recordAct(context, caller, { what: 'card.copy', subject: templateName.trim(), before: template.name });
  return saved.templateHash;
}

/**
 * Pauses all rules of a card, or lets them run. Fails with requireCard's codes, and `issue_final`
 * for a card whose campaign is over.
 */
export async function pauseCard(
  context: Context,
  caller: Caller,
  templateHash: string,
  triggersPaused: boolean,
): Promise<void> {
  const { template } = await requireCard(context, caller, 'pause', templateHash);
  if (template.triggersPaused === triggersPaused) return;
  await saveTemplate(context, caller.account, {
    templateHash: template.hash,
    triggersPaused,
    author: caller.email,
    depth: UNCALLED,
  });
  await recordAct(context, caller, { what: triggersPaused ? 'card.pause' : 'card.run', subject: template.name });
}

/**
 * Deletes a card with all its passes, once its name was typed. Fails with requireCard's codes, and
 * `parameter_invalid` (name) for another name.
 */
export async function deleteCard(
  context: Context,
  caller: Caller,
  templateHash: string,
  typedName: string,
): Promise<{ readonly name: string }> {
  const { template } = await requireCard(context, caller, 'rules', templateHash);
  if (plain(typedName) !== plain(template.name)) {
    throw new AppError('parameter_invalid', { field: 'name', message: `Type the card's name: ${template.name}` });
  }
  const { created, onPhones } = await context.store.templateCounts(template.id);
  await deleteTemplate(context, caller.account, template.hash);
  const before = { templateHash: template.hash, passes: created, onPhones };
  await recordAct(context, caller, { what: 'card.delete', subject: template.name, before });
  return { name: template.name };
}

/** A name as people type it: spaces and the case of letters do not matter. */
function plain(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The most passes for trying out that a card has at once. */
export const MOST_TEST_CARDS = 20;

/**
 * Makes a pass for trying out, which counts in no number. Answers its hash. Fails with requireCard's
 * codes, `test_cards_limit` and the codes of createPass.
 */
export async function makeTestCard(context: Context, caller: Caller, templateHash: string): Promise<string> {
  const { template } = await requireCard(context, caller, 'send', templateHash);
  const present = await context.store.testPasses(template.id);
  if (present.length >= MOST_TEST_CARDS) {
    const message = `There are ${MOST_TEST_CARDS} test cards already. Delete them, then make a new one.`;
    throw new AppError('test_cards_limit', { message });
  }
  const made = await createPass(context, caller.account, {
    templateHash: template.hash,
    fields: {},
    isTest: true,
    depth: UNCALLED,
  });
  return made.hashedSerialNumber;
}

/** A pass for trying out. */
export interface TestCard {
  readonly hash: string;
  readonly createdAt: number;
  /** Whether a phone has added it. */
  readonly wasInstalled: boolean;
}

/** The card and its passes for trying out, newest first. Fails with requireCard's codes. */
export async function testCards(
  context: Context,
  caller: Caller,
  templateHash: string,
): Promise<{ readonly card: TemplateSnapshot; readonly passes: readonly TestCard[] }> {
  const card = await requireCard(context, caller, 'send', templateHash);
  const passes = await context.store.testPasses(card.template.id);
  return {
    card,
    passes: passes.map(({ hash, createdAt, access }) => ({
      hash,
      createdAt,
      wasInstalled: access[INSTALL] !== undefined,
    })),
  };
}

/** Deletes the passes for trying out, also from phones. Fails with requireCard's codes. */
export async function deleteTestCards(context: Context, caller: Caller, templateHash: string): Promise<void> {
  const { template } = await requireCard(context, caller, 'send', templateHash);
  const deleted = await context.store.deleteTestPasses(template.id, context.clock.now());
  if (deleted === 0) return;
  await recordAct(context, caller, { what: 'card.tests_delete', subject: template.name, before: { passes: deleted } });
}
