// Compares constructors of one card for the owner's pages.

import type { Difference } from '../../rules/sentences/difference.ts';
import type { DifferenceWords } from '../../rules/sentences/difference-words.ts';
import { type ComparedVersion, differencesOf } from '../../rules/sentences/differences.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { compiled } from './compiled.ts';

/** The words of comparisons, in one language. */
export interface ComparisonWords {
  readonly sentences: SentenceWords;
  readonly differences: DifferenceWords;
}

/**
 * A constructor to compare, in the stored shape. A draft with errors stays as it is written, because
 * its stored shape may lack what is wrong in it.
 */
export async function comparedVersion(given: JsonObject, words: ComparisonWords): Promise<ComparedVersion> {
  const { program, diagnostics } = await compiled(given);
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  return {
    passConstructor: isBroken ? given : program.passConstructor,
    names: namesIn(program, words.sentences),
    redeemed: program.redeemed === null ? null : namesIn(program.redeemed, words.sentences),
  };
}

/** What differs, in sentences. Empty: nothing does. */
export async function differencesBetween(
  before: JsonObject,
  after: JsonObject,
  words: ComparisonWords,
): Promise<readonly Difference[]> {
  const [was, is] = [await comparedVersion(before, words), await comparedVersion(after, words)];
  return differencesOf(was, is, words.differences);
}
