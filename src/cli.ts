#!/usr/bin/env node
// The command line: what commands/ can do, on this process's environment.
import { createProgram, hashesAsOperands } from './commands/program.ts';
import { serve } from './serve.ts';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

await createProgram(process.env, () => serve(process.env)).parseAsync(hashesAsOperands(process.argv));
