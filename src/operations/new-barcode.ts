// The barcode of a new pass whose template says what its barcodes are (PSBarcodeKind): one that no other pass has.
import { createHash } from 'node:crypto';
import type { PassCreation } from '../ports/store.ts';
import type { Overrides } from '../rules/facts.ts';
import { barcodeKind } from '../rules/marks.ts';
import { locate, writeOverride } from '../rules/paths.ts';
import type { Program } from '../rules/program.ts';

const DIGITS = 8;
/** A hundred million passes are needed before each of so many draws meets a number that is taken. */
const MOST_DRAWS = 100;

/**
 * What is written on a new pass, and the message that is then its alone. `hash` is the pass's own, which only a random source
 * gave it; `taken` are messages that other passes turned out to have.
 */
export function newBarcode(
  program: Program,
  overrides: Overrides,
  hash: string,
  taken: ReadonlySet<string>,
): { readonly overrides: Overrides } & Pick<PassCreation<unknown>, 'barcode'> {
  const kind = barcodeKind(program);
  if (kind === 'random') {
    const barcode = freeNumber(hash, taken);
    return { overrides: writeOverride(program, overrides, locate(program, 'barcode_message')!, barcode), barcode };
  }
  const { barcode_message: given } = overrides;
  return kind === 'nonReplicable' && typeof given === 'string' ? { overrides, barcode: given } : { overrides };
}

function freeNumber(hash: string, taken: ReadonlySet<string>): string {
  let number = '';
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    number = drawnNumber(hash, draw);
    if (!taken.has(number)) break;
  }
  return number;
}

/** As good as random: nobody can tell one draw from another without the hash. */
export function drawnNumber(hash: string, draw: number): string {
  const digest = createHash('sha256').update(`barcode ${draw} ${hash}`).digest();
  return String(digest.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
}
