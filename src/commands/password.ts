// Asks for a password on the terminal, without showing it.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export async function askPassword(question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes what is typed to its output: this one drops it.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
