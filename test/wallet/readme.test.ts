// The page of the Wallet surface: each line of its table, asked of a server.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';
import { holding } from '../fixtures/wallet/phone.ts';

const ASKING = {
  personalization: {
    description: 'Join us',
    requiredPersonalizationFields: ['PKPassPersonalizationFieldEmailAddress'],
  },
};

test('the table says what is answered', async () => {
  const page = await readFile(join(packageRoot(), 'src/http/wallet/README.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+) (\S+)` \| (\d+) \| (\d+)(?:, (\d+))? \| (.*) \|$/gm)];
  expect(rows).toHaveLength(7);
  const t = await openTestApp();
  const held = await holding(t, await t.pass(await t.template(pointsTemplate(ASKING))));
  for (const [line, method, path = '', right, without, another = without, text = ''] of rows) {
    const url = path.replace('{device}', 'd').replace('{type}', held.type).replace('{serial}', held.serialNumber);
    const body = /body `(\{.*\})`/.exec(text)?.[1];
    const ask = async (headers: Record<string, string>) =>
      (await t.fetch(url, { method: method!, headers, ...(body === undefined ? {} : { body }) })).status;
    const denied = { authorization: 'ApplePass another-token-than-the-pass-has' };
    expect([await ask({}), await ask(denied)], line).toEqual([Number(without), Number(another)]);
    expect(await ask({ authorization: `ApplePass ${held.token}` }), line).toBe(Number(right));
  }
  await t.close();
});
