// Examples of pictures and templates that cost much for their size.
import type { JsonObject } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { DASHES, LAYERS, MARKERS } from '../fixtures/pictures/hostile.ts';
import { OWNER } from '../fixtures/scenarios/till.ts';
import type { Example } from './examples.ts';
import { answerOf, tally, told } from './examples-bodies.ts';
import type { SmallServer } from './small-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const LEVELS = 16;
const doubling = (last: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: LEVELS + 1 }, (_, at) => [
      `a${at}`,
      at === LEVELS ? last.repeat(count) : `{a${at + 1}}{a${at + 1}}`,
    ]),
  );
const compared = (count: number) =>
  Array.from({ length: count }, () => ({
    action: 'PSActionSetValue',
    targetPath: 'note',
    value: 'x',
    PSConditions: '{a0} = "x"',
  }));
const backFields = (count: number, value: (at: number) => string) => ({
  backFields: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: value(at) })),
});

function upload({ send, clientHash }: SmallServer, templateHash: string, svg: Uint8Array) {
  const logo = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return answerOf(
    send('POST', '/api/uploadTemplateImages.php', {
      headers: JSON_TYPE,
      body: JSON.stringify({ clientHash, templateHash, logo }),
    }),
  );
}

function save({ send, clientHash }: SmallServer, passConstructor: JsonObject) {
  const body = JSON.stringify({ clientHash, templateName: 'Costly', passConstructor });
  return send('POST', '/api/insertUpdateTemplate.php', { headers: JSON_TYPE, body });
}

const template = async (small: SmallServer, parts: JsonObject = {}) =>
  (await small.made('insertUpdateTemplate', { templateName: 'T', passConstructor: pointsTemplate(parts) }))
    .templateHash as string;

const picture = (name: string, svg: Uint8Array): Example => ({
  name: `an SVG: ${name}`,
  before: '12 s to minutes, up to 16 GB',
  run: async (small) => told(await upload(small, await template(small), svg)),
});

/** Saves a template that must be refused, and then passes whose own values cost as much. */
const refusedTemplate = (name: string, before: string, make: () => JsonObject): Example => ({
  name,
  before,
  run: async (small) => `saving: ${told(await save(small, make()))}`,
});

export const COSTS: readonly Example[] = [
  picture('a path with tiny dashes', DASHES),
  picture('240 layers', LAYERS),
  picture('markers', MARKERS),
  {
    name: 'four such SVGs at once',
    before: 'logins and new passes stop',
    run: async (small) => {
      const templateHash = await template(small);
      const uploads = [DASHES, LAYERS, MARKERS, DASHES].map((svg) => upload(small, templateHash, svg));
      const started = performance.now();
      await small.made('login', OWNER);
      const loggedIn = performance.now() - started;
      await small.made('createPassFromTemplateFields', { templateHash });
      const made = performance.now() - started - loggedIn;
      return `uploads ${tally(await Promise.all(uploads))}; meanwhile a login took ${loggedIn.toFixed(0)} ms, a new pass ${made.toFixed(0)} ms`;
    },
  },
  refusedTemplate('100 × {a0} = "x" over 16 doubling levels', '1.25 s a scan', () =>
    pointsTemplate({ additional: { note: '', ...doubling('x', 1) }, triggers: { onScan: compared(100) } }),
  ),
  refusedTemplate('900 such actions', 'no answer in 120 s', () =>
    pointsTemplate({ additional: { note: '', ...doubling('x', 1) }, triggers: { onScan: compared(900) } }),
  ),
  refusedTemplate('500 fields of {a0}', 'a page of 65 MB, 11.7 s', () =>
    pointsTemplate({ additional: doubling('x', 20), structure: backFields(500, () => '{a0}') }),
  ),
  refusedTemplate('3,000 chained fields', '9.1 s to save', () =>
    pointsTemplate({ structure: backFields(3000, (at) => `{structure_backFields_k${at + 1}_value}`) }),
  ),
  {
    name: 'the same costs by the values of one pass',
    before: '1.25 s a scan, a page of 65 MB',
    run: async (small) => {
      const plain = Object.fromEntries(Array.from({ length: LEVELS + 1 }, (_, at) => [`a${at}`, '']));
      const templateHash = await template(small, {
        additional: { note: '', ...plain },
        triggers: { onScan: compared(900) },
        structure: backFields(500, () => '{a0}'),
      });
      const { hashedSerialNumber } = await small.made('createPassFromTemplateFields', { templateHash });
      await small.made('updatePassFields', { hashedSerialNumber, ...doubling('x', 20) });
      const body = JSON.stringify({ clientHash: small.clientHash, hashedSerialNumber, accessType: 7 });
      const scan = await small.send('POST', '/api/trackPassAccess.php', { headers: JSON_TYPE, body });
      const page = await small.send('GET', `/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`);
      return `scan ${told(scan)}, page ${told(page)} with ${page.text.length} characters`;
    },
  },
];
