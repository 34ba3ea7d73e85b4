// passwright backup: copies the database into one file, and its secret key into another.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app.ts';
import { type Config, ConfigError } from '../config.ts';
import { opensPrivateKeys } from '../operations/certificates/private-keys.ts';
import { readSecretKey, replaceSecretKey, secretKeyFile } from '../secret-key.ts';
import { backupDatabase, type CopyFacts } from '../store/sqlite/engine/backup.ts';
import { noteBackup } from '../store/sqlite/engine/note-backup.ts';
import { configOfFile, type Env, print, printJson, telling } from './context.ts';
import { progressOn } from './progress.ts';

interface BackupOptions {
  readonly withKey?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function backupCommand(program: Command, env: Env): void {
  program
    .command('backup <file>')
    .description('copy the database into a file, also while a server runs')
    .option('--with-key', 'put the secret key beside it, into <file>.key')
    .option('--force', 'replace files that are there')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The file holds the database as it is at one moment: accounts, templates, images, certificates, passes and events. It is
checked, on the disk, and readable by you alone before it gets its name.

The private keys in it are encrypted with the secret key, which is NOT in the database: it is SECRET_KEY, or secret.key
in DATA_DIR. Without the key a backup cannot be restored. So keep a copy of the key somewhere else; or use --with-key,
and keep both files as secret as a private key.

Examples:
  $ passwright backup /backups/passwright-$(date +%F).sqlite
  $ passwright backup /backups/whole.sqlite --with-key --force`,
    )
    .action((file: string, options: BackupOptions) => telling(() => backup(env, file, options)));
}

async function backup(env: Env, file: string, options: BackupOptions): Promise<void> {
  const config = configOfFile(env);
  const { withKey = false, force = false, json = false } = options;
  const key = await secretOf(config);
  const keyFile = withKey ? `${file}.key` : null;
  if (keyFile !== null && key === null) {
    throw new ConfigError('The secret key is not known here: set SECRET_KEY as the server has it.');
  }
  if (keyFile !== null && existsSync(keyFile) && !force) {
    throw new ConfigError(`${keyFile} is there already. Name another file, or replace it with --force.`);
  }
  const progress = progressOn(process.stderr, 'Copying');
  const facts = await backupDatabase({
    file: config.databaseFile,
    backup: file,
    replace: force,
    onProgress: progress.show,
  }).finally(progress.end);
  const keyFits = key !== null && opensPrivateKeys(key.secret, facts.encryptedKeys);
  if (keyFile !== null) await replaceSecretKey(keyFile, key!.secret, null);
  noteBackup(config.databaseFile, { time: systemClock.now(), bytes: facts.bytes, file: basename(file) });
  if (json) printJson({ file, ...countsOf(facts), keyFile, keyFits });
  else print(`${file} holds ${countsText(facts)}. It is checked.`);
  // Warn on stderr, which is also read where stdout is not: without its key the backup is useless.
  const warning = keyWarning(key, keyFits, keyFile);
  if (warning !== null) process.stderr.write(`passwright: ${warning}\n`);
}

function keyWarning(key: FoundKey | null, keyFits: boolean, keyFile: string | null): string | null {
  const useless = 'without it the backup cannot be restored.';
  if (key === null) {
    return `The secret key is not in the backup and not known here: keep the SECRET_KEY that the server runs with; ${useless}`;
  }
  if (!keyFits) {
    return `The private keys in the backup are encrypted with another key than ${key.where}: keep the SECRET_KEY that the server runs with; ${useless}`;
  }
  if (keyFile !== null) return null;
  return `The secret key is not in the backup: keep a copy of ${key.where} as well, or use --with-key; ${useless}`;
}

/** A secret key, and its place for messages: a file or SECRET_KEY. */
export interface FoundKey {
  readonly secret: string;
  readonly where: string;
}

/**
 * The key that a server would run with; null when the server's start would make a key. Fails with
 * ConfigError.
 */
export async function secretOf(config: Config): Promise<FoundKey | null> {
  return config.secretKey === null
    ? secretIn(secretKeyFile(config.dataDir))
    : { secret: config.secretKey, where: 'SECRET_KEY' };
}

/** The key in a file; null when there is no file. Fails with ConfigError. */
export async function secretIn(file: string): Promise<FoundKey | null> {
  const secret = await readSecretKey(file);
  return secret === null ? null : { secret, where: file };
}

/** What a copy holds, as numbers. */
export function countsOf({ accounts, templates, passes, events, bytes }: CopyFacts) {
  return { accounts, templates, passes, events, bytes };
}

/** What a copy holds, in words. */
export function countsText({ accounts, templates, passes, events, bytes }: CopyFacts): string {
  const count = (number: number, one: string, many: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
  const mebibytes = (bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 });
  return [
    count(accounts, 'account', 'accounts'),
    count(templates, 'template', 'templates'),
    count(passes, 'pass', 'passes'),
    `${count(events, 'event', 'events')} (${mebibytes} MiB)`,
  ].join(', ');
}
