// Barcodes of passes whose template says that they differ (PSBarcodeKind): a number drawn for a new pass, and a message that is
// one pass's alone, whichever surface, form or trigger writes it.
import { createHash } from 'node:crypto';
import type { PassChange } from '../../ports/store/passes.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { locate, writeOverride } from '../../rules/paths/paths.ts';
import { barcodeKind, ownMessage } from '../../rules/templates/marks.ts';
import type { Program } from '../../rules/templates/program.ts';

const DIGITS = 8;
/** A hundred million passes are needed before each of so many draws meets a number that is taken. */
const MOST_DRAWS = 100;

/**
 * What is written on a new pass. `hash` is the pass's own, which only a random source gave it; `taken` are messages that other
 * passes turned out to have.
 */
export function withNewBarcode(
  program: Program,
  overrides: Overrides,
  hash: string,
  taken: ReadonlySet<string>,
): Overrides {
  if (barcodeKind(program) !== 'random') return overrides;
  return writeOverride(program, overrides, locate(program, 'barcode_message')!, freeNumber(hash, taken));
}

/** The same for a pass that moves to the template: a message that the pass has of its own stays. */
export function withBarcodeOfMoved(
  program: Program,
  overrides: Overrides,
  hash: string,
  taken: ReadonlySet<string>,
): Overrides {
  return ownMessage(overrides) === undefined ? withNewBarcode(program, overrides, hash, taken) : overrides;
}

/** What the store has to know when a change gives a pass another message, or takes its own away. */
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

/** The same for a pass that moves to another template: its message is to be its own there, and free in the old one. */
export function barcodeOfMoved(program: Program, overrides: Overrides): string | null {
  return mustDiffer(program) ? (ownMessage(overrides) ?? null) : null;
}

function mustDiffer(program: Program): boolean {
  return ['nonReplicable', 'random'].includes(barcodeKind(program) ?? '');
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
