// The page of a card that imports past events, and the command: they count, run nothing and push
// nothing; the same file twice adds nothing.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

let t: TestApp;
let owner: SignedIn;
let card: string;
let passes: { hash: string; serial: string }[] = [];
beforeAll(async () => {
  t = await openTestApp();
  owner = await signIn(t);
  card = await t.template(pointsTemplate());
  for (const name of ['Ada Byron', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra']) {
    const hash = await t.pass(card, { [NAME]: name });
    const { pass } = (await t.app.context.store.passByHash(hash))!;
    passes = [...passes, { hash, serial: pass.serialNumber }];
  }
});
afterAll(() => t?.close());

const upload = async (csv: string, form: Record<string, string> = {}) => {
  const answer = await owner.post(`/cards/${card}/history`, { ...form, file: Buffer.from(csv) });
  return { status: answer.status, text: textOf(await answer.text()) };
};
const passOf = async (at: number) => (await t.app.context.store.passByHash(passes[at]!.hash))!.pass;
const command = (...args: string[]) => runCommand(['import-history', ...args], { DATA_DIR: t.config.dataDir });

test('visits of a file count once, run no rule, push nothing, and stand in the history of the card', async () => {
  await t.install(passes[0]!.hash);
  const [ada, grace] = passes.map(({ serial }) => serial);
  const csv = `serialNumber,time,event,${POINTS}\n${ada},2025-03-01,register,5\n${ada},2025-04-01 18:30,scan,7\n${grace},2025-04-02,scan,\n`;
  const done = await upload(csv, { event: 'scan' });
  expect(done).toMatchObject({ status: 200, text: expect.stringContaining('3 events were imported.') });
  const { access, overrides } = await passOf(0);
  // A scan here would have added a point.
  expect(overrides[POINTS]).toBe(7);
  expect(access[SCAN]).toEqual({ count: 1, last: expect.any(Number) });
  expect(await t.jobs()).toEqual([]);
  const again = await upload(csv);
  expect(again.text).toContain('0 events were imported. 3 rows were imported before.');
  expect((await passOf(0)).access).toEqual(access);
  const page = textOf(await owner.page(`/customers/${passes[0]!.hash}`));
  expect(page).toContain('Imported from file, row 3');
  // The list of runs has them where they came, with the mark and their own time.
  const runs = textOf(await owner.page(`/runs?card=${card}`));
  expect(runs).toMatch(/Apr 1, 2025, 6:30\sPM · imported Ada Byron/);
  expect(runs.match(/ · imported /g)).toHaveLength(3);
  const acts = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 9 });
  expect(acts[0]).toMatchObject({ what: 'card.history', after: { file: 'file', added: 3, known: 0, wrong: 0 } });
  expect(textOf(await owner.page('/settings/audit'))).toContain('Past events imported');
});

test('values stay from the latest row, whatever the order, and never over a later event', async () => {
  const { serial } = passes[1]!;
  await upload(`serialNumber,time,${POINTS}\n${serial},2025-08-01,9\n${serial},2025-06-01,4\n`);
  expect((await passOf(1)).overrides[POINTS]).toBe(9);
  t.advance(1000);
  await t.call('trackPassAccess', {
    clientHash: t.clientHash,
    hashedSerialNumber: passes[1]!.hash,
    accessType: 7,
  });
  await upload(`serialNumber,time,${POINTS}\n${serial},2025-09-01,2\n`);
  expect((await passOf(1)).overrides[POINTS]).toBe(10);
  // What an event added is added whenever it comes; phones are told on request.
  await t.install(passes[1]!.hash);
  const { text } = await upload(`serialNumber,time,id,add:${POINTS}\n${serial},2025-09-02,a,"1.5"\n`, { push: 'true' });
  expect(text).toContain('1 event was imported.');
  expect((await passOf(1)).overrides[POINTS]).toBe(11.5);
  expect((await t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
});

test('rows with mistakes are left out and told, and the others are imported', async () => {
  const [, , alan] = passes as readonly { serial: string }[];
  const rows = ['nobody,2025-03-01,scan,', `${alan!.serial},soon,scan,`, `${alan!.serial},2025-03-02,visit,x`];
  const good = `${alan!.serial},2025-03-03,scan,1`;
  const done = await upload(`serialNumber,time,event,${POINTS}\n${[...rows, good].join('\n')}\n`);
  expect(done.text).toContain('1 event was imported. 3 rows were left out.');
  for (const said of ['No pass of this card is found by', 'The time is such as', 'The event is one of check,']) {
    expect(done.text).toContain(said);
  }
  expect((await passOf(2)).access[SCAN]?.count).toBe(1);
  const columns = await upload('serialNumber,visits\nA,1\n');
  expect(columns).toMatchObject({ status: 400, text: expect.stringContaining('no API path "visits"') });
  const other = await t.template(pointsTemplate());
  const elsewhere = await t.app.context.store.passByHash(await t.pass(other));
  const strange = await upload(`serialNumber,time\n${elsewhere!.pass.serialNumber},2025-03-01\n`);
  expect(strange.text).toContain('1 row was left out.');
});

test('the example of a card can be imported as it is', async () => {
  const example = await owner.get(`/cards/${card}/history/example.csv`);
  const done = await upload(await example.text());
  expect(done.text).toMatch(/3 events were imported\.(?! \d+ row)/);
  expect(textOf(await owner.page(`/cards/${card}/send`))).toContain('Bring past events along');
  const german = await owner.get(`/cards/${card}/history`, { 'accept-language': 'de' });
  expect(textOf(await german.text())).toContain('Früheres mitbringen');
});

test('by command: columns by --map, passes by a value, many rows, and mistakes with their places', async () => {
  const file = join(t.config.dataDir, 'visits.csv');
  const rows = Array.from({ length: 250 }, (_, index) => `edsger DIJKSTRA,2024-01-0${(index % 9) + 1},${index},1`);
  await writeFile(file, `Who,Day,No,Earned\n${rows.join('\n')}\nNobody Else,2024-01-01,x,1\n`);
  const map = [`Who=find:${NAME}`, 'Day=time', 'No=id', `Earned=add:${POINTS}`].flatMap((each) => ['--map', each]);
  const { code, stdout, stderr } = await command(card, file, ...map, '--event', 'scan', '--json');
  expect(JSON.parse(stdout)).toEqual({ rows: 251, added: 250, known: 0, wrong: 1 });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'row 252, Who: No pass of this card is found by "Nobody Else".\n',
  });
  const pass = await passOf(3);
  expect(pass.overrides[POINTS]).toBe(250);
  expect(pass.access[SCAN]).toMatchObject({ count: 250 });
  const again = await command(card, file, ...map);
  expect(again.stdout).toBe('251 rows: 0 imported, 250 imported before, 1 left out.\n');
  const wrong = await command(card, file, '--map', 'Who=serialNumber');
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain('row 1, Day: This card has no API path "Day".');
  expect((await command('nothing', file)).stderr).toContain('There is no template with this templateHash.');
  expect((await command(card, file, '--event', 'create')).stderr).toContain('such as scan, register or install');
});
