// Passes on the command line: shown, simulated, purged. The server that has the
// database open is in this process, too.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
let t: TestApp;
let templateHash = '';
let pass = '';
beforeAll(async () => {
  // A command has the machine's clock: for it, all this is long ago.
  t = await openTestApp({ injected: { clock: { now: () => Date.parse('2020-03-01T12:00:00Z') } } });
  templateHash = await t.template(
    pointsTemplate({
      additional: { note: '', psScanText: `{${POINTS}} points`, psInformationURL: 'https://x.test/?c={clientHash}' },
      triggers: {
        onScan: [
          { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 },
          { action: 'PSActionSetValue', targetPath: 'note', value: 'gold', PSConditions: `{${POINTS}} > 9` },
        ],
      },
    }),
    { templateName: 'Points' },
  );
  pass = await t.pass(templateHash);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  await t.call('pushPassUpdates', { clientHash: t.clientHash, hashedSerialNumber: pass });
});
afterAll(() => t.close());

const run = (args: readonly string[]) =>
  runCommand(args, { DATA_DIR: t.config.dataDir, ROOT_URL: 'http://passes.test' });
async function cli(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('pass show tells what a pass says, why, and what happened to it', async () => {
  const url = `http://passes.test/pass/create.php?hashedSerialNumber=${pass}&x=1`;
  const text = await cli('pass', 'show', url, '--trace');
  const json = await cli('pass', 'show', pass, '--json');
  const absent = await run(['pass', 'show', 'absent']);
  expect(text).toContain(`Pass ${pass}\n`);
  expect(text).toContain(`Points (${templateHash}, version 1)\n`);
  expect(text).toContain('  onScan: 1, last 2020-03-01T12:00:00Z\n');
  expect(text).toContain(`* ${POINTS} = 1\n`);
  expect(text).toContain(`  psScanText = "{${POINTS}} points"  ->  "1 points"\n`);
  expect(text).toContain('  structure_secondaryFields_name_value = "Guest"\n');
  expect(text).toContain('      rule 2: only if POINTS is more than 9\n        POINTS was 1\n        left out\n');
  expect(text).toContain('  2020-03-01T12:00:00Z  onScan: fired\n');
  // It runs no triggers, so no trace of it is missed.
  expect(text).toMatch(/ push: skipped\n$/);
  // It may be copied into a message: no secret is in it.
  expect(text).toContain('"https://x.test/?c={clientHash}"\n');
  expect(text + json).not.toContain(t.clientHash);
  expect(JSON.parse(json)).toMatchObject({
    hashedSerialNumber: pass,
    url: `http://passes.test/pass/create.php?hashedSerialNumber=${pass}`,
    template: { name: 'Points', hash: templateHash, version: 1, triggersPaused: false },
    owner: OWNER.email,
    devices: [],
    userFields: { [POINTS]: 1 },
    access: { onCreate: { count: 1 }, onScan: { count: 1, last: '2020-03-01T12:00:00Z' } },
    events: [
      { event: 'onCreate', accessType: 1, logged: true },
      { event: 'onScan', accessType: 7, outcome: 'fired', trace: { event: 'onScan' } },
      { event: 'push', accessType: 5, trace: null },
    ],
  });
  expect(absent).toMatchObject({ code: 1, stdout: '' });
  expect(absent.stderr).toBe('passwright: There is no pass with this hashedSerialNumber.\n');
});

test('pass doctor tells how far the last change has come to phones', async () => {
  const nobody = await cli('pass', 'doctor', pass);
  expect(nobody).toBe(`No phone has this card, so none was told.
    The card changed 2020-03-01T12:00:00Z
  ✗ On no phone
  ✗ No notification text on POINTS
`);
  const phone = { deviceLibraryIdentifier: 'a phone', passTypeIdentifier: 'pass.dev.passwright', pushToken: '00' };
  await t.app.context.store.registerDevice(pass, { ...phone, at: Date.now() }, () => ({ result: null }));
  const told = JSON.parse(await cli('pass', 'doctor', pass, '--json'));
  expect(told).toMatchObject({ verdict: 'test_card', phones: [{ device: 'a phone', pushedAt: null }] });
  await t.app.context.store.unregisterDevice(pass, phone, () => ({ result: null }));
  expect(await run(['pass', 'doctor', 'absent'])).toMatchObject({ code: 1, stdout: '' });
});

test('simulate explains each action on a pass or a new one, and changes nothing', async () => {
  const before = JSON.stringify(await t.app.context.store.passByHash(pass));
  const onPass = await cli('simulate', pass, '--event', 'onScan', '--set', `${POINTS}=9`, '--set', 'note=a=b');
  const onTemplate = await cli('simulate', templateHash, '--event', '7', '--json');
  const wrong = await run(['simulate', pass, '--event', 'onScann']);
  const unknown = await run(['simulate', pass, '--event', 'onScan', '--set', 'absent=1']);
  expect(onPass).toBe(`onScan: fired. This is a simulation: nothing was stored, sent or pushed.
rule 1: always
  POINTS 9 → 10
rule 2: only if POINTS is more than 9
  POINTS was 10
  Note “a=b” → gold
The pass would change and be pushed.
`);
  expect(JSON.parse(onTemplate)).toMatchObject({ updated: true, userFields: { [POINTS]: 1 } });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain("'onScann' is invalid. There are onCheck, onCreate,");
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toBe('passwright: This template has no API path "absent".\n');
  expect(JSON.stringify(await t.app.context.store.passByHash(pass))).toBe(before);
});

test('purge tells what it would delete, and deletes it when told to', async () => {
  const old = await t.pass(templateHash);
  const { passByHash, changePass } = t.app.context.store;
  await changePass(pass, () => ({ touchedAt: Date.now(), result: null }));
  const row = (label: string, count: number) => `  ${label.padEnd(46)}${count}\n`;
  const dry = await cli('purge');
  expect(dry).toContain(`With --run, this would be deleted:\nPoints (${templateHash})\n`);
  expect(dry).toContain(row('passes that nothing happened to for 2 years', 1));
  expect(dry).toContain(row('events over 2 years old', 4));
  expect(dry).toContain('Nothing was deleted.');
  expect(await passByHash(old)).not.toBeNull();
  const done = JSON.parse(await cli('purge', '--run', '--json'));
  expect(done).toMatchObject({
    run: true,
    templates: [{ templateHash, stalePasses: 1, unusedPasses: 0, oldEvents: 4 }],
  });
  expect([await passByHash(old), (await passByHash(pass)) !== null]).toEqual([null, true]);
});
