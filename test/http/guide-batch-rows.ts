// Rows of guide-workshop.test.ts: the guide's tools for batches.
import { expect } from 'vitest';
import { type GuideRow, NAME, POINTS, tableOf } from '../fixtures/http/guide-owner.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

export const BATCH_CREATE: readonly GuideRow[] = [
  {
    line: 111,
    says: 'quickly creating multiple passes by uploading a CSV file',
    asked: 'the page has a form for a file, for people who are logged in',
    expected: async ({ owner }) => {
      const page = await owner.page('/batch/create.php');
      expect(page).toMatch(/<form[^>]*enctype="multipart\/form-data"/);
      expect(page).toMatch(/<input[^>]*type="file"/);
    },
  },
  {
    line: 111,
    says: 'a templateId column indicating the template',
    asked: 'each row is for its template, several in one file',
    expected: async ({ t, upload, resultOf, idOf }) => {
      const [first, second] = [await t.template(pointsTemplate()), await t.template(pointsTemplate())];
      const file = `templateId,${NAME}\n${await idOf(first)},Ada\n${await idOf(second)},Grace\n`;
      const rows = await resultOf(await upload(file, { mode: 'passes' }));
      const templates = await Promise.all(
        rows.map(async ({ hashedSerialNumber }) => {
          const { template } = (await t.app.context.store.passByHash(hashedSerialNumber!))!;
          return template.hash;
        }),
      );
      expect(templates).toEqual([first, second]);
    },
  },
  {
    line: 111,
    says: 'other column headings should be API paths that you want to set',
    asked: 'a row sets what its columns name; an unknown heading is named, and nothing is made',
    expected: async ({ t, owner, upload, resultOf, fieldsOf, idOf }) => {
      const id = await idOf(await t.template(pointsTemplate()));
      const [row] = await resultOf(await upload(`templateId,${NAME},${POINTS}\n${id},Ada,5\n`, { mode: 'passes' }));
      expect(await fieldsOf(row!.hashedSerialNumber!)).toEqual({ [NAME]: 'Ada', [POINTS]: 5 });
      const form = new FormData();
      form.append('mode', 'passes');
      form.append('file', new Blob([`templateId,nonsense_path\n${id},x\n`]), 'wrong.csv');
      const refused = await owner.post('/batch/create.php', form);
      expect([refused.status, textOf(await refused.text())]).toEqual([400, expect.stringContaining('nonsense_path')]);
    },
  },
  {
    line: 113,
    says: 'generate the creation links you can send via email',
    asked: 'the result has a link a row, and opening it makes the pass of that row',
    expected: async ({ t, upload, resultOf, open, fieldsOf, idOf }) => {
      const id = await idOf(await t.template(pointsTemplate()));
      const page = await upload(`templateId,${NAME}\n${id},Ada\n`);
      const [{ link } = {}] = await resultOf(page);
      expect(await fieldsOf(await open(link!))).toEqual({ [NAME]: 'Ada' });
    },
  },
  {
    line: 113,
    says: 'append a link or hashedSerialNumber column to each row',
    asked: 'the table comes back as it was, with both columns at its end',
    expected: async ({ t, upload, resultOf, idOf }) => {
      const id = await idOf(await t.template(pointsTemplate()));
      const page = await upload(`templateId,${NAME}\n${id},Ada\n${id},Grace\n`, { mode: 'passes' });
      const rows = await resultOf(page);
      expect(Object.keys(rows[0]!)).toEqual(['templateId', NAME, 'link', 'hashedSerialNumber']);
      expect(rows.map((row) => row[NAME])).toEqual(['Ada', 'Grace']);
      for (const { link, hashedSerialNumber } of rows) expect(link).toContain(hashedSerialNumber);
    },
  },
  {
    line: 113,
    says: 'simply specify a number of passes to create from a template and return a list of hashed serial numbers',
    asked: 'a number makes so many passes, and their hashes come back',
    expected: async ({ t, upload, resultOf, fieldsOf }) => {
      const templateHash = await t.template(pointsTemplate());
      const rows = await resultOf(await upload('', { mode: 'blank', templateHash, count: '4' }));
      expect(new Set(rows.map(({ hashedSerialNumber }) => hashedSerialNumber)).size).toBe(4);
      for (const { hashedSerialNumber } of rows) expect(await fieldsOf(hashedSerialNumber!)).toEqual({});
    },
  },
  {
    line: 113,
    says: 'automatically shortened and obfuscated',
    asked: 'a link shows no value of its row, and is short',
    expected: async ({ t, upload, resultOf, idOf }) => {
      const id = await idOf(await t.template(pointsTemplate()));
      const page = await upload(`templateId,${NAME}\n${id},Georgina Burdell\n`);
      const [{ link } = {}] = await resultOf(page);
      expect(link!.length).toBeLessThan('http://passes.test'.length + 24);
      expect(link).not.toMatch(/Burdell|structure/);
    },
  },
  {
    line: 117,
    says: 'an example file that modifies the logoText, barcode_altText, and background color',
    asked: 'a card’s example file has these columns, and can be sent as it is',
    expected: async ({ t, owner, upload, resultOf, readJson }) => {
      const templateHash = await t.template(pointsTemplate());
      const file = await (await owner.get(`/cards/${templateHash}/send/example.csv`)).text();
      expect(file).toMatch(/^\uFEFF?"templateId","logoText","barcode_altText","backgroundColor"\r?\n/);
      const [row] = await resultOf(await upload(file, { mode: 'passes' }));
      const shown = JSON.parse(await readJson(row!.hashedSerialNumber!));
      expect(shown).toMatchObject({ logoText: row!.logoText, backgroundColor: row!.backgroundColor });
      expect(JSON.stringify(shown)).toContain(row!.barcode_altText);
    },
  },
];

export const BATCH_EXPORT: readonly GuideRow[] = [
  {
    line: 121,
    says: 'Export Data button on the template portal if a psExportPaths additional field is present',
    asked: 'the overview leads to the export',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(pointsTemplate({ additional: { note: '', psExportPaths: NAME } }));
      expect(textOf(await owner.page(`/cards/${templateHash}`))).toContain('Export data');
      const list = await owner.page(`/cards/${templateHash}/export`);
      expect(list).toContain(`/batch/export.php?templateHash=${templateHash}`);
    },
  },
  {
    line: 121,
    says: 'a CSV file with the requested data with one row per pass',
    asked: 'the file has a row a pass, for a session and for a clientHash',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(pointsTemplate({ additional: { note: '', psExportPaths: NAME } }));
      for (const name of ['Ada', 'Grace']) await t.pass(templateHash, { [NAME]: name });
      const address = `/batch/export.php?templateHash=${templateHash}`;
      const bySession = await owner.get(address);
      expect(bySession.headers.get('content-type')).toContain('text/csv');
      expect(await tableOf(bySession)).toEqual([{ [NAME]: 'Ada' }, { [NAME]: 'Grace' }]);
      expect(await tableOf(await t.fetch(`${address}&clientHash=${t.clientHash}`))).toHaveLength(2);
    },
  },
  {
    line: 63,
    says: 'A comma-separated list of paths to use with our Batch Export tool',
    asked: 'the columns are these paths in their order',
    expected: async ({ t, owner }) => {
      const psExportPaths = `${POINTS},hashedSerialNumber,${NAME}`;
      const templateHash = await t.template(pointsTemplate({ additional: { note: '', psExportPaths } }));
      const pass = await t.pass(templateHash, { [NAME]: 'Ada', [POINTS]: 3 });
      const rows = await tableOf(await owner.get(`/batch/export.php?templateHash=${templateHash}`));
      expect(rows.map((row) => Object.entries(row))).toEqual([
        [
          [POINTS, '3'],
          ['hashedSerialNumber', pass],
          [NAME, 'Ada'],
        ],
      ]);
    },
  },
  {
    line: 121,
    says: 'custom fields and information using our additional and path features',
    asked: 'an additional property put together by magic strings is a column',
    expected: async ({ t, owner }) => {
      const additional = { psExportPaths: 'card', card: `{${NAME}} has {${POINTS}}` };
      const templateHash = await t.template(pointsTemplate({ additional }));
      await t.pass(templateHash, { [NAME]: 'Ada', [POINTS]: 3 });
      const rows = await tableOf(await owner.get(`/batch/export.php?templateHash=${templateHash}`));
      expect(rows).toEqual([{ card: 'Ada has 3' }]);
    },
  },
  {
    line: 121,
    says: 'only download in batches of 1000 and will order based on creation',
    asked: '1001 passes are two files in order of creation; &start=1000 is the second',
    expected: async ({ t, owner, upload }) => {
      const templateHash = await t.template(pointsTemplate({ additional: { note: '', psExportPaths: NAME } }));
      await upload('', { mode: 'blank', templateHash, count: '1000' });
      await t.pass(templateHash, { [NAME]: 'The last one' });
      const address = `/batch/export.php?templateHash=${templateHash}`;
      const first = await tableOf(await owner.get(address));
      expect([first.length, first.some((row) => row[NAME] === 'The last one')]).toEqual([1000, false]);
      expect(await tableOf(await owner.get(`${address}&start=1000`))).toEqual([{ [NAME]: 'The last one' }]);
    },
  },
];
