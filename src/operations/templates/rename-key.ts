// Renames the key of a field or of a hidden value in the draft of a card: what names the key, and
// what would change. A key under which customers' cards have stored values cannot be renamed.
import { AppError } from '../../errors.ts';
import { type KeyedPlace, pathOf, placeOf, type Reference, referencesTo } from '../../rules/design/references.ts';
import { LONGEST_NEW_KEY, type NameChange, type RenameFault, renameSteps } from '../../rules/design/rename.ts';
import { renamedCheck } from '../../rules/design/rename-checks.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { inTurns } from '../next-turn.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';
import { customersWithOwnValue } from './own-values.ts';
import { checksOf, replaceChecks } from './stored-checks.ts';

export interface KeyView {
  readonly open: OpenDraft;
  /** The draft, compiled for its names; it may have errors. */
  readonly program: Program;
  readonly place: KeyedPlace;
  readonly path: string;
  readonly references: readonly Reference[];
  /** How many customers' cards have a value of their own under the key; 0: it can be renamed. */
  readonly customers: number;
}

/** Fails with openDraft's codes, and `parameter_invalid` for a path of nothing with a key. */
export async function keyView(context: Context, caller: Caller, templateHash: string, path: string): Promise<KeyView> {
  const open = await openDraft(context, caller, templateHash);
  const { program } = await compiled(open.passConstructor);
  const place = placeIn(program, path);
  return {
    open,
    program,
    place,
    path: pathOf(place),
    references: referencesTo(program, place),
    customers: await customersWithOwnValue(context, open.snapshot.template, place),
  };
}

function placeIn(program: Program, path: string): KeyedPlace {
  const place = placeOf(program, path);
  const isThere = place !== null && [program, program.redeemed].some((design) => design?.locations.has(pathOf(place)));
  if (place !== null && isThere) return place;
  const message = `This card has no field or hidden value with the path ${path.slice(0, 100)}.`;
  throw new AppError('parameter_invalid', { field: 'path', message });
}

/** What a new key would change, without changing anything. Fails as renameDraftKey does. */
export async function plannedChanges(
  { program, place, customers }: KeyView,
  key: string,
): Promise<readonly NameChange[]> {
  requireFree(customers);
  return (await renamed(program, place, key)).changes;
}

/**
 * Renames the key in the draft and in the card's checks, and answers its new path. Fails with the codes of editDraft,
 * `parameter_invalid`, and `value_invalid`: `beside.fault` is the reason, or `stored` for a key under
 * which customers' cards may have values.
 */
export async function renameDraftKey(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, path, key }: { readonly revision: string; readonly path: string; readonly key: string },
): Promise<string> {
  const { open, program: before, place, customers } = await keyView(context, caller, templateHash, path);
  requireFree(customers);
  const { passConstructor } = await renamed(before, place, key);
  // A form of another draft than the one that was renamed here has another revision, too.
  await editDraft(context, caller, templateHash, { revision, edit: () => passConstructor });
  const { template } = open.snapshot;
  const checks = await checksOf(context, template);
  const renamedChecks = checks.map((check) => renamedCheck(before, place, key, check));
  // Checks expect what the draft does, because they run before it is published.
  if (renamedChecks.some((check, index) => check !== checks[index])) {
    await replaceChecks(context, template, renamedChecks);
  }
  return pathOf({ ...place, key });
}

function requireFree(customers: number): void {
  if (customers === 0) return;
  const message = 'Customers’ cards have values of their own under this key, which they would lose. Change the label.';
  throw new AppError('value_invalid', { field: 'key', message, beside: { fault: 'stored' } });
}

async function renamed(program: Program, place: KeyedPlace, key: string) {
  const result = await inTurns(renameSteps(program, place, key.trim()));
  if (result.ok) return result;
  throw faultError(result.fault);
}

const REASONS: Readonly<Record<Exclude<RenameFault['reason'], 'error'>, string>> = {
  empty: 'Give the new key.',
  same: 'This is the key that it has.',
  letters: `A key has letters, digits, spaces and _ . @ - and at most ${LONGEST_NEW_KEY} characters.`,
  special: 'Keys such as psScanText have a meaning of their own, so they neither change nor are given to others.',
  taken: 'Another field or hidden value has this key.',
  named: 'Texts of this card name the key already, and would show this value from now on.',
};

function faultError(fault: RenameFault): AppError {
  const message = fault.reason === 'error' ? fault.diagnostic.message : REASONS[fault.reason];
  return new AppError('value_invalid', { field: 'key', message, beside: { fault: fault.reason } });
}

export type RenameReason = RenameFault['reason'] | 'stored';
