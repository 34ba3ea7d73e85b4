// passwright template check: the checks of a folder without a database, and those of a template; and
// their way through export and import.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkJson } from '../../src/rules/checks/check.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  t = await openTestApp();
  folder = await mkdtemp(join(tmpdir(), 'passwright-checks-'));
  env = { DATA_DIR: t.config.dataDir, ROOT_URL: t.config.rootUrl };
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true, force: true });
});

const CHECK = checkJson({
  name: 'The tenth coffee is free',
  accessType: SCAN,
  key: null,
  times: 1,
  at: Date.parse('2026-11-29T14:00:00Z'),
  overrides: { [POINTS]: 9 },
  access: {},
  expect: { changes: true, values: { [POINTS]: 10 }, till: { text: 'Free coffee, Guest!', colour: '' } },
});

const write = (name: string, json: JsonObject) => writeFile(join(folder, name), JSON.stringify(json));

test('a folder passes, or fails with a sentence and the exit code 1', async () => {
  await write('template.json', { templateName: 'Bonus card', passConstructor: stampCard() });
  await write('checks.json', { checks: [CHECK] });
  const nowhere = { DATA_DIR: '/nowhere/at/all' };
  const passed = await runCommand(['template', 'check', folder], nowhere);
  expect(passed).toEqual({ code: 0, stdout: '✓ The tenth coffee is free\n1 check: 1 passed, 0 failed\n', stderr: '' });
  await write('template.json', { templateName: 'Bonus card', passConstructor: stampCard(11) });
  const failed = await runCommand(['template', 'check', folder], nowhere);
  expect(failed).toMatchObject({ code: 1, stderr: '' });
  expect(failed.stdout).toContain('✗ The tenth coffee is free\n');
  expect(failed.stdout).toContain('  The till shows nothing, and the check expects “Free coffee, Guest!”.\n');
  expect(failed.stdout).toContain('1 check: 0 passed, 1 failed');
  const json = JSON.parse((await runCommand(['template', 'check', folder, '--json'], nowhere)).stdout);
  expect(json).toMatchObject([{ name: 'The tenth coffee is free', passed: false, differences: [expect.any(String)] }]);
});

test('a file of checks with a mistake, and a template with one, are told', async () => {
  await write('template.json', { templateName: 'Bonus card', passConstructor: stampCard() });
  await write('checks.json', { checks: [{ ...CHECK, event: 'onLunch' }] });
  const wrong = await runCommand(['template', 'check', folder], {});
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain(
    'checks.json: checks[0].event: event is the name of an event with rules, such as onScan, or a schedule',
  );
  await write('checks.json', { checks: [CHECK] });
  await write('template.json', { passConstructor: stampCard(10, { triggers: { onScan: { action: 'Nothing' } } }) });
  const broken = await runCommand(['template', 'check', folder], {});
  expect(broken).toMatchObject({ code: 1, stdout: '' });
  expect(broken.stderr).toContain('The template has errors: triggers_onScan_0');
  await rm(join(folder, 'checks.json'));
  await write('template.json', { passConstructor: stampCard() });
  const none = await runCommand(['template', 'check', folder], {});
  expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('There are no checks.') });
});

test('checks go along with import and export, and are run where they are', async () => {
  await write('template.json', { templateName: 'Bonus card', passConstructor: stampCard() });
  await write('checks.json', { checks: [CHECK] });
  const imported = await runCommand(['template', 'import', folder, '--account', OWNER.email, '--json'], env);
  expect(imported.code).toBe(0);
  const { templateHash } = JSON.parse(imported.stdout);
  const run = await runCommand(['template', 'check', templateHash], env);
  expect(run).toEqual({ code: 0, stdout: '✓ The tenth coffee is free\n1 check: 1 passed, 0 failed\n', stderr: '' });
  const out = join(folder, 'out');
  await runCommand(['template', 'export', templateHash, '--out', out], env);
  expect(JSON.parse(await readFile(join(out, 'checks.json'), 'utf8'))).toEqual({ checks: [CHECK] });
  // A folder without the file says nothing of checks; one with an empty list has none.
  await rm(join(folder, 'checks.json'));
  const again = ['template', 'import', folder, '--account', OWNER.email, '--template', templateHash];
  await runCommand(again, env);
  expect((await runCommand(['template', 'check', templateHash], env)).stdout).toContain('1 passed');
  await write('checks.json', { checks: [] });
  await runCommand(again, env);
  expect((await runCommand(['template', 'check', templateHash], env)).stdout).toContain('There are no checks.');
  await runCommand(['template', 'export', templateHash, '--out', out, '--force'], env);
  await expect(readFile(join(out, 'checks.json'))).rejects.toThrow('ENOENT');
  expect(await runCommand(['template', 'check', templateHash, '--draft'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Bonus card has no draft.'),
  });
});
