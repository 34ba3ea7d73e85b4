// passwright google stand-in and passwright device android: a reader's Google and phone.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceAccountOf } from '../../src/device/google/service-account.ts';
import { type StandIn, startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { saveLink } from '../../src/pass/google/save-link.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';

const ISSUER = '3388000000000000001';
let folder = '';
let standIn: StandIn;
let link = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passwright-android-'));
  const account = await serviceAccountOf(join(folder, 'key.json'));
  standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: Date.now });
  const cardTitle = { defaultValue: { language: 'en', value: 'Club' } };
  const header = { defaultValue: { language: 'en', value: 'Ada' } };
  const textModulesData = [{ id: 'visits', header: 'Visits', body: '3' }];
  const barcode = { type: 'QR_CODE', value: 'A-1' };
  standIn.wallet.insert('Class', 'generic', { id: `${ISSUER}.club` });
  const object = { id: `${ISSUER}.a`, classId: `${ISSUER}.club`, cardTitle, header, textModulesData, barcode };
  const signer = {
    clientEmail: account.client_email,
    privateKey: account.private_key,
    privateKeyId: account.private_key_id,
  };
  const terms = { origin: 'https://x.example', saveUrl: standIn.settings.GOOGLE_SAVE_URL, now: Date.now() };
  link = (await saveLink(signer, { resource: 'generic', object }, terms))!;
});
afterAll(async () => {
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

const android = (...args: string[]) =>
  runCommand(['device', 'android', ...args, '--state', join(folder, 'android.json')], {});

test('the commands of the Android phone say in words what it shows', async () => {
  expect((await android('show')).stdout).toBe('This phone holds no cards.\n');
  expect((await android('save', link)).stdout).toBe(`Club (${ISSUER}.a): saved\n`);
  expect((await android('update')).stdout).toBe('Nothing new.\n');
  const textModulesData = [{ id: 'visits', header: 'Visits', body: '4' }];
  standIn.wallet.patch('Object', 'generic', `${ISSUER}.a`, { textModulesData, state: 'INACTIVE' });
  expect((await android('update')).stdout).toBe(`Club (${ISSUER}.a): updated\n  Visits: 3 -> 4\n  It is INACTIVE.\n`);
  expect((await android('show')).stdout).toBe(
    `Club (${ISSUER}.a): generic, INACTIVE\n  cardTitle: Club\n  header: Ada\n  Visits: 4\n  Barcode: A-1\n`,
  );
  expect(JSON.parse((await android('show', '--json')).stdout)).toMatchObject({ cards: [{ barcode: 'A-1' }] });
  expect((await android('delete', `${ISSUER}.b`)).stderr).toContain('This phone has no card');
  expect((await android('delete', `${ISSUER}.a`)).stdout).toContain('removed');
});

test('a key file is made once, for its owner alone, and read afterwards', async () => {
  const file = join(folder, 'key.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const made = JSON.parse(await readFile(file, 'utf8'));
  expect(made).toMatchObject({ type: 'service_account', client_email: 'wallet@stand-in.iam.gserviceaccount.com' });
  expect((await serviceAccountOf(file)).private_key).toBe(made.private_key);
});

test('the stand-in says what is wrong with its options, and starts nothing', async () => {
  const run = (...args: string[]) => runCommand(['google', 'stand-in', '--key', join(folder, 'key.json'), ...args], {});
  expect((await run('--port', '70000')).stderr).toContain('--port has to be a number up to 65535.');
  expect((await run('--issuer', 'x')).stderr).toContain('--issuer has to be a number');
  expect((await run('--callback', 'passes.example.com')).stderr).toContain('--callback has to begin with');
  await writeFile(join(folder, 'other.json'), '{"type":"user"}');
  const other = await run('--key', join(folder, 'other.json'), '--port', '0');
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('is no key file of a service account') });
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  expect((await run('--port', String(port))).stderr).toContain(`Port ${port} is in use; name another one with --port.`);
  taken.close();
});
