// Stores the settings of the whole server, one row each.
import { eq, sql } from 'drizzle-orm';
import type { LastBackup, SettingStore } from '../../ports/store/settings.ts';
import type { Connection } from './engine/connection.ts';
import { LAST_BACKUP } from './engine/note-backup.ts';
import { serverSettings } from './schema.ts';

const MAIL_SERVER = 'mail_server';
const SECRET_PROOF = 'secret_proof';

export function settingStore({ db, write }: Connection): SettingStore {
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
  };
}
