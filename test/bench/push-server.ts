// A process of its own for the push benchmark: an HTTP/2 server that answers every push with 200
// and stores nothing.
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { serverCertificate } from '../fixtures/push/server-certificate.ts';

const { ca, cert, key } = serverCertificate();
process.once('message', (clientCa: string) => {
  const server = createSecureServer({
    cert,
    key,
    ca: clientCa,
    requestCert: true,
    rejectUnauthorized: true,
    settings: { maxConcurrentStreams: 1_000 },
  });
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume();
    stream.on('end', () => stream.respond({ ':status': 200 }, { endStream: true }));
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port, ca }));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
