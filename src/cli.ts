#!/usr/bin/env node
// The command line: one file a group of commands in commands/.
import { Command } from 'commander';
import { accountCommands } from './commands/account.ts';
import { certificateCommands } from './commands/certificate.ts';
import { deviceCommands } from './commands/device.ts';
import { serve } from './serve.ts';

const program = new Command('passwright').description('Self-hosted server for living Apple Wallet passes.');

program
  .command('serve')
  .description('run the server (settings come from the environment, see README.md)')
  .action(() => serve(process.env));
accountCommands(program, process.env);
certificateCommands(program, process.env);
deviceCommands(program);

await program.parseAsync();
