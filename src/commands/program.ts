// Puts all commands together, in the order in which `passwright --help` lists them.
import { Command } from 'commander';
import { accountCommands } from './account.ts';
import { apiKeyCommands } from './apikey.ts';
import { backupCommand } from './backup.ts';
import { batchCommand } from './batch.ts';
import { certificateCommands } from './certificate.ts';
import type { Env } from './context.ts';
import { deviceCommands } from './device.ts';
import { doctorCommand } from './doctor.ts';
import { googleCommands } from './google.ts';
import { googleStandInCommand } from './google-stand-in.ts';
import { importCommand } from './import.ts';
import { importHistoryCommand } from './import-history.ts';
import { mailCommands } from './mail.ts';
import { migrateCommand } from './migrate.ts';
import { passCommands } from './pass.ts';
import { purgeCommand } from './purge.ts';
import { restoreCommand } from './restore.ts';
import { secretKeyCommands } from './secret-key.ts';
import { templateCommands } from './template.ts';
import { versionCommand } from './version.ts';

/**
 * Makes the program. `serve` runs the server. `base` is the command to build on: tests pass a
 * command that does not end the process.
 */
export function createProgram(env: Env, serve: () => Promise<void>, base = new Command('passwright')): Command {
  const program = base
    .description('Self-hosted server for living Apple Wallet passes.')
    .showHelpAfterError('(--help says more)')
    .addHelpText(
      'after',
      `
Settings come from the environment: DATA_DIR is the folder with the database (./data), ROOT_URL the address of the
server; README.md has them all. All commands but serve, restore and migrate may be used while a server runs.

Examples:
  $ passwright serve
  $ passwright account add owner@example.com
  $ passwright template import examples/01-points-on-scan --account owner@example.com
  $ passwright template help import`,
    );
  program
    .command('serve')
    .description('run the server (settings come from the environment, see README.md)')
    .addHelpText('after', '\nExample:\n  $ ROOT_URL=https://passes.example.com PORT=8080 passwright serve')
    .action(serve);
  accountCommands(program, env);
  apiKeyCommands(program, env);
  certificateCommands(program, env);
  templateCommands(program, env);
  passCommands(program, env);
  batchCommand(program, env);
  importCommand(program, env);
  importHistoryCommand(program, env);
  mailCommands(program, env);
  deviceCommands(program);
  const google = program.command('google').description('passes in Google Wallet');
  googleCommands(google, env);
  googleStandInCommand(google);
  purgeCommand(program, env);
  backupCommand(program, env);
  restoreCommand(program, env);
  migrateCommand(program, env);
  doctorCommand(program, env);
  secretKeyCommands(program, env);
  versionCommand(program);
  return program;
}

/**
 * The arguments with a space before each hash that begins with `-`, so that commander does not read
 * the hash as an option. The lookup of a hash drops the space.
 */
export function hashesAsOperands(argv: readonly string[]): string[] {
  return argv.map((argument) => (/^-[\w-]{31}$/.test(argument) ? ` ${argument}` : argument));
}
