// The values that a menu offers for texts of a card, as they read on a new pass or on a customer's.
import { AppError } from '../../errors.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type ValueChoice, valueChoices } from '../../rules/forms/value-choices.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';

/** What a pass has of its own. */
type OwnValues = Pick<Pass, 'hash' | 'serialNumber' | 'overrides' | 'access'>;

const NEW: OwnValues = { hash: '0'.repeat(32), serialNumber: 'NEW', overrides: {}, access: {} };

/**
 * The values of a program, such as that of a draft; `pass` null: as a new pass has them. None for a
 * card whose values cost more than one pass may.
 */
export function insertableValues(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
  program: Program,
  words: SentenceWords,
  pass: OwnValues | null = null,
): readonly ValueChoice[] {
  const { hash, serialNumber, overrides, access } = pass ?? NEW;
  const facts = factsFor(context, owner, { hash, serialNumber, templateHash: template.hash, overrides, access });
  try {
    return valueChoices(program, facts, namesIn(program, words));
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_spent') return [];
    throw error;
  }
}
