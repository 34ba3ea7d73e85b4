// passwright import: passes of another product with the serial numbers, tokens and addresses that
// phones know them by. A phone that holds one is served here once its address leads here.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PassJson } from '../../src/device/pass-json.ts';
import { install, refresh, remove, update } from '../../src/device/phone.ts';
import type { Phone } from '../../src/device/state.ts';
import { type ImportInput, importCertificate } from '../../src/operations/certificates/certificates.ts';
import { CREATE, INSTALL } from '../../src/rules/passes/facts.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { pkpass } from '../fixtures/device/passes.ts';
import { OWNER, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type AppleChain, makeAppleChain, TEAM } from '../fixtures/pass/apple-chain.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { databaseOf } from '../fixtures/postgres/of-run.ts';
import { openPushingApp, type WithApns } from '../fixtures/wallet/apns.ts';

const TYPE = 'pass.com.example.card';
const OTHER = 'pass.com.example.other';
const TOKEN = 'token-of-the-old-product-';
const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

let t: TestApp & WithApns;
let chain: AppleChain;
/** Of TYPE and of OTHER. */
let certificates: ImportInput[];
/** The address of the old product, `/passkit` below a host that moves to us in the middle. */
let old: Server;
let origin = '';
let isMoved = false;
let icon: Uint8Array;
const oldPasses = new Map<string, PassJson>();

beforeAll(async () => {
  chain = makeAppleChain();
  icon = await noise(29, 29);
  certificates = [TYPE, OTHER].map((subject) => {
    const { pem, key } = chain.leaf({ subject });
    const intermediate = readFileSync(chain.g4.pem);
    return { certificate: readFileSync(pem), key: readFileSync(key), intermediate };
  });
  // openssl dates certificates by the real clock.
  const now = Date.now() + 60_000;
  let passed = 0;
  t = await openPushingApp({ injected: { clock: { now: () => now + passed++ } } });
  t.apns.trust(chain.rootPem());
  old = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await (isMoved ? ours : theirs)(
      request.method!,
      request.url!,
      request.headers,
      Buffer.concat(chunks),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(old.address() as AddressInfo).port}`;
});
afterAll(async () => {
  old?.close();
  chain?.remove();
  await t?.close();
});

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The old product: it registers phones, and knows tags of its own. */
async function theirs(method: string, url: string): Promise<Response> {
  if (method === 'POST') return new Response(null, { status: 201 });
  if (url.includes('/registrations/')) {
    return Response.json({ serialNumbers: [...oldPasses.keys()], lastUpdated: String(Math.floor(Date.now() / 1000)) });
  }
  const body = packed(oldPasses.get(url.split('/').at(-1)!)!);
  const headers = { 'content-type': 'application/vnd.apple.pkpass', 'last-modified': new Date(0).toUTCString() };
  return new Response(new Uint8Array(body), { headers });
}

/** The reverse proxy of examples/deploy/MOVING-IN.md: the old path leads to our web service. */
async function ours(method: string, url: string, headers: Headers, body: Buffer): Promise<Response> {
  const path = url.replace(/^\/passkit\/v1\//, '/wallet/v1/');
  const sent = Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]);
  return t.fetch(path, { method, headers: sent, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) });
}

const oldPass = (serialNumber: string, points: number, name: string, more: PassJson = {}): PassJson => ({
  formatVersion: 1,
  passTypeIdentifier: TYPE,
  serialNumber,
  teamIdentifier: TEAM,
  organizationName: 'Bakery',
  description: 'Points card',
  authenticationToken: TOKEN + serialNumber,
  webServiceURL: `${origin}/passkit`,
  barcode: { format: 'PKBarcodeFormatQR', message: `M-${serialNumber}`, messageEncoding: 'iso-8859-1' },
  storeCard: {
    headerFields: [{ key: 'points', label: 'POINTS', value: points, changeMessage: 'You now have %@ points' }],
    secondaryFields: [{ key: 'name', label: 'NAME', value: name }],
  },
  ...more,
});

/** A package as the old product made it. */
const packed = (passJson: PassJson, images: Readonly<Record<string, Uint8Array>> = {}) =>
  pkpass(passJson, { 'icon.png': icon, ...images });

const run = async (...args: readonly string[]) => {
  const { dataDir, rootUrl } = t.config;
  return runCommand(args, { DATA_DIR: dataDir, ROOT_URL: rootUrl, ...(await databaseOf(dataDir, true)) });
};
const importing = (path: string, ...more: readonly string[]) =>
  run('import', path, '--from', 'pkpass', '--account', OWNER.email, ...more);
const found = (serialNumber: string) => t.app.context.store.passBySerialNumber(TYPE, serialNumber);

async function folderOf(name: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(t.config.dataDir, name);
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  return folder;
}

test('an account without the certificate of the passes is told which one it needs, and has no passes', async () => {
  const folder = await folderOf('early', { 'a.pkpass': packed(oldPass('A1', 5, 'Ada')) });
  const done = await importing(folder, '--address', 'keep', '--dry-run');
  expect(done.code).toBe(1);
  expect(done.stderr).toContain(`a.pkpass: The account has no certificate of ${TYPE}.`);
  expect(await found('A1')).toBeNull();
});

test('a phone that holds an old pass is taken over: same pass, old token, and a scan is pushed', async () => {
  const owner = (await t.app.context.store.accountByEmail(OWNER.email))!;
  await importCertificate(t.app.context, owner, certificates[0]!);
  const card = await t.template(pointsTemplate(), { templateName: 'Our card' });
  const folder = await folderOf('passes', {
    'a.pkpass': packed(oldPass('A1', 5, 'Ada {Byron}')),
    'b.pkpass': packed(oldPass('B2', 0, 'Guest')),
    'c.json': JSON.stringify(oldPass('C 3/ü', 7, 'Alan', { authenticationToken: 'a-token-of-somebody' })),
  });
  oldPasses.set('A1', oldPass('A1', 5, 'Ada {Byron}'));
  const phone: Phone = { deviceLibraryIdentifier: 'phone-1', pushToken: 'ab'.repeat(32), tags: {}, passes: [] };
  await installOld(phone, 'A1');
  oldPasses.set('B2', oldPass('B2', 0, 'Guest'));
  const unlisted: Phone = { ...phone, deviceLibraryIdentifier: 'phone-2', tags: {}, passes: [] };
  await installOld(unlisted, 'B2');

  const unsure = await importing(folder, '--template', card);
  expect(unsure).toMatchObject({ code: 1, stdout: '' });
  expect(unsure.stderr).toContain(`The passes ask ${origin}/passkit for changes. Say keep if`);
  const registrations = join(folder, 'phones.csv');
  const ofPhone = `phone-1,${'ab'.repeat(32)}`;
  await writeFile(
    registrations,
    `Serial Number;device_library_identifier;pushToken\nA1;${ofPhone.replace(',', ';')}\nX;d;00\n`,
  );
  const args = ['--template', card, '--address', 'keep', '--registrations', registrations];
  const done = await importing(folder, ...args);
  expect(done.stderr).toBe('phones.csv, row 3, serialNumber: The card has no pass "X".\n');
  expect(done.stdout).toContain('3 passes: 3 imported, 0 here before, 0 left out.');
  expect(done.stdout).toContain('2 phones: 1 imported, 0 here before, 1 left out.');
  expect(await t.jobs()).toEqual([]);
  const { pass } = (await found('A1'))!;
  expect(pass).toMatchObject({ serialNumber: 'A1', authenticationToken: `${TOKEN}A1`, passTypeIdentifier: TYPE });
  expect(pass.access).toMatchObject({ [CREATE]: { count: 1 }, [INSTALL]: { count: 1 } });

  isMoved = true;
  // The phone asks with a tag of the old product, which is larger than ours.
  const taken = await update(phone, undefined);
  expect(taken.warnings).toEqual([]);
  expect(taken.passes).toMatchObject([{ serialNumber: 'A1', outcome: 'updated' }]);
  const shown = phone.passes[0]!.passJson;
  expect(shown).toMatchObject({
    serialNumber: 'A1',
    passTypeIdentifier: TYPE,
    teamIdentifier: TEAM,
    authenticationToken: `${TOKEN}A1`,
    webServiceURL: `${origin}/passkit`,
    barcode: { message: 'M-A1' },
    storeCard: { headerFields: [{ value: 5 }], secondaryFields: [{ value: 'Ada {Byron}' }] },
  });
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass.hash, accessType: 7 });
  await t.deliver();
  expect(t.apns.received).toMatchObject([{ token: 'ab'.repeat(32), headers: { 'apns-topic': TYPE } }]);
  const scanned = await update(phone, undefined);
  expect(scanned.warnings).toEqual([]);
  expect(phone.passes[0]!.passJson).toMatchObject({ serialNumber: 'A1', storeCard: { headerFields: [{ value: 6 }] } });

  // Apple names no header for the sign-up, so that a number has to be secret where there is none.
  const personalize = `/wallet/v1/passes/${TYPE}/A1/personalize`;
  const body = JSON.stringify({ personalizationToken: 'token', requiredPersonalizationInfo: {} });
  const bySomebody = (headers: Record<string, string>) => t.fetch(personalize, { method: 'POST', body, headers });
  expect((await bySomebody({})).status).toBe(401);
  expect((await bySomebody({ authorization: `ApplePass ${TOKEN}A1` })).status).toBe(404);

  // A phone that no file names is answered when somebody pulls to refresh.
  const pulled = await refresh(unlisted, 'B2');
  expect([pulled.warnings, pulled.passes.length]).toEqual([[], 1]);
  expect(unlisted.passes[0]!.passJson).toMatchObject({ serialNumber: 'B2', webServiceURL: `${origin}/passkit` });

  const again = await importing(folder, ...args);
  expect(again.stdout).toContain('3 passes: 0 imported, 3 here before, 0 left out.');
  expect(again.stdout).toContain('2 phones: 0 imported, 1 here before, 1 left out.');
  expect((await found('C 3/ü'))!.pass.overrides).toMatchObject({ [POINTS]: 7, [NAME]: 'Alan' });
  // A history finds passes by the old serial numbers; values that the card shows anyway are not its own.
  expect(await t.app.context.store.passWithSerialNumber('B2', { templateId: pass.templateId })).toMatchObject({
    pass: { overrides: { barcode_message: 'M-B2' } },
  });
  const removed = await remove(phone, 'A1');
  expect(removed.warnings).toEqual([]);
});

async function installOld(phone: Phone, serialNumber: string): Promise<void> {
  const report = await install(phone, `${origin}/passes/${serialNumber}`);
  expect(report.passes).toMatchObject([{ serialNumber, updatable: true }]);
  expect(phone.passes).toMatchObject([{ registered: true }]);
}

test('without a card, the passes get one of what they have in common, and pictures of their own', async () => {
  const logo = await noise(50, 50);
  const face = await noise(90, 90, '#4040c0');
  const other = await noise(90, 90, '#40c040');
  const withImages = (serial: string, points: number, name: string, thumbnail: Uint8Array) =>
    packed(oldPass(serial, points, name, { webServiceURL: 'https://api.old.test/', logoText: 'Old' }), {
      'logo.png': logo,
      'thumbnail.png': thumbnail,
    });
  const files = {
    'x/1.pkpass': withImages('N1', 1, 'Ada', face),
    'x/2.pkpass': withImages('N2', 2, 'Grace', other),
    'x/3.pkpass': packed(oldPass('N3', 3, 'Alan', { authenticationToken: 'two words', logoText: 'Old' })),
    'x/4.pkpass': zipSync({ 'readme.txt': new Uint8Array([1]) }),
    'x/5.pkpass': packed({ ...oldPass('N5', 3, 'Edsger'), storeCard: undefined, coupon: {} } as unknown as PassJson),
    '__MACOSX/x/1.pkpass': new Uint8Array([1]),
  };
  const archive = join(t.config.dataDir, 'passes.zip');
  await writeFile(archive, zipSync(files));
  const args = ['--address', 'new', '--name', 'Old bakery'];
  const dry = await importing(archive, ...args, '--dry-run');
  expect(dry.stdout).toContain('5 passes: 2 to be imported, 0 here before, 3 left out.');
  expect(await found('N1')).toBeNull();
  const done = await importing(archive, ...args, '--json');
  const report = JSON.parse(done.stdout);
  expect(report).toMatchObject({ passes: 5, added: 2, known: 0, wrong: 3, isNewCard: true });
  expect(report.elsewhere).toEqual([{ address: 'https://api.old.test/', passes: 2 }]);
  const said = report.told.map(({ where, faults }: any) => `${where}, ${faults[0].place}: ${faults[0].message}`);
  expect(said).toEqual([
    expect.stringMatching(/^x\/3\.pkpass, authenticationToken: A token is/),
    expect.stringMatching(/^x\/4\.pkpass, null: .*there is no pass\.json in it/),
    expect.stringMatching(/^x\/5\.pkpass, type: The pass is a coupon, and the card a storeCard/),
  ]);
  const [one, two] = [(await found('N1'))!, (await found('N2'))!];
  expect(one.template).toMatchObject({ hash: report.templateHash, name: 'Old bakery' });
  expect(one.pass.overrides).toEqual({ [POINTS]: 1, [NAME]: 'Ada', barcode_message: 'M-N1' });
  expect(two.pass.overrides).toEqual({
    [POINTS]: 2,
    [NAME]: 'Grace',
    barcode_message: 'M-N2',
    images_thumbnail: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(two.pass.webServiceURL).toBeNull();
  // A new pass shows nobody's name.
  const fresh = await t.pass(report.templateHash);
  const view = await t.call('passFields', { hashedSerialNumber: fresh, clientHash: t.clientHash });
  expect(JSON.stringify(view)).not.toContain('Ada');
  // The same archive again goes on with the same card.
  const again = JSON.parse((await importing(archive, ...args, '--json')).stdout);
  expect(again).toMatchObject({ templateHash: report.templateHash, isNewCard: false, added: 0, known: 2, wrong: 3 });
});

test('two products may have given one serial number, and nobody gets the pass of somebody else', async () => {
  const { account } = await t.account('other@example.com');
  for (const each of certificates) await importCertificate(t.app.context, account, each);
  const folder = await folderOf('clash', {
    'a.pkpass': packed(oldPass('A1', 9, 'Eve')),
    'b.pkpass': packed(
      oldPass('A1', 9, 'Eve', { passTypeIdentifier: OTHER, authenticationToken: 'another-token-of-theirs' }),
    ),
  });
  const done = await run('import', folder, '--from', 'pkpass', '--account', account.email, '--address', 'new');
  expect(done.stdout).toContain('2 passes: 1 imported, 0 here before, 1 left out.');
  expect(done.stderr).toBe(`a.pkpass, serialNumber: Another account of this server has the pass A1 of ${TYPE}.\n`);
  const { store } = t.app.context;
  expect((await store.passBySerialNumber(OTHER, 'A1'))!.owner.id).toBe(account.id);
  expect((await store.passBySerialNumber(TYPE, 'A1'))!.owner.email).toBe(OWNER.email);
  const ask = (type: string, token: string) =>
    t.fetch(`/wallet/v1/passes/${type}/A1`, { headers: { authorization: `ApplePass ${token}` } });
  const asked = [
    ask(TYPE, `${TOKEN}A1`),
    ask(OTHER, 'another-token-of-theirs'),
    ask(OTHER, `${TOKEN}A1`),
    ask(TYPE, 'another-token-of-theirs'),
  ];
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 401, 401]);
});

test('a table of another product: columns by known names, by keys and by --map, with rows that are wrong', async () => {
  const card = await t.template(pointsTemplate());
  const csv = join(t.config.dataDir, 'members.csv');
  await writeFile(csv, 'ID,meta.points,NAME,Card no.,Tier\nP1,12,Ada,77,gold\n,1,Bo,78,gold\nP3,many,Cy,79,gold\n');
  const given = ['--from', 'passkit', '--account', OWNER.email, '--type', TYPE];
  const args = [...given, '--template', card, '--map', 'Card no.=barcode_message'];
  const dry = await run('import', csv, ...args, '--dry-run');
  expect(dry.stdout).toContain('3 passes: 1 to be imported, 0 here before, 2 left out.');
  const done = await run('import', csv, ...args);
  expect(done.stderr).toMatch(
    /^row 3, ID: The pass has no serial number, by which phones know it\.\nrow 4, meta\.points: .*number.*\n$/,
  );
  expect(done.stdout).toContain('3 passes: 1 imported, 0 here before, 2 left out.');
  expect(done.stdout).toContain('The card has no place for Tier, which passes have: 3.');
  expect(done.stdout).toContain(
    'Passes without a token, which get no changes until they are downloaded again from here: 1.',
  );
  const { pass } = (await found('P1'))!;
  expect(pass).toMatchObject({ webServiceURL: null, passTypeIdentifier: TYPE });
  expect(pass.overrides).toEqual({ [POINTS]: 12, [NAME]: 'Ada', barcode_message: '77' });
  const json = join(t.config.dataDir, 'passes.ndjson');
  const line = { result: { passId: 'P1', fields: [{ key: 'points', value: 3 }] } };
  const other = { result: { passId: 'P9', barcodeMessage: '99', fields: [{ key: 'points', value: 3 }] } };
  await writeFile(json, `${JSON.stringify(line)}\n${JSON.stringify(other)}\n`);
  const ofPass2u = ['--from', 'pass2u', ...given.slice(2), '--template', card, '--address', 'https://old.test/w'];
  const listed = await run('import', json, ...ofPass2u);
  expect(listed).toMatchObject({ code: 0, stderr: '' });
  expect(listed.stdout).toContain('2 passes: 1 imported, 1 here before, 0 left out.');
  expect((await found('P9'))!.pass).toMatchObject({
    webServiceURL: 'https://old.test/w',
    overrides: { [POINTS]: 3, barcode_message: '99' },
  });
  expect((await run('import', csv, ...given)).stderr).toContain('say --template');
  const unsaid = await run('import', csv, ...given, '--template', card, '--map', 'ID=-', '--map', 'Nr=serialNumber');
  expect(unsaid.stderr).toContain('The file has no column "Nr". No column has the serial numbers');
});

test('an import that is cut goes on where it was', async () => {
  const card = await t.template(pointsTemplate());
  const passOf = (index: number, more: PassJson = {}) => {
    const serial = `cut-${String(index).padStart(3, '0')}`;
    const { webServiceURL: _, ...pass } = oldPass(serial, index, `Guest ${index}`, more);
    return [`${serial}.json`, new TextEncoder().encode(JSON.stringify({ ...pass, ...more }))] as const;
  };
  const archive = join(t.config.dataDir, 'many.zip');
  const passes = Array.from({ length: 150 }, (_, index) => passOf(index));
  await writeFile(
    archive,
    zipSync(Object.fromEntries([...passes, passOf(150, { webServiceURL: 'https://old.test' })])),
  );
  const cut = await importing(archive, '--template', card);
  expect(cut).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Say keep if') });
  const { id } = (await t.app.context.store.templateByHash(card))!.template;
  expect(await t.app.context.store.countPasses(id)).toBe(100);
  const done = await importing(archive, '--template', card, '--address', 'new', '--map', 'name=-');
  expect(done.stdout).toContain('151 passes: 51 imported, 100 here before, 0 left out.');
  expect(await t.app.context.store.countPasses(id)).toBe(151);
  expect((await found('cut-000'))!.pass.overrides).toMatchObject({ [NAME]: 'Guest 0' });
  expect((await found('cut-150'))!.pass.overrides).toEqual({ [POINTS]: 150, barcode_message: 'M-cut-150' });
});

test('what cannot be read says so', async () => {
  const folder = await folderOf('empty', { 'notes.txt': 'x' });
  expect((await importing(folder)).stderr).toContain('there is no .pkpass file in it');
  expect((await importing(join(folder, 'none'))).stderr).toContain('there is no such file or folder');
  expect((await importing(folder, '--address', 'ours')).stderr).toContain('It is keep, new, or an address');
  expect((await importing(folder, '--map', 'points')).stderr).toContain('It is a place, =, and an API path or -.');
});
