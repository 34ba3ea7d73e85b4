// Works out what follows from changed overrides of a pass: a new version for its devices, a push,
// another expiry, other times of schedules, another barcode of its own and other words to find it by. Everything that writes overrides, or moves a pass,
// adds this to its change.
import type { PassChange } from '../../ports/store/passes.ts';
import { differs } from '../../rules/passes/differs.ts';
import type { Overrides, PassFacts } from '../../rules/passes/facts.ts';
import { hasSameWords, searchWords } from '../../rules/passes/search-words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { duesChange, duesOfMoved } from './dues.ts';
import { expiryChange, expiryOfMoved } from './expiry.ts';
import { barcodeChange, barcodeOfMoved } from './own-barcode.ts';

/**
 * `before`: the overrides that the pass had; null for a new pass. `isShown`: whether the pass looks
 * different, where the caller knows. `touchedAt` and `push` are absent when the pass looks the
 * same.
 */
export function consequencesOf(
  program: Program,
  facts: PassFacts,
  before: Overrides | null,
  after: Overrides,
  isShown = before !== null && differs(program, before, after),
): Pick<PassChange<unknown>, 'touchedAt' | 'push' | 'due' | 'dues' | 'barcode' | 'words'> {
  const shown = isShown ? { touchedAt: facts.now, push: true } : {};
  // Nothing else follows from the same overrides.
  if (before === after) return shown;
  return {
    ...shown,
    ...expiryChange(program, facts, before, after),
    ...duesChange(program, facts, before, after),
    ...barcodeChange(program, before ?? {}, after),
    ...wordsChange(program, facts, before, after),
  };
}

/** Nothing when the pass is found as before, so that most scans leave the index alone. */
function wordsChange(
  program: Program,
  facts: PassFacts,
  before: Overrides | null,
  after: Overrides,
): Pick<PassChange<unknown>, 'words'> {
  if (before === after) return {};
  if (before !== null && hasSameWords(program, facts, before, after)) return {};
  return { words: searchWords(program, { ...facts, overrides: after }) };
}

/**
 * Does the same for a pass that moves to another template, whose program this is. The pass looks
 * different, and expiry and barcode are decided anew even where the overrides stay. Both parts are
 * always present, because what the old template scheduled or claimed must not stay behind.
 */
export function consequencesOfMove(
  program: Program,
  facts: PassFacts,
  after: Overrides,
): Required<Pick<PassChange<unknown>, 'touchedAt' | 'push' | 'due' | 'dues' | 'barcode' | 'words'>> {
  return {
    touchedAt: facts.now,
    push: true,
    due: [{ kind: 'expire_pass', at: expiryOfMoved(program, facts, after) }],
    dues: duesOfMoved(program, facts, after),
    barcode: barcodeOfMoved(program, after),
    words: searchWords(program, { ...facts, overrides: after }),
  };
}
