#!/usr/bin/env node
// The command line: runs the commands of commands/ with this process's environment.
import { createProgram, hashesAsOperands } from './commands/program.ts';
import { serve } from './serve.ts';

// A reader such as `head` closes the pipe early, which is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

await createProgram(process.env, () => serve(process.env)).parseAsync(hashesAsOperands(process.argv));
