// Stores the settings of the whole server, one row each.
import { eq, sql } from 'drizzle-orm';
import type { LastBackup, SettingStore } from '../../ports/store/settings.ts';
import type { Connection } from './engine/connection.ts';
import { LAST_BACKUP } from './engine/note-backup.ts';
import { serverSettings } from './schema.ts';

const MAIL_SERVER = 'mail_server';

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
  };
}
