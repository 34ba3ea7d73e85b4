// What comes from outside is read in linear time: of four times as much of the worst text, the work is about four times as
// much. Expressions that try again at each character would do sixteen times as much.

import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { shownValue } from '../../src/device/shown-value.ts';
import { openLog } from '../../src/log.ts';
import { hashedSerialNumberIn, withoutEnd } from '../../src/operations/access/hashed-serial-number.ts';
import { readAllowRule } from '../../src/outbound/allow.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { templateOfPackage } from '../../src/template-files/package.ts';
import { parseStrings } from '../../src/template-files/strings.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

/** Reads a text; what it is refused with does not matter here. */
type Read = (text: string) => unknown;

const bytes = (text: string) => new TextEncoder().encode(text);

function log(text: string): void {
  openLog({ logLevel: 'info', logFormat: 'json' }, new PassThrough()).info({ text }, 'a line');
}

function compile(attributedValue: string): void {
  compileTemplate(pointsTemplate({ structure: { headerFields: [{ key: 'points', value: '', attributedValue }] } }));
}

const READERS: Record<string, [read: Read, worst: (length: number) => string]> = {
  'commas after a hash': [hashedSerialNumberIn, (length) => `/${','.repeat(length)}x`],
  'commas after any text': [(text) => withoutEnd(text, /[,&]/), (length) => `${','.repeat(length)}x`],
  'tags without an end in a template': [compile, (length) => '<a'.repeat(length)],
  'tags without an end in a pass': [
    (attributedValue) => shownValue({ attributedValue } as never),
    (n) => '<'.repeat(n),
  ],
  'tokens in the log': [log, (length) => 'eyJ'.repeat(length)],
  'comments of a table of translations': [(text) => parseStrings(bytes(text), 'x'), (n) => `${'\t/**/\t'.repeat(n)}*`],
  'names in an archive': [
    (name) => templateOfPackage({ [`${name}\n/x`]: new Uint8Array() }, 'x'),
    (length) => '/__MACOSX/'.repeat(length),
  ],
  'an entry of OUTBOUND_ALLOW': [readAllowRule, (length) => `[${':'.repeat(length)}`],
  ROOT_URL: [(ROOT_URL) => readConfig({ ROOT_URL }, false), (length) => `http://a.test${'/'.repeat(length)}x`],
};

/** The processor's time in ms, the least of some runs. */
function work(read: Read, text: string): number {
  const runs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    try {
      read(text);
    } catch {
      // Most of these are refused.
    }
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...runs);
}

test.each(Object.entries(READERS))('%s', (_, [read, worst]) => {
  const small = work(read, worst(10_000));
  // Of next to nothing, a pause to collect garbage is a multiple.
  expect(work(read, worst(40_000))).toBeLessThan(8 * small + 20);
});

test('hashes and addresses that are too long for one are answered like others that nobody has', async () => {
  const t = await openTestApp();
  for (const long of ['a'.repeat(10_000), `/${','.repeat(10_000)}x`]) {
    const parameters = { clientHash: t.clientHash, templateHash: long, hashedSerialNumber: long };
    for (const name of ['passInfo', 'templateInfo', 'trackPassAccess', 'login']) {
      const ask = async (given: object) => {
        const body = JSON.stringify({ accessType: 7, password: 'x', ...given });
        const { requestId: _, ...answer } = await (await t.fetch(`/api/${name}.php`, { method: 'POST', body })).json();
        return answer;
      };
      const unknown = { ...parameters, templateHash: 'unknown', hashedSerialNumber: 'unknown', email: 'a@b.test' };
      expect(await ask({ ...parameters, email: long })).toEqual(await ask(unknown));
    }
  }
  await t.close();
});
