// Whether the database can be opened, has this version's tables and is whole, and whether the
// secret key opens the private keys in it.
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { opensPrivateKeys } from '../operations/certificates/private-keys.ts';
import { readSecretKey, secretKeyFile } from '../secret-key.ts';
import { inspectDatabase } from '../store/sqlite/engine/inspect.ts';
import { sizeOf } from './disk.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

export interface LookedAt {
  readonly findings: readonly Finding[];
  /** Whether a program may work with it as it is: nothing would be made or migrated. */
  readonly isUsable: boolean;
  /** The size of the database in bytes. */
  readonly bytes: number;
  /** The secret key of this installation; null: there is none yet. */
  readonly secret: string | null;
}

export async function checkDatabase(config: Config): Promise<LookedAt> {
  const { databaseFile: file } = config;
  const place = config.secretKey === null ? secretKeyFile(config.dataDir) : 'SECRET_KEY';
  let secret = config.secretKey;
  try {
    secret ??= await readSecretKey(place);
  } catch (error) {
    const unread = problem('secret key', reasonOf(error), `Let this user read ${place}, or put its backup there.`);
    return { findings: [unread], isUsable: false, bytes: 0, secret: null };
  }
  const nothing = { isUsable: false, bytes: 0, secret };
  if (!existsSync(file)) {
    const advice = 'Start the server, which makes it; or set DATA_DIR to the folder that the server uses.';
    return { ...nothing, findings: [warning('database', `There is no database at ${file} yet.`, advice)] };
  }
  try {
    const state = inspectDatabase(file);
    const key = checkSecret(place, secret, state.encryptedKeys);
    const isUsable = state.missing === 0 && key.status === 'ok';
    return { findings: [stateFinding(file, state), key], isUsable, bytes: state.bytes, secret };
  } catch (error) {
    const advice = 'Follow what it says, or put a backup in place: passwright restore <file>';
    return { ...nothing, findings: [problem('database', `${file} cannot be read: ${reasonOf(error)}`, advice)] };
  }
}

function stateFinding(file: string, state: ReturnType<typeof inspectDatabase>): Finding {
  const { bytes, version, missing, damage, isRead } = state;
  const what = `${file}, ${sizeOf(bytes)}, database version ${version}`;
  if (damage !== null) {
    return problem('database', `${what}: it is damaged (${damage}).`, 'Restore a backup: passwright restore <file>');
  }
  if (missing > 0) {
    const message = `${what}: it lacks ${missing} ${missing === 1 ? 'migration' : 'migrations'}.`;
    return warning('database', message, 'Make a backup, then restart the server: its start makes them.');
  }
  return ok('database', isRead ? `${what}; it is whole.` : `${what}; too large to read whole here: each backup does.`);
}

function checkSecret(place: string, secret: string | null, encryptedKeys: readonly Uint8Array[]): Finding {
  const advice = 'Set SECRET_KEY, or put back the secret.key, that the server ran with when it stored them.';
  if (secret === null) return problem('secret key', `There is no ${place}, and no SECRET_KEY is set.`, advice);
  if (!opensPrivateKeys(secret, encryptedKeys)) {
    return problem('secret key', `${place} does not open the private keys in the database.`, advice);
  }
  return ok('secret key', `${place} opens what is encrypted in the database (${encryptedKeys.length}).`);
}
