// What Wallet refuses without a word, in words.
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { findDoubts, findFaults } from '../../src/device/check-pass.ts';
import { openDownload, type PassFiles, readPassJson } from '../../src/device/open-download.ts';
import type { PassJson } from '../../src/device/pass-json.ts';
import { bytes, PASS_JSON, passFiles, pkpass } from '../fixtures/device/passes.ts';

const faultsOf = (files: PassFiles) => findFaults(files, readPassJson(files));
const without = (files: PassFiles, name: string): PassFiles => {
  const { [name]: _, ...others } = files;
  return others;
};
const field = (key: unknown, value: unknown = 'x') => ({ key, value });
const UPDATED = { webServiceURL: 'https://example.com/wallet', authenticationToken: '0123456789abcdef' };

test('a pass that Wallet takes has no faults', () => {
  expect(faultsOf(passFiles())).toEqual([]);
  expect(faultsOf(passFiles({ ...PASS_JSON, ...UPDATED }, { 'en.lproj/pass.strings': bytes('') }))).toEqual([]);
});

test.each<[string, PassFiles]>([
  ['There is no icon.png. icon.png is in manifest.json, but not in the archive.', without(passFiles(), 'icon.png')],
  ['There is no signature.', without(passFiles(), 'signature')],
  ['manifest.json is missing or is not a JSON object.', without(passFiles(), 'manifest.json')],
  ['manifest.json is missing or is not a JSON object.', { ...passFiles(), 'manifest.json': bytes([]) }],
  ['strip.png is not in manifest.json.', { ...passFiles(), 'strip.png': new Uint8Array([2]) }],
  [
    'icon.png is not what manifest.json says: its SHA-1 is c4ea21bb365bbeeaf5f2c654883e56d11e43c44e.',
    { ...passFiles(), 'icon.png': new Uint8Array([2]) },
  ],
])('%s', (words, files) => {
  expect(faultsOf(files).join(' ')).toBe(words);
});

test.each<[string, PassJson]>([
  ['formatVersion is not 1.', { ...PASS_JSON, formatVersion: '1' }],
  ['teamIdentifier is missing.', { ...PASS_JSON, teamIdentifier: '' }],
  ['description is missing.', { ...PASS_JSON, description: undefined }],
  [
    'A pass has exactly one of boardingPass, coupon, eventTicket, generic, storeCard, posterGeneric; this one has 2.',
    { ...PASS_JSON, generic: {} },
  ],
  [
    'Two fields have the key points.',
    { ...PASS_JSON, storeCard: { headerFields: [field('points')], backFields: [field('points')] } },
  ],
  ['A field has no key.', { ...PASS_JSON, storeCard: { backFields: [field(undefined), field('')] } }],
  ['The field a has no value.', { ...PASS_JSON, storeCard: { backFields: [field('a', null)] } }],
  [
    'expirationDate is no date that Wallet reads: "2031-05-06T07:08:09.123+02:00".',
    { ...PASS_JSON, expirationDate: '2031-05-06T07:08:09.123+02:00' },
  ],
  [
    'relevantDate is no date that Wallet reads: "2031-02-30T07:08Z".',
    { ...PASS_JSON, relevantDate: '2031-02-30T07:08Z' },
  ],
  [
    'startDate in relevantDates is no date that Wallet reads: "2031-05-06".',
    { ...PASS_JSON, relevantDates: [{ date: '2031-05-06T07:08Z' }, { startDate: '2031-05-06' }] },
  ],
  [
    'date in upcomingPassInformation is no date that Wallet reads: "2031-05-06T07:08+0200".',
    { ...PASS_JSON, upcomingPassInformation: [{ dateInformation: { date: '2031-05-06T07:08+0200' } }] },
  ],
  [
    'eventStartDate in the semantics of the field a is no date that Wallet reads: 5.',
    { ...PASS_JSON, storeCard: { backFields: [{ ...field('a'), semantics: { eventStartDate: 5 } }] } },
  ],
  [
    'The value of the field a is no date that Wallet reads: "soon".',
    { ...PASS_JSON, storeCard: { backFields: [{ ...field('a', 'soon'), dateStyle: 'PKDateStyleShort' }] } },
  ],
  ['webServiceURL is no web address.', { ...PASS_JSON, ...UPDATED, webServiceURL: '/wallet' }],
  [
    'authenticationToken has fewer than 16 characters.',
    { ...PASS_JSON, ...UPDATED, authenticationToken: '0123456789abcde' },
  ],
  ['authenticationToken has fewer than 16 characters.', { ...PASS_JSON, webServiceURL: UPDATED.webServiceURL }],
])('%s', (words, passJson) => {
  expect(faultsOf(passFiles(passJson)).join(' ')).toBe(words);
});

test('dates as Wallet reads them are no fault', () => {
  const date = '2031-05-06T07:08:09+02:00';
  const passJson = {
    ...PASS_JSON,
    expirationDate: date,
    relevantDate: '2032-02-29T07:08Z',
    relevantDates: [{ startDate: date, endDate: date }],
    semantics: { eventStartDate: date, eventStartDateInfo: { date, timeZone: 'x' } },
    storeCard: { backFields: [{ ...field('a', date), timeStyle: 'PKDateStyleShort' }, field('b', 'soon')] },
  };
  expect(faultsOf(passFiles(passJson))).toEqual([]);
});

test('what is added although updates will not come is told', () => {
  const doubtsOf = (webServiceURL?: string) => findDoubts({ ...PASS_JSON, webServiceURL }).join(' ');
  expect(doubtsOf()).toBe('');
  expect(doubtsOf('https://example.com/wallet/')).toBe('');
  expect(doubtsOf('https://example.com/v1')).toMatch(/ends in \/v1.*\/v1\/v1/);
  expect(doubtsOf('https://example.com/v1/')).toMatch(/ends in \/v1/);
  expect(doubtsOf('http://example.com')).toMatch(/only https/);
});

test('a download is a pass, a bundle of up to ten, or refused in words', () => {
  const bundle = (count: number) =>
    zipSync(Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.pkpass`, pkpass()])));
  expect(openDownload(pkpass())).toHaveLength(1);
  expect(openDownload(bundle(10)).map(readPassJson)).toEqual(Array(10).fill(PASS_JSON));
  expect(() => openDownload(bundle(11))).toThrow('at most 10 passes in one bundle; this one has 11.');
  expect(() => openDownload(bytes('<html>'))).toThrow('it is not a zip archive.');
  expect(() => openDownload(zipSync({ 'a.txt': new Uint8Array() }))).toThrow('neither a pass.json nor .pkpass files');
  expect(() => readPassJson({ 'pass.json': bytes([]) })).toThrow('pass.json is missing or is not a JSON object.');
});
