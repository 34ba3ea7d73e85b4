// Stores what devices need of deleted passes, until the last device has unregistered.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { DeviceStore } from '../../ports/store/devices.ts';
import { secondOf } from '../changes.ts';
import { accountColumns } from './accounts.ts';
import type { Connection } from './engine/connection.ts';
import { accounts, withdrawnPasses } from './schema.ts';

/**
 * Copies what devices need of a pass, or of all passes of a template, before its deletion. Returns
 * how many of these passes are on a device. `now` in ms. Inside a write only.
 */
export type Withdraw = (
  of: { readonly passId: number } | { readonly templateId: number },
  updateTag: number,
  now: number,
) => number;

export function withdraw({ client }: Connection): Withdraw {
  const keep = (which: string) =>
    client.prepare(`
      INSERT INTO withdrawn_passes
        (id, template_id, account_id, serial_number, imported_serial_number, authentication_token, pass_type_identifier, name, update_tag, last_modified)
      SELECT p.id, p.template_id, t.account_id, p.serial_number, p.imported_serial_number, p.authentication_token,
        (SELECT d.pass_type_identifier FROM registrations r JOIN devices d ON d.id = r.device_id WHERE r.pass_id = p.id LIMIT 1),
        t.name, :updateTag, max(p.last_modified, t.last_modified, :second) + 1
      FROM passes p JOIN templates t ON t.id = p.template_id
      WHERE ${which} = :id AND EXISTS (SELECT 1 FROM registrations r WHERE r.pass_id = p.id)`);
  const onePass = keep('p.id');
  const ofTemplate = keep('p.template_id');
  return (of, updateTag, now) => {
    const statement = 'passId' in of ? onePass : ofTemplate;
    const id = 'passId' in of ? of.passId : of.templateId;
    return statement.run({ id, updateTag, second: secondOf(now) }).changes;
  };
}

/**
 * Finds the withdrawn pass that Wallet knows by this pass type and serial number. An imported one that
 * was deleted several times is the last one.
 */
export function withdrawnId(
  client: Connection['client'],
): (passTypeIdentifier: string, serialNumber: string) => number | undefined {
  const own = client
    .prepare<[string], number>(
      'SELECT id FROM withdrawn_passes WHERE serial_number = ? AND imported_serial_number IS NULL',
    )
    .pluck();
  const imported = client
    .prepare<[string, string], number>(
      `SELECT id FROM withdrawn_passes WHERE imported_serial_number = ? AND pass_type_identifier = ?
      ORDER BY id DESC LIMIT 1`,
    )
    .pluck();
  return (passTypeIdentifier, serialNumber) => own.get(serialNumber) ?? imported.get(serialNumber, passTypeIdentifier);
}

export function withdrawnStore({ client, db }: Connection): Pick<DeviceStore, 'withdrawnPass'> {
  const { serialNumber, importedSerialNumber, authenticationToken, passTypeIdentifier, name, lastModified } =
    getTableColumns(withdrawnPasses);
  const shownSerialNumber = sql<string>`coalesce(${importedSerialNumber}, ${serialNumber})`;
  const idOf = withdrawnId(client);
  const byId = db
    .select({
      pass: { serialNumber: shownSerialNumber, authenticationToken, passTypeIdentifier, name, lastModified },
      owner: accountColumns,
    })
    .from(withdrawnPasses)
    .innerJoin(accounts, eq(accounts.id, withdrawnPasses.accountId))
    .where(eq(withdrawnPasses.id, sql.placeholder('id')))
    .prepare();
  return {
    withdrawnPass: async (type, given) => {
      const id = idOf(type, given);
      const row = id === undefined ? undefined : byId.get({ id });
      return row ? { ...row.pass, owner: row.owner } : null;
    },
  };
}
