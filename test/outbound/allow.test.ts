// OUTBOUND_ALLOW as text: what is an entry, and how a mistake is named.

import { expect, test } from 'vitest';
import { parseAllowList, readAllowRule } from '../../src/outbound/allow.ts';

test('entries are separated by commas and white space', () => {
  expect(parseAllowList('')).toEqual([]);
  expect(parseAllowList(' , ')).toEqual([]);
  expect(parseAllowList('intranet, 10.0.0.5:8080\n fd00::/8\t[fd00::1]:443,,a.b')).toEqual([
    'intranet',
    '10.0.0.5:8080',
    'fd00::/8',
    '[fd00::1]:443',
    'a.b',
  ]);
});

const rules: [entry: string, match: string, port: number | null][] = [
  ['intranet', 'intranet', null],
  ['Intranet.Example.', 'intranet.example', null],
  ['my_host.example:65535', 'my_host.example', 65_535],
  ['bücher.example:1', 'xn--bcher-kva.example', 1],
  ['10.0.0.5', '10.0.0.5/32', null],
  ['10.0.0.5:8080', '10.0.0.5/32', 8080],
  ['10.0.0.0/8', '10.0.0.0/8', null],
  ['10.0.0.0/8:8080', '10.0.0.0/8', 8080],
  ['fd00::1', 'fd00::1/128', null],
  ['[fd00::1]', 'fd00::1/128', null],
  ['[fd00::1]:8080', 'fd00::1/128', 8080],
  ['fd00::/8', 'fd00::/8', null],
  ['[fd00::/8]:8080', 'fd00::/8', 8080],
];
for (const [entry, match, port] of rules) {
  test(`${entry} is ${match}, port ${port ?? 'default'}`, () => {
    const rule = readAllowRule(entry);
    const text = 'host' in rule.match ? rule.match.host : rule.match.range.join('/');
    expect([text, rule.port]).toEqual([match, port]);
  });
}

const bad = [
  'http://intranet',
  'intranet/path',
  '*.example',
  'user@host',
  'host:',
  'host:0',
  'host:65536',
  'host:http',
  'host:-1',
  ':8080',
  '-host',
  'ho$t',
  'a..b',
  '10.0.0.0/33',
  '10.0.0.256',
  '10.0.0',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '10/8',
  'fd00::/129',
  'fd00:::1',
  '[fd00::1',
  '[fd00::1]8080',
  '[fd00::1]:',
  '[10.0.0.1]:80',
  'fe80::1%eth0',
  '[]',
  '"',
];
for (const entry of bad) {
  test(`${entry} is refused by name`, () => {
    expect(() => parseAllowList(`good.example,${entry}`)).toThrow(
      `OUTBOUND_ALLOW: ${JSON.stringify(entry)} cannot be used`,
    );
  });
}
