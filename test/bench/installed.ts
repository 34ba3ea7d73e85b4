// Registers phones by SQL: each pass is on a phone of its own, as if it had registered long ago.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

const DEVELOPMENT_ID = 'pass.dev.passwright';

/** Registers a phone for each pass without one; the passes have the development certificate. */
export function installAll(dataDir: string): void {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { timeout: 5000 });
  try {
    client
      .prepare(`
        INSERT INTO devices (id, device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
        SELECT id, printf('%032x', id), ?, printf('%064x', id), 0, 0 FROM passes
        WHERE id NOT IN (SELECT pass_id FROM registrations)`)
      .run(DEVELOPMENT_ID);
    client.exec('INSERT OR IGNORE INTO registrations (pass_id, device_id, created_at) SELECT id, id, 0 FROM passes');
  } finally {
    client.close();
  }
}
