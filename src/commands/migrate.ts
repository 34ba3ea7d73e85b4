// `passwright migrate` moves everything between a SQLite file and PostgreSQL.
import type { Command } from 'commander';
import { ConfigError, readConfig } from '../config.ts';
import { MoveError, moveAll } from '../store/move/move.ts';
import { postgresSource, postgresTarget } from '../store/move/postgres-side.ts';
import { sqliteSource, sqliteTarget } from '../store/move/sqlite-side.ts';
import { type Env, print, printJson, telling } from './context.ts';
import { progressOn } from './progress.ts';

interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly json?: boolean;
}

/** Adds the command. */
export function migrateCommand(program: Command, env: Env): void {
  program
    .command('migrate')
    .description('move everything between a SQLite file and PostgreSQL')
    .requiredOption('--from <database>', 'sqlite: the file in DATA_DIR; sqlite:/path/to/file; postgres://…')
    .requiredOption('--to <database>', 'the same; an empty database, or a file that is not there')
    .option('--json', 'print the rows and hashes of each table as JSON')
    .addHelpText(
      'after',
      `
Stop all servers first. An interrupted move goes on where it was when the command runs again. At the
end, both sides are read again and compared by counts and hashes. The secret key does not move: set
SECRET_KEY, or keep the file secret.key in DATA_DIR.

Examples:
  $ passwright migrate --from sqlite --to postgres://passwright:secret@db.example.com/passwright
  $ passwright migrate --from postgres://passwright:secret@db.example.com/passwright --to sqlite:/srv/passwright.sqlite`,
    )
    .action((options: MigrateOptions) => telling(() => migrate(env, options)));
}

async function migrate(env: Env, { from, to, json = false }: MigrateOptions): Promise<void> {
  const source = databaseOf(env, '--from', from);
  const target = databaseOf(env, '--to', to);
  const own = source.postgres === null ? sqliteSource(source.databaseFile) : await postgresSource(source.postgres);
  try {
    const other = target.postgres === null ? sqliteTarget(target.databaseFile) : await postgresTarget(target.postgres);
    const progress = progressOn(process.stderr, 'Moving');
    try {
      const moved = await moveAll(own, other, progress.show).finally(progress.end);
      if (json) printJson(moved);
      else {
        const rows = moved.reduce((sum, each) => sum + each.rows, 0);
        print(
          `${rows} rows of ${moved.length} tables moved; both sides are the same. Set DATABASE_URL to the new one.`,
        );
      }
    } catch (error) {
      if (error instanceof MoveError) throw new ConfigError(error.message);
      throw error;
    } finally {
      await other.close();
    }
  } finally {
    await own.close();
  }
}

function databaseOf(env: Env, option: string, given: string) {
  try {
    return readConfig({ ...env, DATABASE_URL: given === 'sqlite' ? undefined : given }, false);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${option}: ${error.message.replace('DATABASE_URL', 'a database')}`);
  }
}
