// Stores the settings of the whole server, one row each.
import type { EncryptedRow, LastBackup, SettingStore } from '../../ports/store/settings.ts';
import type { Connection } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const MAIL_SERVER = 'mail_server';
const LAST_BACKUP = 'last_backup';
const SECRET_PROOF = 'secret_proof';

interface Setting {
  readonly value: unknown;
  readonly encryptedValue: Uint8Array | null;
  readonly changedAt: number;
}

const byName = statement<Setting>(`
  SELECT value, encrypted_value AS "encryptedValue", changed_at AS "changedAt" FROM server_settings WHERE name = $1`);
const put = statement(`
  INSERT INTO server_settings (name, value, encrypted_value, changed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (name) DO UPDATE
  SET value = excluded.value, encrypted_value = excluded.encrypted_value, changed_at = excluded.changed_at`);
const putFirst = statement(`
  INSERT INTO server_settings (name, value, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING`);
const remove = statement('DELETE FROM server_settings WHERE name = $1');

const encrypted = statement<EncryptedRow>(`
  SELECT 'certificate' AS kind, to_json(id) AS id, encrypted_key AS encrypted FROM certificates
  UNION ALL SELECT 'certificate_request', to_json(id), encrypted_key FROM certificate_requests
  UNION ALL SELECT 'api_key', to_json(id), encrypted_secret FROM api_keys WHERE encrypted_secret IS NOT NULL
  UNION ALL SELECT 'webhook', to_json(id), encrypted_secret FROM webhooks
  UNION ALL SELECT 'google', to_json(account_id), encrypted_key FROM google_accounts
  UNION ALL SELECT 'setting', to_json(name), encrypted_value FROM server_settings WHERE encrypted_value IS NOT NULL`);
const REMOVE = {
  certificate: statement('DELETE FROM certificates WHERE id = $1'),
  certificate_request: statement('DELETE FROM certificate_requests WHERE id = $1'),
  api_key: statement(`
    UPDATE api_keys SET encrypted_secret = NULL, revoked_at = coalesce(revoked_at, now_ms()) WHERE id = $1`),
  webhook: statement('DELETE FROM webhooks WHERE id = $1'),
  google: statement('DELETE FROM google_accounts WHERE account_id = $1'),
  setting: remove,
} as const satisfies Record<EncryptedRow['kind'], unknown>;

export function settingStore({ read, write }: Connection): SettingStore {
  return {
    mailServer: async () => {
      const row = await read.row(byName, MAIL_SERVER);
      if (!row?.encryptedValue) return null;
      return { encryptedSettings: new Uint8Array(row.encryptedValue), changedAt: row.changedAt };
    },

    setMailServer: (encryptedSettings, now) =>
      write(async (tx) => {
        tx.leavesKept();
        if (encryptedSettings === null) tx.send(remove, MAIL_SERVER);
        else tx.send(put, MAIL_SERVER, null, Buffer.from(encryptedSettings), now);
      }),

    lastBackup: async () => ((await read.row(byName, LAST_BACKUP))?.value as LastBackup | undefined) ?? null,

    recordBackup: ({ time, bytes, file }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(put, LAST_BACKUP, JSON.stringify({ time, bytes, file }), null, time);
      }),

    secretProof: async () => {
      const row = await read.row(byName, SECRET_PROOF);
      return (row?.value as { readonly proof: string } | undefined)?.proof ?? null;
    },

    recordSecretProof: (proof, now) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(putFirst, SECRET_PROOF, JSON.stringify({ proof }), now);
      }),

    encryptedRows: () => read.rows(encrypted),

    renewSecretProof: (proof, lost, now) =>
      write(async (tx) => {
        for (const { kind, id } of lost) tx.send(REMOVE[kind], id);
        tx.send(put, SECRET_PROOF, JSON.stringify({ proof }), null, now);
      }),
  };
}
