// The first start in an empty folder, as a newcomer meets it; the second one; and what lies in the folder afterwards.
import { createPrivateKey } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { decryptKey } from '../../src/pass/key-encryption.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { type Answer, connect, type RunningServer, startServer } from '../fixtures/scenarios/processes.ts';

/** What a first start prints besides its log lines. */
function welcomeOf(server: RunningServer): string {
  const lines = server.stdout().split('\n');
  return lines.filter((line) => !line.startsWith('{')).join('\n');
}

test('an empty folder becomes a server with an account, examples and passes; the second start shows none of it', async () => {
  const first = await startServer();
  const welcome = welcomeOf(first);
  const said = (name: string) => new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(welcome)?.[1];
  const rootUrl = `http://127.0.0.1:${first.port}`;
  expect(said('Address')).toBe(rootUrl);
  const [email, password] = [said('E-mail'), said('Password')];
  expect(email).toBe('owner@passwright.local');
  expect(password).toMatch(/^\S{20}$/);

  const client = connect(first, 3);
  const login = await client.call('login', { email, password });
  expect(login).toMatchObject({ success: true });
  const { templates } = await client.call('allTemplates', { clientHash: login.clientHash });
  const links = [...welcome.matchAll(/^ {4}(http\S+)$/gm)].map((match) => match[1]!);
  expect(links).toEqual(
    templates.map((template: Answer) => `${rootUrl}/pass/create.php?templateHash=${template.templateHash}`),
  );
  for (const template of templates) expect(welcome).toContain(`  ${template.templateName}\n`);
  expect(links).toHaveLength(12);

  const rootPem = await readFile(join(first.dataDir, 'development-root.pem'), 'utf8');
  expect(welcome).toContain(`${first.dataDir}/development-root.pem`);
  await Promise.all(
    links.map(async (link) => {
      const path = link.slice(rootUrl.length);
      const page = await client.get(path);
      expect(page.status).toBe(200);
      expect(page.text).toContain('downloadButton');
      const file = await client.get(`${path}&download=true`);
      expect(file.status).toBe(200);
      expect(verifyPackage(file.bytes, rootPem).files['icon.png']).toBeDefined();
    }),
  );
  expect(await first.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });

  // ADMIN_PASSWORD is for the first account, and there is one.
  const second = await startServer({ DATA_DIR: first.dataDir, ADMIN_PASSWORD: 'does not matter any more' });
  expect(welcomeOf(second)).toBe('');
  expect(second.stdout()).not.toContain(password);
  const again = connect(second);
  expect(await again.call('login', { email, password })).toMatchObject({ clientHash: login.clientHash });
  expect((await again.call('allTemplates', { clientHash: login.clientHash })).templates).toHaveLength(12);
});

test('ADMIN_EMAIL and ADMIN_PASSWORD make the first account; the folder and what is secret in it are closed to others', async () => {
  const admin = { email: 'boss@example.com', password: 'a password of my own' };
  const server = await startServer({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  expect(await connect(server).call('login', admin)).toMatchObject({ success: true });
  expect(welcomeOf(server)).toContain('E-mail    boss@example.com');
  expect(welcomeOf(server)).not.toContain(admin.password);

  const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await mode(server.dataDir)).toBe('700');
  expect(await mode(join(server.dataDir, 'secret.key'))).toBe('600');

  const database = new Sqlite(join(server.dataDir, 'passwright.sqlite'), { readonly: true });
  const keys = database.prepare<[], Buffer>('SELECT encrypted_key FROM certificates').pluck().all();
  database.close();
  expect(keys).toHaveLength(1);
  const stored = keys[0]!;
  const readKey = (key: Uint8Array) => createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
  expect(() => readKey(stored)).toThrow();
  // rsaEncryption, 1.2.840.113549.1.1.1: in every PKCS#8 of such a key, wherever it begins.
  const rsaEncryption = Buffer.from('2a864886f70d010101', 'hex');
  expect(stored.includes(rsaEncryption)).toBe(false);
  // It is a key all the same, for who has the secret.
  const secret = (await readFile(join(server.dataDir, 'secret.key'), 'utf8')).trim();
  const opened = Buffer.from(decryptKey(secret, stored));
  expect(opened.includes(rsaEncryption)).toBe(true);
  expect(readKey(opened).asymmetricKeyType).toBe('rsa');
  expect(() => decryptKey(`${secret}x`, stored)).toThrow();
});
