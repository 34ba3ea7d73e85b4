// Stores the settings of the whole server, one row each.
import { eq, sql } from 'drizzle-orm';
import type { EncryptedRow, LastBackup, SettingStore } from '../../ports/store/settings.ts';
import type { Connection } from './engine/connection.ts';
import { LAST_BACKUP } from './engine/note-backup.ts';
import { serverSettings } from './schema.ts';

const MAIL_SERVER = 'mail_server';
const SECRET_PROOF = 'secret_proof';

/** The rows with something encrypted, and what removes one. */
const ENCRYPTED: readonly (readonly [kind: EncryptedRow['kind'], select: string, remove: string])[] = [
  ['certificate', 'id, encrypted_key AS encrypted FROM certificates', 'DELETE FROM certificates WHERE id = ?'],
  [
    'certificate_request',
    'id, encrypted_key AS encrypted FROM certificate_requests',
    'DELETE FROM certificate_requests WHERE id = ?',
  ],
  [
    'api_key',
    'id, encrypted_secret AS encrypted FROM api_keys WHERE encrypted_secret IS NOT NULL',
    'UPDATE api_keys SET encrypted_secret = NULL, revoked_at = coalesce(revoked_at, ?) WHERE id = ?',
  ],
  ['webhook', 'id, encrypted_secret AS encrypted FROM webhooks', 'DELETE FROM webhooks WHERE id = ?'],
  [
    'google',
    'account_id AS id, encrypted_key AS encrypted FROM google_accounts',
    'DELETE FROM google_accounts WHERE account_id = ?',
  ],
  [
    'setting',
    'name AS id, encrypted_value AS encrypted FROM server_settings WHERE encrypted_value IS NOT NULL',
    'DELETE FROM server_settings WHERE name = ?',
  ],
];

export function settingStore({ client, db, write }: Connection): SettingStore {
  const byName = db
    .select()
    .from(serverSettings)
    .where(eq(serverSettings.name, sql.placeholder('name')))
    .prepare();
  const put = (row: typeof serverSettings.$inferInsert) =>
    db.insert(serverSettings).values(row).onConflictDoUpdate({ target: serverSettings.name, set: row }).run();

  return {
    mailServer: async () => {
      const row = byName.get({ name: MAIL_SERVER });
      if (!row?.encryptedValue) return null;
      return { encryptedSettings: new Uint8Array(row.encryptedValue), changedAt: row.changedAt };
    },

    setMailServer: (encryptedSettings, now) =>
      write(() => {
        if (encryptedSettings === null) {
          db.delete(serverSettings).where(eq(serverSettings.name, MAIL_SERVER)).run();
          return;
        }
        const encryptedValue = Buffer.from(encryptedSettings);
        put({ name: MAIL_SERVER, value: null, encryptedValue, changedAt: now });
      }),

    lastBackup: async () => {
      const row = byName.get({ name: LAST_BACKUP });
      return (row?.value as unknown as LastBackup | undefined) ?? null;
    },

    recordBackup: ({ time, bytes, file }) =>
      write(() => {
        put({ name: LAST_BACKUP, value: { time, bytes, file }, encryptedValue: null, changedAt: time });
      }),

    secretProof: async () => {
      const row = byName.get({ name: SECRET_PROOF });
      return (row?.value as unknown as { readonly proof: string } | undefined)?.proof ?? null;
    },

    recordSecretProof: (proof, now) =>
      write(() => {
        const row = { name: SECRET_PROOF, value: { proof }, encryptedValue: null, changedAt: now };
        db.insert(serverSettings).values(row).onConflictDoNothing().run();
      }),

    encryptedRows: async () =>
      ENCRYPTED.flatMap(([kind, select]) =>
        client
          .prepare<[], Omit<EncryptedRow, 'kind'>>(`SELECT ${select}`)
          .all()
          .map(({ id, encrypted }) => ({ kind, id, encrypted: new Uint8Array(encrypted) })),
      ),

    renewSecretProof: (proof, lost, now) =>
      write(() => {
        for (const [kind, , remove] of ENCRYPTED) {
          const statement = client.prepare(remove);
          const before = kind === 'api_key' ? [now] : [];
          for (const { id } of lost.filter((row) => row.kind === kind)) statement.run(...before, id);
        }
        put({ name: SECRET_PROOF, value: { proof }, encryptedValue: null, changedAt: now });
      }),
  };
}
