// Measures the time from a scan at the till to the push that reaches APNs: a real server, a
// stand-in for APNs in this process, one scan at a time, each of another pass on another phone.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVELOPMENT_ROOT } from '../../src/app.ts';
import { OWNER } from '../fixtures/open-app.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { overridesOf, SHOP_CARD } from './bench-app.ts';
import { installAll } from './installed.ts';
import { type Effort, limitRow, type Row } from './row.ts';
import { startServer } from './served.ts';

export async function scanToPush(effort: Effort): Promise<Row[]> {
  const count = effort.quick ? 20 : 1000;
  const folder = mkdtempSync(join(tmpdir(), 'passwright-bench-'));
  const { apns, env, close } = await startApns();
  const server = await startServer(folder, env);
  try {
    const { clientHash } = await server.call('login', OWNER);
    // The certificate exists once the app is open; the stand-in needs it to admit the server.
    apns.trust(readFileSync(join(folder, DEVELOPMENT_ROOT), 'utf8'));
    const template = { clientHash, templateName: 'Bakery', passConstructor: SHOP_CARD };
    const { templateHash } = await server.call('insertUpdateTemplate', template);
    const hashes: unknown[] = [];
    // One more push, which makes the connection.
    for (let number = 0; number <= count; number++) {
      const fields = { clientHash, templateHash, ...overridesOf(number) };
      hashes.push((await server.call('createPassFromTemplateFields', fields)).hashedSerialNumber);
    }
    installAll(folder);
    const taken: number[] = [];
    for (const hashedSerialNumber of hashes) {
      const started = performance.now();
      const pushed = apns.waitFor(apns.received.length + 1).then(() => performance.now());
      await server.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 });
      taken.push((await pushed) - started);
    }
    const tokens = new Set(apns.received.map(({ token }) => token));
    if (tokens.size !== hashes.length) throw new Error(`${tokens.size} phones of ${hashes.length} were told.`);
    const sorted = taken.slice(1).sort((a, b) => a - b);
    const at = (part: number) => [sorted[Math.floor(count * part)]!];
    return [
      limitRow(`from scan to push received, median of ${count.toLocaleString('en')}`, at(0.5), null),
      limitRow('  its p99', at(0.99), null),
    ];
  } finally {
    await server.stop();
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
