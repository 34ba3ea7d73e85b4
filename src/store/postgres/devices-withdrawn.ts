// Stores what devices need of deleted passes, until the last device has unregistered.
import type { Account } from '../../ports/store/accounts.ts';
import type { DeviceStore, WithdrawnPass } from '../../ports/store/devices.ts';
import { secondOf } from '../changes.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { accountColumns, serialNumberOf } from './snapshots.ts';

const withdrawing = (which: string) =>
  statement(`
    INSERT INTO withdrawn_passes
      (id, template_id, account_id, serial_number, imported_serial_number, authentication_token, pass_type_identifier, name,
      update_tag, last_modified)
    SELECT p.id, p.template_id, t.account_id, p.serial_number, p.imported_serial_number, p.authentication_token,
      (SELECT d.pass_type_identifier FROM registrations r JOIN devices d ON d.id = r.device_id WHERE r.pass_id = p.id LIMIT 1),
      t.name, update_tag(), greatest(p.last_modified, t.last_modified, $2::bigint) + 1
    FROM passes p JOIN templates t ON t.id = p.template_id WHERE ${which} = $1 AND p.on_phone
      AND NOT p.google_only`);
const onePass = withdrawing('p.id');
const ofTemplate = withdrawing('p.template_id');
// A device that registers for one of them meanwhile would hold a pass that nobody withdraws.
const lockOfTemplate = statement(`
  SELECT count(*) FROM (SELECT id FROM passes WHERE template_id = $1 ORDER BY id FOR UPDATE) locked`);
const ownId = statement<{ id: number }>(
  'SELECT id FROM withdrawn_passes WHERE serial_number = $1 AND imported_serial_number IS NULL',
);
const importedId = statement<{ id: number }>(`
  SELECT id FROM withdrawn_passes WHERE imported_serial_number = $1 AND pass_type_identifier = $2
  ORDER BY id DESC LIMIT 1`);
const byId = statement<Omit<WithdrawnPass, 'owner'> & { readonly accountId: number }>(`
  SELECT ${serialNumberOf('w')} AS "serialNumber", authentication_token AS "authenticationToken",
    pass_type_identifier AS "passTypeIdentifier", name, last_modified AS "lastModified", account_id AS "accountId"
  FROM withdrawn_passes w WHERE id = $1`);
const ownerById = statement<Account>(`SELECT ${accountColumns('a')} FROM accounts a WHERE a.id = $1`);

/**
 * Copies what devices need of a pass, or of all passes of a template, before its deletion. Returns
 * how many of these passes are on a device. `now` in ms. The caller has locked the row of the one
 * pass, or of the template, FOR UPDATE.
 */
export async function withdraw(
  tx: Tx,
  of: { readonly passId: number } | { readonly templateId: number },
  now: number,
): Promise<number> {
  if ('passId' in of) return tx.run(onePass, of.passId, secondOf(now));
  await tx.run(lockOfTemplate, of.templateId);
  return tx.run(ofTemplate, of.templateId, secondOf(now));
}

/**
 * Finds the withdrawn pass that Wallet knows by this pass type and serial number. An imported one that
 * was deleted several times is the last one.
 */
export async function withdrawnId(queries: Queries, type: string, serialNumber: string): Promise<number | null> {
  const found = (await queries.row(ownId, serialNumber)) ?? (await queries.row(importedId, serialNumber, type));
  return found?.id ?? null;
}

export function withdrawnStore({ read }: Connection): Pick<DeviceStore, 'withdrawnPass'> {
  return {
    withdrawnPass: async (type, serialNumber) => {
      const id = await withdrawnId(read, type, serialNumber);
      const row = id === null ? undefined : await read.row(byId, id);
      if (row === undefined) return null;
      const { accountId, ...pass } = row;
      const owner = await read.row(ownerById, accountId);
      return owner === undefined ? null : { ...pass, owner };
    },
  };
}
