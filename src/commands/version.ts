// passwright version: which program this is, for reports of faults and for the operator who updates.
import type { Command } from 'commander';
import { programFacts } from '../installation.ts';
import { POSTGRES_VERSION } from '../store/postgres/engine/inspect.ts';
import { DATABASE_VERSION } from '../store/sqlite/engine/migrate.ts';
import { print, printJson, telling } from './context.ts';

export function versionCommand(program: Command): void {
  program
    .command('version')
    .description('print the versions of the program, of Node and of the database, and the commit')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright version')
    .action((options: { json?: boolean }) => telling(() => version(options)));
}

async function version({ json = false }: { json?: boolean }): Promise<void> {
  const databases = { sqlite: DATABASE_VERSION, postgres: POSTGRES_VERSION };
  const facts = { ...(await programFacts()), databases };
  if (json) {
    printJson(facts);
    return;
  }
  print(`passwright ${facts.version}`);
  print(`commit ${facts.commit ?? 'unknown: it was not built in a git checkout'}`);
  print(`node ${facts.node}`);
  print(`database version ${databases.sqlite} (SQLite), ${databases.postgres} (PostgreSQL)`);
}
