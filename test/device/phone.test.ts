// How the phone takes servers that are not right: what it says, what it keeps, and what it tells the server.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PassJson } from '../../src/device/pass-json.ts';
import { install, personalizePass, refresh, remove, update } from '../../src/device/phone.ts';
import type { Phone } from '../../src/device/state.ts';
import { PASS_JSON, pkpass } from '../fixtures/device/passes.ts';

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Made when they are sent: the address of the server is in them. */
type Replies = [start: string, reply: Reply | (() => Reply)][];

let server: Server;
let origin = '';
/** What the server answers, by the beginning of `METHOD path`; the first that fits. */
let replies: Replies = [];
/** What it was asked: method, path, and the headers and body that matter. */
let asked: { line: string; authorization?: string; since?: string; body: string }[] = [];
let phone: Phone;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    let body = '';
    for await (const chunk of request) body += chunk;
    const { authorization, 'if-modified-since': since } = request.headers;
    asked.push({ line, body, ...(authorization && { authorization }), ...(since && { since }) });
    const reply = replies.find(([start]) => line.startsWith(start))?.[1] ?? {};
    const { status = 200, headers = {}, body: answer } = typeof reply === 'function' ? reply() : reply;
    response.writeHead(status, headers);
    response.end(answer instanceof Uint8Array || typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const MODIFIED = 'Tue, 24 Nov 2026 21:00:00 GMT';
const TYPE = 'application/vnd.apple.pkpass';
const REGISTRATION = '/w/v1/devices/phone-1/registrations/pass.com.example.card';
const PASS = '/w/v1/passes/pass.com.example.card/A1';
const listed = (lastUpdated: unknown, serialNumbers: unknown = ['A1']) => ({ body: { serialNumbers, lastUpdated } });

function passJson(points: number, more: PassJson = {}): PassJson {
  const fields = PASS_JSON.storeCard.headerFields.map((field) => ({ ...field, value: points }));
  const service = { webServiceURL: `${origin}/w/`, authenticationToken: '0123456789abcdef' };
  return { ...PASS_JSON, ...service, storeCard: { headerFields: fields }, ...more };
}

function file(points: number, more?: PassJson, headers: Reply['headers'] = { 'last-modified': MODIFIED }): Reply {
  return { headers: { 'content-type': TYPE, ...headers }, body: pkpass(passJson(points, more)) };
}

/** A phone that holds the pass with the tag 1. */
beforeEach(async () => {
  phone = { deviceLibraryIdentifier: 'phone-1', pushToken: 'ab'.repeat(32), tags: {}, passes: [] };
  replies = [
    ['GET /link', { status: 302, headers: { location: '/file' } }],
    ['GET /file', file(0)],
    [`POST ${REGISTRATION}/A1`, { status: 201 }],
    [`GET ${REGISTRATION}`, listed('1')],
    [`GET ${PASS}`, file(0)],
  ];
  asked = [];
  const report = await install(phone, `${origin}/link`);
  expect(report.warnings).toEqual([expect.stringContaining('only https')]);
  expect(asked).toEqual([
    { line: 'GET /link', body: '' },
    { line: 'GET /file', body: '' },
    { line: `POST ${REGISTRATION}/A1`, authorization: TOKEN, body: JSON.stringify({ pushToken: 'ab'.repeat(32) }) },
    { line: `GET ${REGISTRATION}`, body: '' },
    { line: `GET ${PASS}`, authorization: TOKEN, body: '' },
  ]);
  asked = [];
});
const TOKEN = 'ApplePass 0123456789abcdef';

const answers = (...given: Replies) => {
  replies = given;
};
const heldPoints = () => (phone.passes[0]?.passJson as typeof PASS_JSON | undefined)?.storeCard.headerFields[0].value;
const tag = () => phone.tags[`${origin}/w pass.com.example.card`];

test('an update is fetched with the tag and the date of the last one, and nothing is reported to a server that is right', async () => {
  answers([`GET ${REGISTRATION}?passesUpdatedSince=1`, listed('2')], [`GET ${PASS}`, file(3)]);
  const { passes, warnings } = await update(phone, undefined);
  expect(warnings).toEqual([]);
  expect(passes).toMatchObject([{ serialNumber: 'A1', outcome: 'updated', updatable: true, voided: false }]);
  expect(passes[0]?.fields).toMatchObject([{ before: '0', after: '3', notification: 'You now have 3 points' }]);
  expect(asked).toMatchObject([{ body: '' }, { authorization: TOKEN, since: MODIFIED }]);
  expect([heldPoints(), tag()]).toEqual([3, '2']);
});

const UNCHANGED = "Server requested update to serial number 'A1', but the pass was unchanged.";
const IGNORED = `Server ignored the 'if-modified-since' header (${MODIFIED}) and returned the full unchanged pass data for serial number 'A1'.`;
const UNDATED = "Server returned the pass data for serial number 'A1' but did not provide a 'last-modified' header.";
const INCLUDED = "Response to 'What changed?' request included 1 serial numbers but";
const LIST = 'GET /w/v1/d';
const json = { 'content-type': 'application/json' };

test.each<[string, troubles: string[], given: Replies, points: number, tag: string]>([
  [
    'listed and 304',
    [UNCHANGED],
    [
      [LIST, listed('2')],
      ['GET', { status: 304 }],
    ],
    0,
    '2',
  ],
  [
    'listed and the same',
    [UNCHANGED, IGNORED],
    [
      [LIST, listed('2')],
      ['GET', () => file(0)],
    ],
    0,
    '2',
  ],
  [
    'no Last-Modified',
    [UNDATED],
    [
      [LIST, listed('2')],
      ['GET', () => file(1, {}, {})],
    ],
    1,
    '2',
  ],
  [
    'another type',
    [`A1 came as application/zip and not as ${TYPE}`],
    [
      [LIST, listed('2')],
      ['GET', () => file(1, {}, { 'last-modified': MODIFIED, 'content-type': 'application/zip' })],
    ],
    1,
    '2',
  ],
  [
    'the tag again',
    [`${INCLUDED} the lastUpdated tag (1) remained the same.`],
    [
      [LIST, listed('1')],
      ['GET', () => file(1)],
    ],
    1,
    '1',
  ],
  [
    'no tag',
    [`${INCLUDED} omitted a lastUpdated tag.`],
    [
      [LIST, listed(undefined)],
      ['GET', () => file(1)],
    ],
    1,
    '1',
  ],
  ['a stranger', ['Update requested for unregistered serial number B2'], [['GET', listed('2', ['B2'])]], 0, '2'],
  [
    'no list',
    ['The list of changes is not {"serialNumbers": [...], "lastUpdated": "..."}'],
    [['GET', { body: [] }]],
    0,
    '1',
  ],
  ['no answer to the list', ['The list of changes was answered with 500.'], [['GET', { status: 500 }]], 0, '1'],
  [
    'a new token',
    ['authenticationToken of A1 changed; other phones go on with the old one'],
    [
      [LIST, listed('2')],
      ['GET', () => file(1, { authenticationToken: 'fedcba9876543210' })],
    ],
    1,
    '2',
  ],
  // What could not be had is asked for again: the tag stays.
  [
    'another pass',
    ['A1 stays as it was. The server gave another pass: its serialNumber is A2.'],
    [
      [LIST, listed('2')],
      ['GET', () => file(1, { serialNumber: 'A2' })],
    ],
    0,
    '1',
  ],
  [
    'an error',
    ['A1 was answered with 401: no such pass'],
    [
      [LIST, listed('2')],
      ['GET', { status: 401, headers: json, body: { message: 'no such pass' } }],
    ],
    0,
    '1',
  ],
  [
    'a pass that Wallet refuses',
    ['A1 stays as it was. Wallet refuses this pass. formatVersion is not 1.'],
    [
      [LIST, listed('2')],
      ['GET', () => file(1, { formatVersion: 2 })],
    ],
    0,
    '1',
  ],
])('told and reported: %s', async (_, troubles, given, points, lastTag) => {
  answers(...given);
  const { warnings } = await update(phone, undefined);
  expect(warnings).toEqual(troubles);
  expect([heldPoints(), tag()]).toEqual([points, lastTag]);
  // The server is told, as iOS does.
  const logs = asked.filter(({ line }) => line === 'POST /w/v1/log').map(({ body }) => JSON.parse(body));
  const text = (trouble: string) => `Web service error for pass.com.example.card (${origin}/w): ${trouble}`;
  expect(logs).toEqual(troubles.map((trouble) => ({ logs: [text(trouble)] })));
});

test('a tag is any text, and goes back as it came', async () => {
  answers([LIST, listed('1&since=2+3 %')], ['GET', () => file(1)]);
  await update(phone, undefined);
  asked = [];
  answers(['GET', { status: 204 }]);
  await update(phone, undefined);
  const since = new URL(asked[0]!.line.replace('GET ', origin)).searchParams.get('passesUpdatedSince');
  expect(since).toBe('1&since=2+3 %');
});

test('the same serial number at another server is another pass', async () => {
  const elsewhere = { ...structuredClone(phone.passes[0]!), link: 'x' };
  elsewhere.passJson.webServiceURL = `${origin}/x`;
  phone.passes = [elsewhere, ...phone.passes];
  answers([LIST, listed('2')], ['GET /w', () => file(1)], ['GET /x', { status: 204 }]);
  expect((await update(phone, undefined)).warnings).toEqual([]);
  expect(asked.map(({ line }) => line.split('/').slice(1, 4).join('/'))).toEqual([
    'x/v1/devices',
    'w/v1/devices',
    'w/v1/passes',
  ]);
});

test('another webServiceURL is warned of; without one the phone stops asking', async () => {
  answers(['GET /w/v1/d', listed('2')], ['GET', file(1, { webServiceURL: `${origin}/else` })]);
  expect((await update(phone, undefined)).warnings).toEqual([
    `webServiceURL of A1 is now ${origin}/else; the registration stays behind`,
  ]);
  answers(['GET /else', file(1, { webServiceURL: undefined, voided: true })]);
  const { passes, warnings } = await refresh(phone, 'A1');
  expect(warnings).toEqual([]);
  expect(passes).toMatchObject([{ voided: true, updatable: false, others: ['webServiceURL', 'voided'] }]);
  asked = [];
  for (const ask of [update, refresh]) expect((await ask(phone, undefined)).passes).toEqual([]);
  await remove(phone, 'A1');
  expect(asked).toEqual([]);
  expect(phone.passes).toEqual([]);
});

test('pull to refresh fetches without the list, and 304 is nothing new', async () => {
  answers(['GET', { status: 304 }]);
  expect(await refresh(phone, `${origin}/link`)).toMatchObject({ passes: [], warnings: [] });
  expect(asked.map(({ line }) => line)).toEqual([`GET ${PASS}`]);
});

test('a form that Wallet cannot show, and a server that takes it wrongly, are told', async () => {
  const asking = (form: unknown): Reply => ({
    headers: { 'content-type': TYPE },
    body: pkpass(passJson(0), { 'personalization.json': Buffer.from(JSON.stringify(form)) }),
  });
  const form = { description: 'Join', requiredPersonalizationFields: ['PKPassPersonalizationFieldName'] };
  const fill = () => personalizePass(phone, 'A1', { givenName: 'Ada' });
  for (const broken of [[], {}, { ...form, description: 5 }, { ...form, requiredPersonalizationFields: [] }]) {
    answers(['GET', asking(broken)]);
    await expect(install(phone, `${origin}/other`)).rejects.toThrow('personalization.json needs a description');
  }
  await expect(fill()).rejects.toThrow('A1 does not ask for personal details');
  answers(['GET /other', asking(form)], ['POST', { status: 201 }], ['GET', { status: 304 }]);
  await install(phone, `${origin}/other`);
  asked = [];
  answers(['POST', textReply('Not today.', 503)]);
  await expect(fill()).rejects.toThrow('Wallet shows an error: the server answered with 503: Not today.');
  const { personalizationToken, requiredPersonalizationInfo: info } = JSON.parse(asked[0]!.body);
  expect([asked[0]!.line, asked[0]!.authorization, info]).toEqual([
    ...[`POST ${PASS}/personalize`, TOKEN, { givenName: 'Ada' }],
  ]);
  expect(personalizationToken).toMatch(/^[\w+/]{43}=$/);
  answers([`POST ${PASS}`, { body: 'signed' }], ['POST', { status: 200 }], ['GET', asking(form)]);
  const troubles = [
    'The answer is no signed personalization token',
    'The personalized pass has a personalization.json again',
  ];
  expect((await fill()).warnings).toEqual(expect.arrayContaining(troubles));
});

test('a pass is removed whatever the server says', async () => {
  answers(['DELETE', { status: 503 }]);
  const { passes, warnings } = await remove(phone, `${origin}/link`);
  expect(passes).toMatchObject([{ outcome: 'removed' }]);
  expect(warnings).toEqual(['Unregistering A1 was answered with 503']);
  expect(asked[0]).toEqual({ line: `DELETE ${REGISTRATION}/A1`, authorization: TOKEN, body: '' });
  expect(phone.passes).toEqual([]);
  await expect(remove(phone, 'A1')).rejects.toThrow('This phone holds no pass with the link or serial number A1');
});

test('a registration that was refused is told, and tried again before the next update', async () => {
  answers(['GET /file', file(0)], ['POST', { status: 401 }], ['GET', { status: 204 }]);
  expect((await install(phone, `${origin}/file`)).warnings).toContain('Registering A1 was answered with 401');
  // The same pass again takes the place of the first.
  expect(phone.passes).toMatchObject([{ registered: false }]);
  answers(['POST', { status: 200 }], [LIST, { status: 204 }], ['GET', () => file(0)]);
  expect((await update(phone, undefined)).warnings).toEqual([]);
  expect(phone.passes).toMatchObject([{ registered: true }]);
});

test('a bundle is installed whole, and asked about once', async () => {
  const bundle = zipSync({ 'a.pkpass': pkpass(passJson(0)), 'b.pkpass': pkpass(passJson(1, { serialNumber: 'B2' })) });
  answers(
    ['GET /bundle', { headers: { 'content-type': `${TYPE}es` }, body: bundle }],
    ['POST', { status: 201 }],
    [LIST, { status: 204 }],
    ['GET', { status: 304 }],
  );
  const { passes } = await install(phone, `${origin}/bundle`);
  expect(passes.map(({ serialNumber }) => serialNumber)).toEqual(['A1', 'B2']);
  // The phone has a tag already, which is newer than its registration: so it fetches both besides.
  const lines = [`GET ${REGISTRATION}?passesUpdatedSince=1`, `GET ${PASS}`, `GET ${PASS.replace('A1', 'B2')}`];
  expect(asked.map(({ line }) => line).slice(3)).toEqual(lines);
});

test.each<[string, string, Reply]>([
  [
    'a page',
    'The link gave text/html, and Wallet takes only',
    { headers: { 'content-type': 'text/html' }, body: '<p>' },
  ],
  ['an error', 'The link was answered with 404: No such pass.', textReply('No such pass.')],
  ['what Wallet refuses', 'Wallet refuses this pass. formatVersion is not 1. teamIdentifier is missing.', badPass()],
  ['no zip', 'it is not a zip archive', { headers: { 'content-type': TYPE }, body: 'x' }],
])('a link that gives %s installs nothing', async (_, words, reply) => {
  const before = structuredClone(phone);
  answers(['GET', reply]);
  await expect(install(phone, `${origin}/other`)).rejects.toThrow(words);
  expect(phone).toEqual(before);
});

test('no link, and nobody there', async () => {
  await expect(install(phone, 'card.pkpass')).rejects.toThrow('card.pkpass is no link');
  await expect(install(phone, 'ftp://example.com/x')).rejects.toThrow('is no link');
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  await expect(install(phone, `http://127.0.0.1:${port}/`)).rejects.toThrow(/got no answer: .*ECONNREFUSED/);
});

function textReply(body: string, status = 404): Reply {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function badPass(): Reply {
  return { headers: { 'content-type': TYPE }, body: pkpass({ ...PASS_JSON, formatVersion: 2, teamIdentifier: '' }) };
}
