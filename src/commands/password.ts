// Reads a password from a terminal, without echo, or from a line of stdin: shells store what stands
// on a command line. Asks before a command that cannot be taken back.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../errors.ts';

/**
 * Reads a new password. Fails with `parameter_invalid` when the two typed passwords differ, or none
 * is given.
 */
export async function readPassword(input: NodeJS.ReadStream, prompts: NodeJS.WriteStream): Promise<string> {
  const password = input.isTTY === true ? await typeTwice(input, prompts) : await firstLine(input);
  if (password !== '') return password;
  throw refuse('Give the password as a line on stdin, or type it at a terminal.');
}

/**
 * Asks for an existing password, such as that of a file. Fails with `parameter_invalid` when the
 * person cancels the prompt.
 */
export async function askPassword(
  prompt: string,
  input: NodeJS.ReadStream,
  prompts: NodeJS.WriteStream,
): Promise<string> {
  return (await typeUnseen([prompt], input, prompts))[0]!;
}

/** Whether the person answers `yes`, at a terminal or as a line of stdin. */
export async function confirm(
  question: string,
  input: NodeJS.ReadStream,
  prompts: NodeJS.WriteStream,
): Promise<boolean> {
  if (input.isTTY !== true) return (await firstLine(input)).trim().toLowerCase() === 'yes';
  const lines = createInterface({ input, output: prompts });
  try {
    return (await lines.question(question)).trim().toLowerCase() === 'yes';
  } catch (error) {
    // Pressing Ctrl-C or Ctrl-D aborts the question.
    if ((error as NodeJS.ErrnoException).code === 'ABORT_ERR') return false;
    throw error;
  } finally {
    lines.close();
  }
}

async function typeTwice(input: NodeJS.ReadStream, prompts: NodeJS.WriteStream): Promise<string> {
  const [first, second] = await typeUnseen(['New password: ', 'Again: '], input, prompts);
  if (first === second) return first!;
  throw refuse('The two passwords differ. Nothing was changed.');
}

/** Asks each question and returns the answers, typed without echo. */
async function typeUnseen(
  questions: readonly string[],
  input: NodeJS.ReadStream,
  prompts: NodeJS.WriteStream,
): Promise<string[]> {
  // readline echoes what is typed to this stream, which drops it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  const answers: string[] = [];
  try {
    for (const question of questions) {
      prompts.write(question);
      answers.push(await lines.question(''));
      prompts.write('\n');
    }
    return answers;
  } catch (error) {
    // Pressing Ctrl-C or Ctrl-D aborts the question.
    if ((error as NodeJS.ErrnoException).code !== 'ABORT_ERR') throw error;
    prompts.write('\n');
    throw refuse('Nothing was changed.');
  } finally {
    lines.close();
  }
}

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)[0]!;
}

function refuse(message: string): AppError {
  return new AppError('parameter_invalid', { field: 'password', message });
}
