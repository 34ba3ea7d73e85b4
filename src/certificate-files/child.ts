// The entry of a process that reads the certificate files of one upload: takes an order over IPC and
// answers it. The server ends the process afterwards, and when reading takes too long.
import { setPriority } from 'node:os';
import { AppError } from '../errors.ts';
import { readCertificateFile } from '../pass/certificate-file.ts';
import type { Answer, Order } from './messages.ts';

/** The process adds this to its niceness, so that requests of the server come first. */
const NICENESS = 5;

try {
  setPriority(NICENESS);
} catch {
  // Not every system permits this, and the limits hold without it.
}

// The server ends this process. A signal to the whole group, as of Ctrl+C, must not end it before
// the server has answered the requests under way.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => answer(read(order)));
answer({ kind: 'ready' });

function read(order: Order): Answer {
  try {
    const files = order.map(({ bytes, role, password }) => {
      const { certificates, privateKeys } = readCertificateFile(bytes, role, password);
      const exported = privateKeys.map((key) => new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })));
      return { certificates, privateKeys: exported };
    });
    return { kind: 'read', files };
  } catch (error) {
    if (!(error instanceof AppError)) return { kind: 'crashed', message: String(error) };
    const { code, message, field, beside } = error;
    return { kind: 'refused', code, message, field, beside };
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}
