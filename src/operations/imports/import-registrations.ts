// Brings the phones that hold imported passes: which device has which pass, and by which token it is
// pushed to. The token of a device that is here already stays, because it has spoken since.
import { AppError } from '../../errors.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import type { Table, TableRow } from '../../rules/batches/table.ts';
import type { ImportFault } from '../../rules/imports/identity.ts';
import {
  type ReadRegistration,
  type RegistrationColumns,
  readRegistration,
  registrationColumns,
} from '../../rules/imports/registrations.ts';
import { INSTALL } from '../../rules/passes/facts.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { nextTurn } from '../next-turn.ts';
import { importedEvent, type ToldPass } from './import-passes.ts';

export interface RegistrationsInput {
  readonly templateHash: string;
  /** The name of the file. */
  readonly name: string;
  readonly table: Table;
  /** What stands beside the event of each phone, in the words of whoever reads it. */
  readonly say: string;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

export interface RegistrationsReport {
  readonly rows: number;
  readonly added: number;
  /** Phones that were registered for their pass before. */
  readonly known: number;
  readonly wrong: number;
  readonly told: readonly ToldPass[];
}

/** Registrations that are under way at once; the store commits them together. */
const ROWS_AT_ONCE = 100;
const MOST_TOLD = 100;

/**
 * Fails with requireCard's codes, and `parameter_invalid` for a file without the columns; rows before
 * a place that cannot be read stay imported.
 */
export async function importRegistrations(
  context: Context,
  caller: Caller,
  { templateHash, name, table, say, onProgress }: RegistrationsInput,
): Promise<RegistrationsReport> {
  const card = await requireCard(context, caller, 'correct', templateHash);
  const columns = registrationColumns(table.headings);
  if (typeof columns === 'string')
    throw new AppError('parameter_invalid', { field: 'registrations', message: columns });
  const counts = { rows: 0, added: 0, known: 0, wrong: 0 };
  const told: ToldPass[] = [];
  const refuse = (row: TableRow, faults: readonly ImportFault[]) => {
    counts.wrong += 1;
    if (told.length < MOST_TOLD) told.push({ where: `${name}, row ${row.number}`, faults });
  };

  const asked = { context, card, caller, say };

  async function register(row: TableRow, columns: RegistrationColumns): Promise<void> {
    const read = row.faults.length > 0 ? { faults: row.faults.map(ofTable) } : readRegistration(columns, row.cells);
    const done = 'faults' in read ? read.faults : await registerPhone(asked, read);
    if (typeof done === 'string') counts[done] += 1;
    else refuse(row, done);
  }

  try {
    for await (const piece of table.rows) {
      for (let start = 0; start < piece.length; start += ROWS_AT_ONCE) {
        const chunk = piece.slice(start, start + ROWS_AT_ONCE);
        await Promise.all(chunk.map((row) => register(row, columns)));
        counts.rows += chunk.length;
        onProgress?.(counts.rows);
        await nextTurn();
      }
    }
  } finally {
    if (counts.added > 0) {
      const subject = card.template.name;
      await recordAct(context, caller, { what: 'card.registrations', subject, after: { file: name, ...counts } });
    }
  }
  return { ...counts, told };
}

function ofTable({ message }: RowFault): ImportFault {
  return { place: null, message };
}

interface Asked {
  readonly context: Context;
  readonly card: TemplateSnapshot;
  readonly caller: Caller;
  readonly say: string;
}

/** The faults where the phone cannot be registered. */
async function registerPhone(
  { context, card, caller, say }: Asked,
  { serialNumber, passTypeIdentifier, ...device }: ReadRegistration,
): Promise<'added' | 'known' | readonly ImportFault[]> {
  const { store, clock, settings } = context;
  const found = await (passTypeIdentifier === null
    ? store.passWithSerialNumber(serialNumber, { templateId: card.template.id })
    : store.passBySerialNumber(passTypeIdentifier, serialNumber));
  const type = found?.pass.passTypeIdentifier ?? null;
  if (!isOfCard(found, card.template.id) || type === null) {
    return [{ place: 'serialNumber', message: `The card has no pass "${serialNumber.slice(0, 60)}".` }];
  }
  const at = clock.now();
  const registration = { ...device, passTypeIdentifier: type, at, most: settings.devicesOfPass, keepsToken: true };
  const event = importedEvent(INSTALL, at, { who: caller.email, reason: say, undoes: null });
  try {
    return await store.registerDevice<'added' | 'known'>(found.pass.hash, registration, (_, isNew) =>
      isNew ? { event, result: 'added' } : { result: 'known' },
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ place: null, message: error.message }];
  }
}

function isOfCard(found: PassSnapshot | null, templateId: number): found is PassSnapshot {
  return found?.template.id === templateId;
}
