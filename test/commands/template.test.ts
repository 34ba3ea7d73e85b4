// Templates on the command line: out of the database and in again, checked without one, paused on arrival. The server that
// has the database open meanwhile is in this process.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import { pngSize } from '../../src/pass/png.ts';
import { type Finished, runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const icon = `data:image/svg+xml;base64,${Buffer.from(DEFAULT_ICON).toString('base64')}`;

let t: TestApp;
let folder = '';
beforeAll(async () => {
  t = await openTestApp();
  folder = await mkdtemp(join(tmpdir(), 'passwright-cli-'));
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[]) => runCommand(['template', ...args], { DATA_DIR: t.config.dataDir });
async function cli(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}
const info = (templateHash: string) => t.call('templateInfo', { clientHash: t.clientHash, templateHash });
const account = ['--account', OWNER.email];

test('a template goes out and comes in again, its triggers paused until they are let run', async () => {
  const original = await t.template(pointsTemplate({ images: { icon } }), { templateName: 'Points' });
  const out = join(folder, 'points');
  expect(await cli('export', original, '--out', out)).toBe('');
  expect((await readdir(out)).sort()).toEqual(['icon.png', 'template.json']);
  // The drawing is kept as a picture.
  expect(pngSize(await readFile(join(out, 'icon.png')))).toEqual({ width: 114, height: 114 });

  const said = await cli('import', out, ...account, '--name', 'Again', '--public');
  const [, hash = ''] = /^Imported as (\S{32})\n/.exec(said) ?? [];
  expect(said).toBe(
    `Imported as ${hash}\nIts triggers are paused. Read them, then let them run: passwright template unpause ${hash}\n`,
  );
  const [before, imported] = [await info(original), await info(hash)];
  expect(imported).toMatchObject({ templateName: 'Again', templatePublic: true, triggersPaused: true });
  expect(imported.passConstructor).toEqual(before.passConstructor);
  const pass = await t.pass(hash);
  const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  const points = async () =>
    (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: pass })).userFields;
  await scan();
  expect(await points()).toEqual({});
  expect(await cli('unpause', hash)).toBe('The triggers of Again run.\n');
  await scan();
  expect(await points()).toEqual({ structure_headerFields_points_value: 1 });

  // Changed without a change of its triggers, it goes on running; with one, it is paused again.
  const file = join(folder, 'one.json');
  const exported = JSON.parse(await cli('export', hash));
  exported.passConstructor.description = 'Another description';
  await writeFile(file, JSON.stringify(exported));
  expect(await cli('import', file, ...account, '--template', hash)).toBe(`Changed ${hash}\n`);
  const changed = await info(hash);
  expect(changed).toMatchObject({ templateName: 'Again', triggersPaused: false });
  expect(changed.passConstructor.description).toBe('Another description');
  exported.passConstructor.triggers.onScan = { action: 'PSActionURL', url: 'https://example.com/?c={clientHash}' };
  await writeFile(file, JSON.stringify(exported));
  const json = JSON.parse(await cli('import', file, ...account, '--template', hash, '--json'));
  expect(json).toMatchObject({ templateHash: hash, triggersPaused: true, leftOut: [] });
  expect(await info(hash)).toMatchObject({ triggersPaused: true });

  const list = JSON.parse(await cli('list', ...account, '--json'));
  expect(list).toMatchObject([
    { hash: original, name: 'Points', passes: 0, triggersPaused: false },
    { hash, name: 'Again', passes: 1, triggersPaused: true },
  ]);
});

test('a pass file becomes a template whose passes show the same', async () => {
  const strings = { fr: { NAME: 'NOM' } };
  const hash = await t.template(pointsTemplate({ images: { icon }, localizations: strings }));
  const file = join(folder, 'given.pkpass');
  const original = await t.pass(hash, { structure_secondaryFields_name_value: 'Ada' });
  await writeFile(file, await t.file(original));
  const said = await cli('import', file, ...account);
  // A pass has no triggers, so nothing is paused.
  const templateHash = /^Imported as (\S{32})\n$/.exec(said)![1]!;
  const imported = await info(templateHash);
  expect(imported).toMatchObject({ templateName: 'Points card', triggersPaused: false });
  expect(imported.passConstructor).toMatchObject({ type: 'storeCard', localizations: strings });
  const shown = async (pass: string) =>
    (await t.call('simulate', { clientHash: t.clientHash, hashedSerialNumber: pass, event: 'onCheck' })).pass;
  const [a, b] = [await shown(original), await shown(await t.pass(templateHash))];
  expect(b.storeCard).toEqual(a.storeCard);
  expect(b).toMatchObject({ backgroundColor: a.backgroundColor, organizationName: a.organizationName });
  expect(b.serialNumber).not.toBe(a.serialNumber);
});

test('lint checks several files without a database, and points at what is wrong', async () => {
  const file = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const condition = { key: 'a', value: 'x', PSConditions: '{points} > 3 AND' };
  const mistaken = { key: 'b', value: 'x', PSConditions: 'today + "30 days" > {points}' };
  const files = await Promise.all([
    file('good.json', { templateName: 'Good', passConstructor: pointsTemplate({ images: { icon } }) }),
    file('warns.json', pointsTemplate({ additional: { note: '{absent}' } })),
    file(
      'bad.json',
      pointsTemplate({
        structure: { backFields: [condition, mistaken] },
        images: { icon: 'data:image/png;base64,AAAA' },
      }),
    ),
    file('broken.json', '{"type": }'),
  ]);
  const env = { DATA_DIR: join(folder, 'no database') };
  const lint = (...args: string[]): Promise<Finished> => runCommand(['template', 'lint', ...args], env);
  const { code, stdout, stderr } = await lint(...files);
  const json = await lint('--json', ...files);
  const good = await lint(files[0]!, 'examples/01-points-on-scan');
  const google = await lint('--google', 'examples/01-points-on-scan');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const [, warns, bad, broken] = files;
  expect(stdout).toContain(`${warns}: warning at note\n  `);
  expect(stdout).toMatch(
    /bad\.json: error at structure_backFields_a_PSConditions\n {2}Line 1, column 17: .*\n {2}\{points\} > 3 AND\n {2} {16}\^\n/,
  );
  expect(stdout).toContain(`${bad}: error at images_icon\n  `);
  expect(stdout).toContain('"30 days" is no duration');
  expect(stdout).toContain(
    `${broken}: error\n  ${broken}: Line 1, column 10: there should be a value.\n  {"type": }\n`,
  );
  expect(stdout).toMatch(/\n4 templates: \d+ errors, \d+ warnings?\n$/);
  expect(json).toMatchObject({ code: 1, stderr: '' });
  const linted = JSON.parse(json.stdout);
  expect(linted.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, false, false]);
  expect(linted[2].diagnostics).toContainEqual({
    severity: 'error',
    code: 'condition_invalid',
    path: 'structure_backFields_a_PSConditions',
    message: expect.stringContaining('^'),
  });
  expect(google.code).toBe(0);
  expect(google.stdout).toContain('warning at foregroundColor\n  Google Wallet does not know a colour of texts');
  expect(good).toMatchObject({ code: 0, stdout: '2 templates: 0 errors, 0 warnings\n', stderr: '' });
  expect(await readdir(folder)).not.toContain('no database');
});

test('what cannot be done is said, and nothing is changed', async () => {
  const rival = await t.account('rival@example.com');
  const hash = await t.template(pointsTemplate(), { templateName: 'Mine' });
  const file = join(folder, 'rival.json');
  await writeFile(file, JSON.stringify(pointsTemplate()));
  const before = await info(hash);
  const count = (await t.app.context.store.templatesOf(rival.account.id)).length;
  const cases: readonly (readonly [args: readonly string[], says: string])[] = [
    [['import', file, '--account', 'rival@example.com', '--template', hash], `The template belongs to ${OWNER.email}`],
    [['import', join(folder, 'absent.json'), ...account], 'absent.json: there is no such file or folder.'],
    // A hash may begin with a minus: it is no option.
    [['unpause', '-abcdefghijklmnopqrstuvwxyz12345'], 'There is no template with this templateHash.'],
    [['lint', file, '--jsn'], "unknown option '--jsn'"],
  ];
  for (const [args, says] of cases) {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/ at .*\.ts:\d+/);
  }
  expect(await info(hash)).toEqual(before);
  expect(await t.app.context.store.templatesOf(rival.account.id)).toHaveLength(count);
});
