// Requests that a server refuses, each with something new that a careless server would remember:
// networks, e-mail addresses, hashes, keys, tokens, devices and bodies.
import type { Sent, SmallServer } from './small-server.ts';

export interface Refusals {
  sent: number;
  readonly byStatus: Map<number, number>;
}

const LARGE = 'x'.repeat(7_000_000);
const PAIRS = 'a&'.repeat(4_000_000);

/** The request of that number. Every large one is followed by many small ones, as in an attack. */
function requestOf(number: number): [method: string, path: string, sent: Sent] {
  const from = `2001:db8:${(number >> 16) & 0xffff}:${number & 0xffff}::1`;
  const form = (body: string): Sent => ({
    from,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const json = (value: unknown, headers = {}): Sent => ({
    from,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
  const hash = `nobody${number}`;
  const requests: readonly (() => [string, string, Sent])[] = [
    () => ['POST', '/api/login.php', form(`email=a${number}@b.example&password=x`)],
    () => ['POST', '/api/passInfo.php', json({ hashedSerialNumber: hash })],
    () => ['POST', '/api/trackPassAccess.php', json({ clientHash: hash, hashedSerialNumber: hash, accessType: 7 })],
    () => ['POST', '/api/createPassFromTemplateFields.php', json({ templateHash: hash }, { 'idempotency-key': hash })],
    () => ['GET', `/pass/create.php?hashedSerialNumber=${hash}`, { from }],
    () => ['GET', `/d/${hash}`, { from, headers: { 'accept-language': `de;q=0.${number % 10}` } }],
    () => ['POST', `/wallet/v1/devices/d${number}/registrations/pass.x/${hash}`, json({ pushToken: hash })],
    () => ['GET', `/wallet/v1/passes/pass.x/${hash}`, { from, headers: { authorization: `ApplePass ${hash}` } }],
    () => ['POST', '/wallet/v1/log', json({ logs: [hash] })],
    () => ['GET', '/v2/passes', { from, headers: { authorization: `PKAuth ${hash}.${hash}.${hash}` } }],
    () => ['POST', '/v2/models/1/passes', json({}, { 'x-api-key': hash })],
    () => ['POST', '/api/passInfo.php', form(`${'n=1&'.repeat(2500)}x=${number}`)],
    () => ['POST', '/api/passInfo.php', json({ value: '['.repeat(200) })],
    () => ['GET', `/nowhere/${hash}?${'q='.repeat(500)}`, { from }],
  ];
  if (number % 200 === 0) return ['POST', '/api/login.php', form(`email=${LARGE}${number}&password=x`)];
  if (number % 200 === 100) return ['POST', '/pass/create.php', form(PAIRS)];
  return requests[number % requests.length]!();
}

/** Sends one request after the other until it is over. Throws for an answer from 500 on. */
export async function refuseForever(
  small: SmallServer,
  sender: number,
  isOver: () => boolean,
  counts: Refusals,
): Promise<void> {
  for (let turn = 0; !isOver(); turn++) {
    const [method, path, sent] = requestOf(sender * 10_000_000 + turn);
    // A server that refuses a large body ends the connection, perhaps before the body is out.
    const status = await small.send(method, path, sent).then(
      (got) => got.status,
      () => 0,
    );
    if (status >= 500) throw new Error(`${method} ${path.slice(0, 100)} was answered ${status}`);
    counts.sent += 1;
    counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + 1);
  }
}
