// Runs commands in this process, parsed and run as cli.ts does, and catches their output. A process
// of its own takes a second to start; test/scenarios/ has those.
import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { createProgram, hashesAsOperands } from '../../src/commands/program.ts';
import type { Env } from '../scenarios/processes.ts';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The program for tests: the output of commander goes to `stderr`, and the program throws instead
 * of ending the process.
 */
export function programOf(env: Env, print: (text: string) => void = () => {}): Command {
  const base = new Command('passwright').exitOverride().configureOutput({ writeOut: print, writeErr: print });
  return createProgram(env, async () => {}, base);
}

/** Run one command at a time, because the streams belong to the process. */
export async function runCommand(args: readonly string[], env: Env): Promise<Finished> {
  let [stdout, stderr] = ['', ''];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  const codeBefore = process.exitCode;
  process.exitCode = undefined;
  try {
    const program = programOf(env, (text) => {
      stderr += text;
    });
    await program.parseAsync(hashesAsOperands(args), { from: 'user' });
    return { code: Number(process.exitCode ?? 0), stdout, stderr };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, stdout, stderr };
  } finally {
    process.exitCode = codeBefore;
    out.mockRestore();
    err.mockRestore();
  }
}
