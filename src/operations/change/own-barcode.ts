// Makes the barcodes of a template's passes differ when it says so (PSBarcodeKind): draws a number
// for a new pass, and reserves a pass's message for it, whichever surface, form or trigger writes
// the message.
import { createHash } from 'node:crypto';
import type { PassChange } from '../../ports/store/passes.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { locate, writeOverride } from '../../rules/paths/paths.ts';
import { barcodeKind, ownMessage } from '../../rules/templates/marks.ts';
import type { Program } from '../../rules/templates/program.ts';

const DIGITS = 8;
/**
 * Only among a hundred million passes would each of so many draws meet the number of another pass.
 */
const MOST_DRAWS = 100;

/**
 * Writes the barcode of a new pass. `hash`: the pass's own, which comes from a random source alone.
 * `takenMessages`: messages of other passes.
 */
export function withNewBarcode(
  program: Program,
  overrides: Overrides,
  hash: string,
  takenMessages: ReadonlySet<string>,
): Overrides {
  if (barcodeKind(program) !== 'random') return overrides;
  return writeOverride(program, overrides, locate(program, 'barcode_message')!, freeNumber(hash, takenMessages));
}

/** Does the same for a pass that moves to the template. A message of the pass's own stays. */
export function withBarcodeOfMoved(
  program: Program,
  overrides: Overrides,
  hash: string,
  takenMessages: ReadonlySet<string>,
): Overrides {
  return ownMessage(overrides) === undefined ? withNewBarcode(program, overrides, hash, takenMessages) : overrides;
}

/** The store's record of a change that sets or removes a pass's own message. */
export function barcodeChange(
  program: Program,
  before: Overrides,
  after: Overrides,
): Pick<PassChange<unknown>, 'barcode'> {
  if (before === after) return {};
  const message = ownMessage(after);
  if (!mustDiffer(program) || message === ownMessage(before)) return {};
  return { barcode: message ?? null };
}

/**
 * Does the same for a pass that moves to another template: claims its message there, and frees the
 * one under the old template.
 */
export function barcodeOfMoved(program: Program, overrides: Overrides): string | null {
  return mustDiffer(program) ? (ownMessage(overrides) ?? null) : null;
}

function mustDiffer(program: Program): boolean {
  return ['nonReplicable', 'random'].includes(barcodeKind(program) ?? '');
}

function freeNumber(hash: string, takenMessages: ReadonlySet<string>): string {
  let number = '';
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    number = drawnNumber(hash, draw);
    if (!takenMessages.has(number)) break;
  }
  return number;
}

/** As good as random: nobody can tell one draw from another without the hash. */
export function drawnNumber(hash: string, draw: number): string {
  const digest = createHash('sha256').update(`barcode ${draw} ${hash}`).digest();
  return String(digest.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}
