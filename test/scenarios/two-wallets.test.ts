// Many passes at once, each on an iPhone and in Google Wallet, scanned in a wild order while both services
// are at work: each phone has the last value in the end, and neither service was asked more than it takes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { save } from '../../src/device/google/android.ts';
import { newAndroidPhone } from '../../src/device/google/android-state.ts';
import { storeGoogle } from '../../src/operations/google/settings.ts';
import { type GoogleApp, ISSUER, KEY_FILE, openGoogleApp } from '../fixtures/google/open-google.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { type Held, holding, phoneOf, tokenOf } from '../fixtures/wallet/phone.ts';

const PASSES = 30;
const SCANS = 180;
const POINTS = 'structure_headerFields_points_value';
/** Google's quota of an issuer. */
const REQUESTS_A_SECOND = 20;

let g: GoogleApp;
let apple: Awaited<ReturnType<typeof startApns>>;
beforeAll(async () => {
  apple = await startApns();
  g = await openGoogleApp({ env: apple.env });
  apple.apns.trust(await g.t.rootPem());
  await storeGoogle(g.t.app.context, g.t.owner, { issuerId: ISSUER, key: KEY_FILE });
  // The settings have just asked Google who the issuer is.
  g.t.advance(1000);
});
afterAll(async () => {
  await g?.close();
  await apple?.close();
});

interface Holder {
  readonly pass: string;
  readonly device: string;
  readonly held: Held;
  scans: number;
}

test('each phone of both wallets has the last value, within the quota of Google', async () => {
  const { t, standIn, lines } = g;
  const points = { key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' };
  const template = await t.template(
    pointsTemplate({
      structure: { headerFields: [points] },
      triggers: { onScan: { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 } },
    }),
  );
  const holders: Holder[] = [];
  for (let number = 0; number < PASSES; number++) {
    const pass = await t.pass(template);
    const device = `phone-${number}`;
    const held = await holding(t, pass);
    expect(await phoneOf(t, device).register(held)).toBe(201);
    await save(newAndroidPhone(), (await t.fetch(`/pass/${pass}/google`)).headers.get('location')!);
    holders.push({ pass, device, held, scans: 0 });
  }
  await settle();
  const before = lines.length;
  const heard = apple.apns.received.length;

  // The jobs run between and beside the scans; time goes on by a tenth of a second.
  const requests: number[] = [];
  for (let scan = 0; scan < SCANS; ) {
    const some = Array.from({ length: 6 }, () => holders[(scan++ * 7919) % PASSES]!);
    const scanned = some.map(({ pass }) =>
      t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 }),
    );
    const [answers] = await Promise.all([Promise.all(scanned), t.deliver()]);
    for (const [index, { success }] of answers.entries()) if (success === true) some[index]!.scans += 1;
    t.advance(100);
    requests.push(lines.length);
  }
  await settle(requests);
  expect(holders.reduce((sum, { scans }) => sum + scans, 0)).toBe(SCANS);

  const patches = lines.slice(before).filter((line) => line.startsWith('patch '));
  // Changes that wait share a request, so there are fewer requests than scans.
  expect(patches.length).toBeGreaterThanOrEqual(PASSES);
  expect(patches.length).toBeLessThanOrEqual(SCANS);
  const asked = requests.map((sum, at) => sum - (at < 10 ? before : requests[at - 10]!));
  expect(Math.max(...asked)).toBeLessThanOrEqual(REQUESTS_A_SECOND);
  const { text } = await t.app.monitoring.metrics.expose({ passFiles: { signed: 0, kept: 0 } });
  expect(text).not.toContain('verdict="busy"');
  const pushed = new Set(apple.apns.received.slice(heard).map(({ token }) => token));
  for (const { pass, device, held, scans } of holders) {
    const object = standIn.wallet.object(`${ISSUER}.${pass}`)!.object;
    expect(object.loyaltyPoints, device).toMatchObject({ balance: { int: scans } });
    expect(pushed.has(tokenOf(device)), device).toBe(true);
    const { passJson } = openPackage(new Uint8Array(await (await phoneOf(t, device).fetch(held)).arrayBuffer()));
    expect(passJson, device).toMatchObject({ storeCard: { headerFields: [{ value: scans }] } });
  }
});

/** Lets time go on until nothing is due any more. */
async function settle(requests?: number[]): Promise<void> {
  const { t, lines } = g;
  for (let second = 0; second < 60 && (second === 0 || (await t.jobs()).length > 0); second++) {
    await t.deliver();
    t.advance(1000);
    // A second is ten tenths.
    requests?.push(...Array.from({ length: 10 }, () => lines.length));
  }
  expect(await t.jobs()).toEqual([]);
}
