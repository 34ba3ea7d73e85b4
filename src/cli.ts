#!/usr/bin/env node
// The command line: one file a group of commands in commands/.
import { Command } from 'commander';
import { accountCommands } from './commands/account.ts';
import { backupCommand } from './commands/backup.ts';
import { hashesAsOperands } from './commands/context.ts';
import { passCommands } from './commands/pass.ts';
import { purgeCommand } from './commands/purge.ts';
import { restoreCommand } from './commands/restore.ts';
import { templateCommands } from './commands/template.ts';
import { serve } from './serve.ts';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const program = new Command('passwright')
  .description('Self-hosted server for living Apple Wallet passes.')
  .showHelpAfterError('(--help says more)')
  .addHelpText(
    'after',
    `
Settings come from the environment: DATA_DIR is the folder with the database (./data), ROOT_URL the address of the
server; README.md has them all. All commands but serve and restore may be used while a server runs.

Examples:
  $ passwright serve
  $ passwright account add owner@example.com
  $ passwright template import examples/1-points-on-scan --account owner@example.com
  $ passwright template help import`,
  );

program
  .command('serve')
  .description('run the server (settings come from the environment, see README.md)')
  .addHelpText('after', '\nExample:\n  $ ROOT_URL=https://passes.example.com PORT=8080 passwright serve')
  .action(() => serve(process.env));
accountCommands(program, process.env);
templateCommands(program, process.env);
passCommands(program, process.env);
purgeCommand(program, process.env);
backupCommand(program, process.env);
restoreCommand(program, process.env);

await program.parseAsync(hashesAsOperands(process.argv));
