// The stand-in for APNs as a program, to watch pushes without Apple:
//   npx tsx test/push/run-stand-in.ts data/development-root.pem apns-ca.pem [--port 2197] [--status 200] [--reason Unregistered]
// It lets in whose certificate the first file's authority issued, and writes the second one, which is for APNS_CA.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startApnsStandIn } from './apns-stand-in.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '2197' },
    status: { type: 'string', default: '200' },
    reason: { type: 'string' },
  },
});
const [clientCa, caFile] = positionals;
if (clientCa === undefined || caFile === undefined) {
  console.error('Name two files: the root of the client certificates, and where the own root is to be written.');
  process.exit(1);
}

const apns = await startApnsStandIn({
  clientCa: readFileSync(clientCa, 'utf8'),
  port: Number(values.port),
  onPush: ({ at, token, headers, payload, session }) => {
    const topic = headers['apns-topic'];
    console.log(`${new Date(at).toISOString()}  connection ${session}  ${topic}  ${token.slice(0, 16)}  ${payload}`);
  },
});
apns.answer({ status: Number(values.status), ...(values.reason === undefined ? {} : { reason: values.reason }) });
writeFileSync(caFile, apns.ca);
console.log(`APNS_HOST=${apns.host} APNS_PORT=${apns.port} APNS_CA=${caFile}`);
