// Several certificates in one account: which one a template's passes are made with, what never changes about a pass, and
// what is said before a certificate ends.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { importCertificate, removeCertificate } from '../../src/operations/certificates/certificates.ts';
import type { Context } from '../../src/operations/context.ts';
import type { Log } from '../../src/ports/log.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type AppleChain, type Issued, makeAppleChain } from '../fixtures/pass/apple-chain.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';

const DAY = 86_400_000;
let chain: AppleChain;
let key = '';
let start: number;
let now: number;
/** What the app wants called once a day. */
let daily: () => void = () => {};
let t: TestApp;

beforeAll(() => {
  chain = makeAppleChain();
  key = chain.leaf().key;
  // openssl dates certificates by the real clock.
  start = Date.now() + 60_000;
});
afterAll(() => chain.remove());

beforeEach(async () => {
  now = start;
  const every = (ms: number, work: () => void) => {
    // The server has other work at shorter times.
    if (ms !== DAY) return () => {};
    daily = work;
    return () => {
      daily = () => {};
    };
  };
  t = await openTestApp({ injected: { clock: { now: () => now }, every } });
  return () => t.close();
});

/** Imports a certificate for this pass type into the owner's account. */
const have = (subject: string, days = 365, issuer: Issued = chain.g4, nfc = false) =>
  haveIn(t.app.context, subject, days, issuer, nfc);

async function haveIn(context: Context, subject: string, days: number, issuer: Issued = chain.g4, nfc = false) {
  const account = (await context.store.accountByEmail(OWNER.email))!;
  now += 1000;
  return importCertificate(context, account, {
    certificate: readFileSync(chain.leaf({ subject, days, key, issuer, nfc }).pem),
    key: readFileSync(key),
    intermediate: readFileSync(issuer.pem),
  });
}

const save = (parameters: Record<string, unknown>) =>
  t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateName: 'Card', ...parameters });

/** Those of a saved template that are about its pass type. */
const aboutType = (warnings: { path: string }[]) => warnings.filter(({ path }) => path === 'passTypeIdentifier');

function download(hash: string): Promise<Response> {
  return t.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
}

/** The pass type in the file as it is now; openssl has to accept the file. */
async function typeOf(hash: string, rootPem = chain.rootPem()): Promise<unknown> {
  const response = await download(hash);
  expect(response.status).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return verifyPackage(bytes, rootPem, now).passJson.passTypeIdentifier;
}

describe('the pass type of a pass', () => {
  test('is that of the first certificate, also for passes made before; then it stays, whatever is imported', async () => {
    const templateHash = await t.template(pointsTemplate());
    const early = await t.pass(templateHash);
    expect(await typeOf(early, await t.rootPem())).toBe('pass.dev.passwright');
    const a = await have('pass.a');
    // The kept file of before is not given out again.
    expect(await typeOf(early)).toBe('pass.a');
    const second = await t.pass(templateHash);

    await have('pass.b');
    const third = await t.pass(templateHash);
    expect([await typeOf(early), await typeOf(second), await typeOf(third)]).toEqual(['pass.a', 'pass.a', 'pass.b']);
    expect(await t.call('clientInfo', { clientHash: t.clientHash })).toMatchObject({ passTypeId: 'pass.b' });

    // Its renewal signs it from now on.
    const renewed = await have('pass.a', 700);
    const file = new Uint8Array(await (await download(early)).arrayBuffer());
    const opened = verifyPackage(file, chain.rootPem(), now);
    expect(opened.passJson.passTypeIdentifier).toBe('pass.a');
    const cms = Buffer.from(opened.files.signature!);
    expect([cms.includes(Buffer.from(renewed.certificate)), cms.includes(Buffer.from(a.certificate))]).toEqual([
      true,
      false,
    ]);
  });

  test("is the template's choice, named by its constructor as in pass.json", async () => {
    await have('pass.a');
    await have('pass.b');
    const { templateHash, warnings } = await save({
      passConstructor: pointsTemplate({ passTypeIdentifier: 'pass.a' }),
    });
    expect(aboutType(warnings)).toEqual([]);
    const info = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
    expect(info).toMatchObject({ passTypeIdentifier: 'pass.a', passTypeId: 'pass.a', teamIdentifier: 'A1B2C3D4E5' });
    const pass = await t.pass(templateHash);
    expect(await typeOf(pass)).toBe('pass.a');
    const simulated = { clientHash: t.clientHash, templateHash, event: 'onScan' };
    expect(await t.call('simulate', simulated)).toMatchObject({ pass: { passTypeIdentifier: 'pass.a' } });

    // What templateInfo answers can be sent back: the choice stays.
    const again = await save({ templateHash, passConstructor: info.passConstructor });
    expect(aboutType(again.warnings)).toEqual([]);
    expect(await typeOf(await t.pass(templateHash))).toBe('pass.a');

    const changed = await save({ templateHash, passTypeIdentifier: 'pass.b' });
    expect(changed.warnings).toEqual([
      {
        path: 'passTypeIdentifier',
        message: expect.stringMatching(/^New passes get the pass type "pass\.b"\. Those that were made keep theirs/),
      },
    ]);
    expect([await typeOf(pass), await typeOf(await t.pass(templateHash))]).toEqual(['pass.a', 'pass.b']);
    await save({ templateHash, passTypeIdentifier: 'pass.a' });
    await save({ templateHash, passTypeIdentifier: 'DELETE' });
    expect(await t.call('templateInfo', { clientHash: t.clientHash, templateHash })).toMatchObject({
      passTypeIdentifier: null,
      passTypeId: 'pass.b',
    });
  });

  test('of a foreign pass.json is a warning, as a parameter an error', async () => {
    const foreign = { ...pointsTemplate(), passTypeIdentifier: 'pass.com.airline', teamIdentifier: 'X' };
    const without = await save({ passConstructor: foreign });
    expect(without.success).toBe(true);
    expect(without.warnings).toContainEqual({
      path: 'passTypeIdentifier',
      message: expect.stringMatching(
        /no certificate for the pass type "pass\.com\.airline" .* made with "pass\.dev\.passwright"/,
      ),
    });
    await have('pass.a');
    const other = await t.account('other@example.com');
    const { templateHash, warnings } = await save({ passConstructor: foreign });
    expect(warnings).toContainEqual({
      path: 'passTypeIdentifier',
      message: expect.stringMatching(/made with "pass\.a"/),
    });
    expect(await typeOf(await t.pass(templateHash))).toBe('pass.a');
    const refused = { success: false, code: 'parameter_invalid', field: 'passTypeIdentifier' };
    expect(await save({ templateHash, passTypeIdentifier: 'pass.com.airline' })).toMatchObject({
      ...refused,
      message: expect.stringContaining('"pass.com.airline" in this account; it has one for pass.a. Import it first.'),
    });
    // Another account's certificate is no choice.
    const stranger = { clientHash: other.clientHash, passConstructor: pointsTemplate(), passTypeIdentifier: 'pass.a' };
    expect(await save(stranger)).toMatchObject({ ...refused, message: expect.stringContaining('it has none') });
  });

  test('wants a certificate of Apple for NFC, if its passes have nfc or ask for a sign-up', async () => {
    const about = async (parts: JsonObject, more = {}) => {
      const saved = await save({ passConstructor: pointsTemplate(parts), ...more });
      return saved.warnings.filter(({ message }: { message: string }) =>
        message.startsWith('Wallet refuses passes with'),
      );
    };
    const nfc = { message: 'x', encryptionPublicKey: 'y' };
    const personalization = {
      description: 'Join us',
      requiredPersonalizationFields: ['PKPassPersonalizationFieldName'],
    };
    // Phones trust no development certificate.
    expect(await about({ nfc })).toEqual([]);
    await have('pass.com.example.plain');
    const refused = (path: string) => [
      { path, message: expect.stringMatching(/pass\.com\.example\.plain signs\. .*contact\/passkit/) },
    ];
    expect(await about({ nfc })).toEqual(refused('nfc'));
    expect(await about({ personalization })).toEqual(refused('personalization'));
    expect(await about({ redeemed: { type: 'coupon', nfc } })).toEqual(refused('nfc'));
    expect(await about({ nfc: null })).toEqual([]);
    await have('pass.com.example.reader', 365, chain.g4, true);
    expect(await about({ nfc, personalization })).toEqual([]);
    expect(await about({ nfc }, { passTypeIdentifier: 'pass.com.example.plain' })).toEqual(refused('nfc'));
  });

  test('keeps its last certificate from being removed, and says what needs it', async () => {
    const first = await have('pass.a');
    const renewed = await have('pass.a', 700);
    await have('pass.b');
    const { templateHash } = await save({ passConstructor: pointsTemplate({ passTypeIdentifier: 'pass.a' }) });
    await t.pass(templateHash);
    const { context } = t.app;
    expect(await removeCertificate(context, first.id)).toEqual(first);
    await expect(removeCertificate(context, renewed.id)).rejects.toMatchObject({
      code: 'certificate_in_use',
      message: expect.stringContaining(
        `chosen by the template "Card" (${templateHash}), and the pass type of 1 pass. Import its renewal first`,
      ),
    });
    await t.call('deleteTemplate', { clientHash: t.clientHash, templateHash });
    expect(await removeCertificate(context, renewed.id)).toEqual(renewed);
    await expect(removeCertificate(context, renewed.id)).rejects.toMatchObject({ code: 'certificate_not_found' });
    const development = (await context.store.certificateFor(0, null, now))!;
    await expect(removeCertificate(context, development.id)).rejects.toMatchObject({ code: 'certificate_not_found' });
  });
});

describe('before a certificate ends', () => {
  const logged = () => t.logged.filter(([fields]) => fields.certificateId !== undefined);
  const warningsOf = async () => (await t.call('clientInfo', { clientHash: t.clientHash })).certificateWarnings;

  test('log, clientInfo, templateInfo and saving say so from 30 days before, and nothing sooner', async () => {
    const { id, notAfter } = await have('pass.a', 40);
    const templateHash = await t.template(pointsTemplate());
    const pass = await t.pass(templateHash);
    now = notAfter - 30 * DAY;
    daily();
    expect(await warningsOf()).toEqual([]);
    expect(logged()).toEqual([]);

    now = notAfter - 30 * DAY + 1;
    const date = new Date(notAfter).toISOString().slice(0, 10);
    const message = `The certificate for pass.a expires on ${date}, in 29 days. Make a new one for the same pass type in Apple's developer account and import it.`;
    const expires = `${new Date(notAfter).toISOString().slice(0, 19)}Z`;
    const warning = { certificateId: id, passTypeIdentifier: 'pass.a', expires, daysLeft: 29, message };
    expect(await warningsOf()).toEqual([warning]);
    const info = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
    expect(info.certificateWarnings).toEqual([warning]);
    expect((await save({ templateHash })).warnings).toEqual([{ path: 'passTypeIdentifier', message }]);
    expect(await t.call('clientInfo', { clientHash: (await t.account('x@example.com')).clientHash })).toMatchObject({
      certificateWarnings: [],
    });
    daily();
    await expect
      .poll(logged)
      .toEqual([[{ certificateId: id, accountId: 1, passTypeIdentifier: 'pass.a', notAfter, daysLeft: 29 }, message]]);

    // Once it is over, a pass is not signed in vain: no phone would take it, and none would say why.
    now = notAfter;
    expect(await warningsOf()).toMatchObject([
      { daysLeft: 0, message: expect.stringContaining(`expired on ${date}: Wallet takes no`) },
    ]);
    const refused = await download(pass);
    expect(refused.status).toBe(500);
    expect(await refused.text()).toContain('This pass cannot be signed at the moment.');
    const toOwner = await t.fetch(
      `/pass/create.php?hashedSerialNumber=${pass}&download=true&clientHash=${t.clientHash}`,
    );
    expect(await toOwner.text()).toContain(`The certificate for pass.a expired on ${date}.`);
    expect((await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}`)).status).toBe(200);
  });

  test('a renewal ends the warnings', async () => {
    const { notAfter } = await have('pass.a', 40);
    const pass = await t.pass(await t.template(pointsTemplate()));
    await have('pass.a', 400);
    now = notAfter + DAY;
    expect(await warningsOf()).toEqual([]);
    expect(await typeOf(pass)).toBe('pass.a');
  });

  test('the intermediate counts too', async () => {
    const issuer = chain.authority('/CN=Short WWDR/O=Apple Inc.', 20);
    await have('pass.a', 365, issuer);
    expect(await warningsOf()).toMatchObject([
      {
        daysLeft: 19,
        message: expect.stringMatching(/^Apple's intermediate certificate under the one for pass\.a expires on/),
      },
    ]);
  });

  test('a server says so when it starts, and looks no more once it is closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'passwright-'));
    const config = readConfig({ DATA_DIR: folder, ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password }, false);
    const said: string[] = [];
    const write = (_fields: unknown, message: string) => void said.push(message);
    const log: Log = { info: write, warn: write, error: write, with: () => log };
    let running = 0;
    const every = (ms: number) => {
      if (ms !== DAY) return () => {};
      running += 1;
      return () => {
        running -= 1;
      };
    };
    const open = () => openApp(config, log, async () => [], { clock: { now: () => now }, every });
    try {
      const first = await open();
      await haveIn(first.context, 'pass.a', 10);
      expect([said, running]).toEqual([[], 1]);
      await first.close();
      expect(running).toBe(0);
      const second = await open();
      await second.close();
      expect(said).toEqual([expect.stringMatching(/^The certificate for pass\.a expires on .*, in 9 days\./)]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
