// The least that a scan over HTTP can cost, as a process of its own: node:http alone parses the body,
// scans by hand (raw-scans.ts), commits what arrived together once, and answers the same JSON. The
// first message of its parent says what it serves; the answer is its port, or the error.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRawScans, type RawGiven } from './raw-scans.ts';

export interface BareGiven extends RawGiven {
  /** For its database. */
  readonly folder: string;
  /** What each scan answers. */
  readonly answer: Readonly<Record<string, unknown>>;
}

// The parent may end early.
process.once('disconnect', () => process.exit());
process.once('message', (given: BareGiven) => {
  const scans = openRawScans(given.folder, given);
  const waiting: { readonly hash: string; readonly response: ServerResponse }[] = [];
  const commit = () => {
    const group = waiting.splice(0);
    for (const [index, points] of scans.together(group.map(({ hash }) => hash)).entries()) {
      const text = JSON.stringify({ ...given.answer, points });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      group[index]!.response.writeHead(200, headers).end(text);
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { readonly hashedSerialNumber: string };
      if (waiting.push({ hash: body.hashedSerialNumber, response }) === 1) setImmediate(commit);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
  process.once('message', () => {
    scans.check();
    scans.close();
    process.exit(0);
  });
});
