// Whether the database can be opened, has this version's tables and is whole, and whether the
// secret key opens the private keys in it.
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { opensPrivateKeys } from '../operations/certificates/private-keys.ts';
import type { Clock } from '../ports/clock.ts';
import { readSecretKey, secretKeyFile } from '../secret-key.ts';
import { inspectPostgres } from '../store/postgres/engine/inspect.ts';
import { inspectDatabase } from '../store/sqlite/engine/inspect.ts';
import { sizeOf } from './disk.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

export interface LookedAt {
  readonly findings: readonly Finding[];
  /** Whether a program may work with it as it is: nothing would be made or migrated. */
  readonly isUsable: boolean;
  /** The size of a database file in bytes; 0: there is none. */
  readonly fileBytes: number;
  /** The secret key of this installation; null: there is none yet. */
  readonly secret: string | null;
  /** How far the clock of the database server is ahead of ours, in ms; null: it has no clock of its own. */
  readonly clockAhead: number | null;
}

/** What both kinds of databases tell. */
interface State {
  readonly finding: Finding;
  readonly encryptedKeys: readonly Uint8Array[];
  /** Whether it has every table of this version. */
  readonly isCurrent: boolean;
  readonly fileBytes: number;
  readonly clockAhead: number | null;
}

export async function checkDatabase(config: Config, clock: Clock): Promise<LookedAt> {
  const place = config.secretKey === null ? secretKeyFile(config.dataDir) : 'SECRET_KEY';
  let secret = config.secretKey;
  const nothing = { isUsable: false, fileBytes: 0, clockAhead: null };
  try {
    secret ??= await readSecretKey(place);
  } catch (error) {
    const unread = problem('secret key', reasonOf(error), `Let this user read ${place}, or put its backup there.`);
    return { ...nothing, findings: [unread], secret: null };
  }
  const state = config.postgres === null ? lookAtFile(config.databaseFile) : await lookAtServer(config.postgres, clock);
  if ('status' in state) return { ...nothing, findings: [state], secret };
  const { finding, encryptedKeys, isCurrent, fileBytes, clockAhead } = state;
  const key = checkSecret(place, secret, encryptedKeys);
  const isUsable = isCurrent && key.status === 'ok';
  return { findings: [finding, key], isUsable, fileBytes, clockAhead, secret };
}

function lookAtFile(file: string): State | Finding {
  if (!existsSync(file)) {
    const advice = 'Start the server, which makes it; or set DATA_DIR to the folder that the server uses.';
    return warning('database', `There is no database at ${file} yet.`, advice);
  }
  try {
    const { bytes, version, missing, damage, isRead, encryptedKeys } = inspectDatabase(file);
    const what = `${file}, ${sizeOf(bytes)}, database version ${version}`;
    const state = { encryptedKeys, isCurrent: missing === 0, fileBytes: bytes, clockAhead: null };
    if (damage !== null) {
      const advice = 'Restore a backup: passwright restore <file>';
      return { ...state, finding: problem('database', `${what}: it is damaged (${damage}).`, advice) };
    }
    const whole = isRead ? 'it is whole' : 'too large to read whole here: each backup does';
    return { ...state, finding: lacking(what, missing) ?? ok('database', `${what}; ${whole}.`) };
  } catch (error) {
    const advice = 'Follow what it says, or put a backup in place: passwright restore <file>';
    return problem('database', `${file} cannot be read: ${reasonOf(error)}`, advice);
  }
}

async function lookAtServer(url: string, clock: Clock): Promise<State | Finding> {
  const where = withoutPassword(url);
  try {
    const { server, bytes, version, missing, clockAhead, encryptedKeys } = await inspectPostgres(url, clock.now);
    if (version === 0) {
      return warning('database', `${where} is empty.`, 'Start the server, which makes the tables.');
    }
    const what = `PostgreSQL ${server} at ${where}, ${sizeOf(bytes)}, database version ${version}`;
    const finding = lacking(what, missing) ?? ok('database', `${what}.`);
    return { finding, encryptedKeys, isCurrent: missing <= 0, fileBytes: 0, clockAhead };
  } catch (error) {
    const advice = 'Look at DATABASE_URL: host, port, user, password and database; and whether PostgreSQL runs there.';
    return problem('database', `${where} cannot be used: ${reasonOf(error)}`, advice);
  }
}

/** What a database that lacks migrations is told; null: it lacks none. */
function lacking(what: string, missing: number): Finding | null {
  if (missing <= 0) return null;
  const message = `${what}: it lacks ${missing} ${missing === 1 ? 'migration' : 'migrations'}.`;
  return warning('database', message, 'Make a backup, then restart the server: its start makes them.');
}

function checkSecret(place: string, secret: string | null, encryptedKeys: readonly Uint8Array[]): Finding {
  const advice =
    'Set SECRET_KEY, or put back the secret.key, that the server ran with when it stored them; if it is lost, see passwright secret-key renew --help.';
  if (secret === null) return problem('secret key', `There is no ${place}, and no SECRET_KEY is set.`, advice);
  if (!opensPrivateKeys(secret, encryptedKeys)) {
    return problem('secret key', `${place} does not open the private keys in the database.`, advice);
  }
  return ok('secret key', `${place} opens what is encrypted in the database (${encryptedKeys.length}).`);
}

/** The address of a database for people: hosts and name. */
function withoutPassword(url: string): string {
  return url.replace(/^[^/]*\/\/(?:[^/@]*@)?/, '').split('?', 1)[0]!;
}
