// The phone between two commands.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPhone, writePhone } from '../../src/device/state.ts';
import { PASS_JSON } from '../fixtures/device/passes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passwright-device-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a new phone is somebody of its own, and the same one ever after', async () => {
  const file = join(folder, 'phone.json');
  const phone = await readPhone(file);
  expect(phone).toEqual({
    deviceLibraryIdentifier: expect.stringMatching(/^[0-9a-f]{32}$/),
    pushToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    tags: {},
    passes: [],
  });
  expect((await readPhone(file)).pushToken).not.toBe(phone.pushToken);
  const held = {
    link: 'https://example.com/',
    registered: true,
    lastModified: null,
    passJson: PASS_JSON,
    manifest: {},
  };
  const filled = { ...phone, tags: { 'https://example.com/w pass.a': '7' }, passes: [held] };
  await writePhone(file, filled);
  expect(await readPhone(file)).toEqual(filled);
  // Its tokens are secrets.
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('what is no state file is left as it is, and told', async () => {
  const file = join(folder, 'other.json');
  for (const text of ['', '{}', '[]', '{"passes": 1}']) {
    await writeFile(file, text);
    await expect(readPhone(file)).rejects.toThrow(
      "other.json is not a device's state file; name another one with --state.",
    );
    expect(await readFile(file, 'utf8')).toBe(text);
  }
  await expect(readPhone(folder)).rejects.toThrow(`${folder} cannot be read: EISDIR`);
  const nowhere = join(folder, 'missing', 'phone.json');
  await expect(writePhone(nowhere, await readPhone(nowhere))).rejects.toThrow('cannot be written: ENOENT');
});
