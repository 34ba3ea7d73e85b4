// Whether the server's port is free or ours, and whether ROOT_URL leads to this installation.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { Config } from '../config.ts';
import { installationProof } from '../operations/server/installation-proof.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

/** How long a server has to answer, in ms. */
const ANSWER_LIMIT = 10_000;
/** The most of an answer that is read, in bytes. */
const MOST_ANSWER = 1024;

const MORE_OF_START = 'Stop that program, or set PORT to another number.';

/** `secret` null: it is not known here, so no server can be recognised. */
export async function checkPort({ host, port }: Config, secret: string | null): Promise<Finding> {
  const where = `${host}:${port}`;
  const error = await listenOnce(host, port);
  if (error === null) return ok('port', `${where} is free: no server runs there.`);
  if (error.code !== 'EADDRINUSE') {
    const advice = 'Set HOST to an address of this machine, and PORT to a number that this user may use.';
    return problem('port', `Nobody can listen on ${where}: ${reasonOf(error)}.`, advice);
  }
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const found = await ask(`http://${local.includes(':') ? `[${local}]` : local}:${port}`, secret);
  if (found.is === 'ours') return ok('port', `This installation's server runs on ${where}.`);
  if (secret === null && found.is === 'another') return ok('port', `A Passwright server runs on ${where}.`);
  return problem('port', `Another program runs on ${where}: ${found.says}`, MORE_OF_START);
}

/** `isRunning`: whether the server is known to run on this machine. */
export async function checkAddress({ rootUrl }: Config, secret: string | null): Promise<Finding> {
  const { protocol, hostname } = new URL(rootUrl);
  const isHere = /^(?:localhost|127\..*|\[::1\]|.*\.localhost)$/.test(hostname);
  const found = await ask(rootUrl, secret);
  if (found.is === 'unreached') {
    const advice = isHere
      ? 'Start the server: passwright serve'
      : 'Start the server; look at DNS, proxy and firewall. Some routers do not let a machine reach its own public address: then ask from elsewhere.';
    return problem('address', `ROOT_URL ${rootUrl} is not reached from here: ${found.says}`, advice);
  }
  if (found.is === 'another') {
    const advice = 'Set ROOT_URL to the address of this server, and let the proxy lead there.';
    return problem('address', `ROOT_URL ${rootUrl} leads elsewhere: ${found.says}`, advice);
  }
  if (isHere) {
    const message = `ROOT_URL ${rootUrl} is reached, by this machine alone.`;
    return warning('address', message, 'Set ROOT_URL to the public https address: passes carry it to phones.');
  }
  if (protocol === 'http:') {
    const message = `ROOT_URL ${rootUrl} is reached, without TLS.`;
    return warning(
      'address',
      message,
      'Put a proxy with TLS before the server, and set ROOT_URL to https: phones ask nothing else.',
    );
  }
  return ok('address', `ROOT_URL ${rootUrl} leads to this installation.`);
}

interface Asked {
  readonly is: 'ours' | 'another' | 'unreached';
  readonly says: string;
}

/** Asks /healthz for a proof that only the same secret key can make. */
async function ask(root: string, secret: string | null): Promise<Asked> {
  const question = randomBytes(16).toString('base64url');
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${root}/healthz?installation=${question}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_LIMIT),
    });
    status = response.status;
    text = await beginningOf(response);
  } catch (error) {
    return { is: 'unreached', says: `${reasonOf(error)}.` };
  }
  if (status !== 200) return { is: 'another', says: `/healthz answers ${status}.` };
  if (secret !== null && text === `ok ${installationProof({ secret }, question)}`) return { is: 'ours', says: '' };
  if (!/^ok(?: [\w-]{43})?$/.test(text)) return { is: 'another', says: 'What answers there is no Passwright.' };
  return {
    is: 'another',
    says: 'A Passwright answers there with another secret key, of an older version, or while it starts.',
  };
}

async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_ANSWER) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Listens and stops at once; the error, or null when it worked. */
function listenOnce(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
