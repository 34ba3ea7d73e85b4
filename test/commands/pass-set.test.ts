// `passwright pass find`, `pass set`, `template push` and `template versions`, beside a server that runs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let template: string;
let pass: string;
beforeAll(async () => {
  t = await openTestApp();
  template = await t.template(pointsTemplate(), { templateName: 'Bonus' });
  pass = await t.pass(template, { structure_secondaryFields_name_value: 'Ada Byron' });
  await t.install(pass);
});
afterAll(() => t.close());

const run = (...args: readonly string[]) => runCommand(args, { DATA_DIR: t.config.dataDir });
const overrides = async () => (await t.app.context.store.passByHash(pass))!.pass.overrides;

test('a pass is found by what it shows and by its hash, in all accounts or one', async () => {
  await t.account('other@example.com');
  for (const text of ['ada by', pass]) {
    const found = await run('pass', 'find', text);
    expect(found, text).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout.split('\t')[0]).toBe(pass);
  }
  const { stdout } = await run('pass', 'find', 'byron', '--account', OWNER.email, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ account: OWNER.email, passes: [{ hash: pass }], next: null });
  expect(await run('pass', 'find', 'byron', '--account', 'other@example.com')).toMatchObject({ code: 1, stdout: '' });
  expect(await run('pass', 'find', 'nobody')).toMatchObject({ code: 1, stdout: '' });
});

test('values are set as in the editor: pushed at once, or refused as a whole', async () => {
  const done = await run('pass', 'set', pass, 'structure_headerFields_points_value=7', 'note=a=b');
  expect(done).toMatchObject({ code: 0, stdout: 'Changed. Phones that hold it are told.\n', stderr: '' });
  expect(await overrides()).toMatchObject({ structure_headerFields_points_value: 7, note: 'a=b' });
  expect((await t.jobs()).map(({ kind }) => kind)).toContain('push_pass');
  const before = await overrides();
  const refused = await run('pass', 'set', pass, 'structure_headerFields_points_value=8', 'nowhere=1');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('nowhere');
  expect((await run('pass', 'set', pass, 'points')).stderr).toContain('It has the form path=value.');
  expect(await overrides()).toEqual(before);
});

test('an old version becomes the draft, and a draft is not replaced unasked', async () => {
  const { store } = t.app.context;
  const { template: before } = (await store.templateByHash(template))!;
  const same = await run('template', 'restore', template, String(before.version));
  expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('there is no draft') });
  await t.call('insertUpdateTemplate', {
    clientHash: t.clientHash,
    templateHash: template,
    passConstructor: pointsTemplate({ logoText: 'Newer' }),
  });
  const restored = await run('template', 'restore', template, String(before.version));
  expect(restored.stdout).toContain(`is version ${before.version} now`);
  const draft = await store.draftOf(before.id);
  expect(draft).toMatchObject({ baseVersion: before.version + 1, editedBy: 'command line' });
  expect(draft!.passConstructor).toEqual(await store.templateVersion(before.id, before.version));
  const refused = await run('template', 'restore', template, '1');
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--replace') });
  expect(await store.draftOf(before.id)).toEqual(draft);
  expect((await run('template', 'restore', template, '1', '--replace')).code).toBe(0);
  expect((await run('template', 'restore', template, '99', '--replace')).stderr).toContain('no such version');
  expect((await run('template', 'restore', template, 'one')).stderr).toContain('whole number');
  await store.changeDraft(template, () => ({ draft: null, result: null }));
});

test('versions are listed newest first, and a push reaches who holds a pass', async () => {
  await t.call('insertUpdateTemplate', {
    clientHash: t.clientHash,
    templateHash: template,
    passConstructor: pointsTemplate({ description: 'Another card' }),
  });
  const { stdout } = await run('template', 'versions', template, '--json');
  const listed = JSON.parse(stdout).map(({ version }: { version: number }) => version);
  expect(listed).toEqual(listed.toSorted((one: number, other: number) => other - one));
  expect(listed.at(-1)).toBe(1);
  const older = await run('template', 'versions', template, '--before', '2');
  expect(older.stdout).toMatch(/^1\t\S+\t\d+ characters\tPassSource API\n$/);
  await t.deliver();
  const pushed = await run('template', 'push', template);
  expect(pushed.code).toBe(0);
  expect((await t.jobs()).map(({ kind }) => kind)).toContain('push_template');
});
