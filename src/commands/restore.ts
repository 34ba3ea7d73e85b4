// passwright restore: replaces the database by a backup, and the secret key when only the backup's
// key opens it.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../app.ts';
import { ConfigError } from '../config.ts';
import { opensPrivateKeys } from '../operations/certificates/private-keys.ts';
import { replaceSecretKey, secretKeyFile } from '../secret-key.ts';
import { restoreDatabase } from '../store/sqlite/engine/restore.ts';
import { countsOf, countsText, type FoundKey, secretIn, secretOf } from './backup.ts';
import { configOfFile, type Env, print, printJson, telling } from './context.ts';
import { progressOn } from './progress.ts';

interface RestoreOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

export function restoreCommand(program: Command, env: Env): void {
  program
    .command('restore <file>')
    .description('put a backup into the place of the database; the server must be stopped')
    .option('--force', 'replace the database that is there; the old one stays beside it')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The backup is copied into DATA_DIR and checked there before anything is moved: that it is whole, written by this version
or an older one, and that the secret key opens the private keys in it. The key is SECRET_KEY, else secret.key in
DATA_DIR. Where that one does not fit, or there is none, it is <file>.key, which "backup --with-key" made: it becomes
secret.key. The old database stays as passwright.sqlite.replaced-<time>, until you delete it.

Examples:
  $ passwright restore /backups/passwright-2026-03-01.sqlite --force
  $ DATA_DIR=/srv/new passwright restore /backups/whole.sqlite`,
    )
    .action((file: string, options: RestoreOptions) => telling(() => restore(env, file, options)));
}

async function restore(env: Env, file: string, { force = false, json = false }: RestoreOptions): Promise<void> {
  const config = configOfFile(env);
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`);
  const present = await secretOf(config);
  const beside = await secretIn(`${file}.key`);
  const label = new Date(systemClock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(dirname(config.databaseFile), { recursive: true, mode: 0o700 });

  const opens = (key: FoundKey | null, encryptedKeys: readonly Uint8Array[]) =>
    key !== null && opensPrivateKeys(key.secret, encryptedKeys);
  let keptKey: string | null = null;
  const progress = progressOn(process.stderr, 'Copying');
  const { facts, kept } = await restoreDatabase({
    backup: file,
    file: config.databaseFile,
    label,
    replace: force,
    onProgress: progress.show,
    accept: async ({ encryptedKeys }) => {
      if (opens(present, encryptedKeys)) return;
      // A server with SECRET_KEY in its settings would ignore a key file.
      if (config.secretKey !== null || !opens(beside, encryptedKeys)) {
        throw new ConfigError(noKeyMessage(file, present, beside));
      }
      const keyFile = secretKeyFile(config.dataDir);
      keptKey = present === null ? null : `${keyFile}.replaced-${label}`;
      await replaceSecretKey(keyFile, beside!.secret, keptKey);
    },
  }).finally(progress.end);

  if (json) {
    printJson({ database: config.databaseFile, ...countsOf(facts), keptDatabase: kept, keptKey });
    return;
  }
  print(`${config.databaseFile} now holds ${countsText(facts)}.`);
  if (kept !== null) print(`The old database is now ${kept}`);
  if (keptKey !== null) print(`The old secret key is now ${keptKey}`);
}

function noKeyMessage(file: string, present: FoundKey | null, beside: FoundKey | null): string {
  const tried = [present, beside].flatMap((key) => (key === null ? [] : [key.where]));
  const found =
    tried.length === 0
      ? 'and there is no key here'
      : `and ${tried.join(' and ')} ${tried.length === 1 ? 'is' : 'are'} not that one`;
  return `The private keys in the backup can only be opened with the secret key of the server that it was made on, ${found}. Put that server's secret.key beside the backup as ${file}.key, or set SECRET_KEY as it was there. Nothing was changed.`;
}
