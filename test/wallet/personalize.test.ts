// The sign-up in Wallet: a pass asks its holder for details, the phone sends what was answered and
// gets the token signed, and the pass then has the answers and asks nothing any more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install, personalizePass } from '../../src/device/phone.ts';
import type { Phone } from '../../src/device/state.ts';
import type { PersonalAnswers } from '../../src/device/web-service.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { changePasses } from '../../src/operations/passes/change-passes.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { serveTestApp } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage, verifySignature } from '../fixtures/pass/open-package.ts';
import { type Held, heldIn, holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp & { readonly root: string };
beforeAll(async () => {
  t = await serveTestApp();
});
afterAll(() => t.close());

const NAME = 'PKPassPersonalizationFieldName';
const EMAIL = 'PKPassPersonalizationFieldEmailAddress';
const PHONE = 'PKPassPersonalizationFieldPhoneNumber';
const POSTCODE = 'PKPassPersonalizationFieldPostalCode';

function asking(parts: JsonObject = {}, form: JsonObject = {}): JsonObject {
  return pointsTemplate({
    nfc: { message: '{hashedSerialNumber}', encryptionPublicKey: 'from the reader', requiresAuthentication: true },
    additional: { note: '', counter: 0, email: '', postalCode: '', welcome: '', shop: 'Corner Bakery' },
    personalization: {
      description: 'Join the {shop}',
      requiredPersonalizationFields: [NAME, EMAIL],
      termsAndConditions: 'Be <a href="https://a.example">kind</a>.',
      PSPaths: { fullName: 'structure_secondaryFields_name_value', emailAddress: 'email' },
      ...form,
    },
    localizations: { fr: { 'Join the {shop}': 'Rejoignez {shop}', POINTS: 'POINTS !' }, de: { POINTS: 'PUNKTE' } },
    triggers: {
      onPersonalize: [
        { action: 'PSActionSetValue', targetPath: 'welcome', value: 'Hello {structure_secondaryFields_name_value}' },
        { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 },
      ],
    },
    ...parts,
  });
}

const ANSWERS = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' };
const TOKEN = 'dG9rZW4gb2YgV2FsbGV0+/=';

const newPass = async (parts: JsonObject = {}, form: JsonObject = {}) => t.pass(await t.template(asking(parts, form)));
const bodyOf = (info: unknown = ANSWERS, token: unknown = TOKEN) =>
  JSON.stringify({ personalizationToken: token, requiredPersonalizationInfo: info });

function send(held: Held, body = bodyOf(), headers: Record<string, string> = shown(held)): Promise<Response> {
  return t.fetch(`/wallet/v1/passes/${held.type}/${held.serialNumber}/personalize`, { method: 'POST', body, headers });
}
const shown = ({ token }: Held): Record<string, string> => ({ authorization: `ApplePass ${token}` });

const filesOf = async (hash: string) => openPackage(await t.file(hash)).files;
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes!).toString('utf8');
const isForm = (name: string) => name.includes('personalization.');
const fieldsOf = async (hashedSerialNumber: string) =>
  (await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber })).userFields;
const typesOf = async (hash: string) => (await t.events(hash)).map(({ accessType }) => accessType);

test('a pass asks in every language, takes the answers once, and asks no more', async () => {
  const hash = await newPass();
  const held = await holding(t, hash);
  const phone = phoneOf(t, 'asked');
  expect(await phone.register(held)).toBe(201);
  const { lastUpdated } = await phone.list(held.type);

  const before = await filesOf(hash);
  expect(JSON.parse(textOf(before['personalization.json']))).toEqual({
    requiredPersonalizationFields: [NAME, EMAIL],
    description: 'Join the Corner Bakery',
    termsAndConditions: 'Be <a href="https://a.example">kind</a>.',
  });
  expect(Object.keys(before).filter(isForm).sort()).toEqual([
    'fr.lproj/personalization.strings',
    'personalization.json',
  ]);
  expect(textOf(before['fr.lproj/personalization.strings'])).toBe(
    '"Join the Corner Bakery" = "Rejoignez Corner Bakery";\n',
  );
  expect(JSON.parse(textOf(before['pass.json'])).nfc).toEqual({
    message: hash,
    encryptionPublicKey: 'from the reader',
    requiresAuthentication: true,
  });

  t.advance(60_000);
  const response = await send(held);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  const signature = new Uint8Array(await response.arrayBuffer());
  const root = await t.rootPem();
  verifySignature(signature, Buffer.from(TOKEN), root, t.now());
  expect(() => verifySignature(signature, Buffer.from(`${TOKEN}x`), root, t.now())).toThrow(/digest|verif/i);

  const values = {
    structure_secondaryFields_name_value: 'Ada Lovelace',
    email: 'ada@example.com',
    welcome: 'Hello Ada Lovelace',
    counter: 1,
  };
  expect(await fieldsOf(hash)).toMatchObject(values);
  // The phone hears of the change, and what it fetches asks for nothing.
  expect(await phone.list(held.type, lastUpdated)).toMatchObject({ serialNumbers: [held.serialNumber] });
  const fetched = openPackage(new Uint8Array(await (await phone.fetch(held)).arrayBuffer()));
  expect(Object.keys(fetched.files).filter(isForm)).toEqual([]);
  expect(textOf(fetched.files['pass.json'])).toContain('"value":"Ada Lovelace"');
  expect(heldIn(await t.file(hash))).toEqual(held);

  // What happened is explained: which rule ran, and what it changed.
  const { tracking } = await t.call('passTracking', {
    ...{ clientHash: t.clientHash, hashedSerialNumber: hash, trace: true },
  });
  const [event] = tracking.filter(({ accessType }: { accessType: number }) => accessType === 11);
  expect(event.trace).toMatchObject({ outcome: 'fired' });
  expect(event.trace.actions).toMatchObject([{ after: 'Hello Ada Lovelace' }, { before: 0, after: 1 }]);

  // Again, later, with other answers and another token: the same signature, and no second event.
  t.advance(3_600_000);
  const again = await send(held, bodyOf({ fullName: 'Mallory' }));
  expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(signature))).toBe(true);
  const other = new Uint8Array(await (await send(held, bodyOf(ANSWERS, 'second-phone'))).arrayBuffer());
  verifySignature(other, Buffer.from('second-phone'), root, t.now());
  expect(await fieldsOf(hash)).toMatchObject(values);
  expect((await typesOf(hash)).filter((type) => type === 11)).toEqual([11]);
});

test('many phones at once are one sign-up', async () => {
  const hash = await newPass();
  const held = await holding(t, hash);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) => send(held, bodyOf({ ...ANSWERS, fullName: `Ada ${at}` }, `token-${at}`))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(await fieldsOf(hash)).toMatchObject({ counter: 1 });
  expect((await typesOf(hash)).filter((type) => type === 11)).toEqual([11]);
});

describe('who may sign up', () => {
  const asks: Record<string, (held: Held, other: Held) => [Held, Record<string, string>]> = {
    'a wrong token': (held) => [held, { authorization: `ApplePass ${held.token.slice(0, -1)}!` }],
    "another pass's token": (held, other) => [held, shown(other)],
    'an empty header': (held) => [held, { authorization: '' }],
    'the scheme alone': (held) => [held, { authorization: 'ApplePass' }],
    'another scheme': (held) => [held, { authorization: `Bearer ${held.token}` }],
    'an unknown serial number': (held) => [{ ...held, serialNumber: 'unknown' }, shown(held)],
    'an unknown serial number and no token': (held) => [{ ...held, serialNumber: 'unknown' }, {}],
    'another pass type': (held) => [{ ...held, type: 'pass.com.example.other' }, shown(held)],
    'another pass type and no token': (held) => [{ ...held, type: 'pass.com.example.other' }, {}],
  };
  test('nobody with another token, serial number or pass type; Apple asks for no token at all', async () => {
    const hash = await newPass();
    const [held, other] = [await holding(t, hash), await holding(t, await newPass())];
    const before = stored(t);
    for (const [name, claim] of Object.entries(asks)) {
      const [claimed, headers] = claim(held, other);
      const response = await send(claimed, bodyOf(), headers);
      expect(response.status, name).toBe(401);
      expect(await response.json(), name).toEqual({ message: expect.stringContaining('no such pass') });
    }
    expect(stored(t)).toEqual(before);
    expect((await send(held, bodyOf(), {})).status).toBe(200);
    expect(await fieldsOf(hash)).toMatchObject({ email: 'ada@example.com' });
  });

  test('nobody when the pass asks nothing, is void or deleted', async () => {
    const silent = await holding(t, await t.pass(await t.template(pointsTemplate())));
    expect((await send(silent)).status).toBe(404);
    const hash = await newPass();
    const held = await holding(t, hash);
    expect(await phoneOf(t, 'holder').register(held)).toBe(201);
    const invalid = { hashedSerialNumber: hash, fields: {}, invalidates: true };
    await changePasses(t.app.context, t.owner, [invalid], UNCALLED);
    const before = stored(t);
    expect((await send(held)).status).toBe(404);
    expect(stored(t)).toEqual(before);
    expect(Object.keys(await filesOf(hash)).filter(isForm)).toEqual([]);
    await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber: hash });
    expect((await send(held)).status).toBe(401);
    expect((await send(held, bodyOf(), {})).status).toBe(401);
  });
});

test('bodies that no phone sends are refused in words, and change nothing', async () => {
  const held = await holding(t, await newPass({}, { requiredPersonalizationFields: [NAME, EMAIL, PHONE, POSTCODE] }));
  const whole = { ...ANSWERS, phoneNumber: '+49 30 1', postalCode: '10117' };
  const { fullName: _, ...nameless } = whole;
  const manifest = textOf((await filesOf(await newPass()))['manifest.json']);
  const rows: [what: string, body: string, status: number, message: RegExp][] = [
    ['no body', '', 400, /JSON/],
    ['no JSON', 'personalizationToken=x', 400, /JSON/],
    ['a list', '[]', 400, /personalizationToken/],
    ['no token', '{"requiredPersonalizationInfo":{}}', 400, /personalizationToken/],
    ['an empty token', bodyOf(whole, ''), 400, /1 to 4096/],
    ['a number for a token', bodyOf(whole, 7), 400, /personalizationToken/],
    ['too long a token', bodyOf(whole, 'x'.repeat(4097)), 400, /1 to 4096/],
    // Its signature would make a pass of whatever somebody packs.
    ['a manifest', bodyOf(whole, manifest), 400, /curly brackets/],
    ['a manifest without brackets to see', bodyOf(whole, `\uFEFF${manifest}`), 400, /curly brackets/],
    ['a manifest in UTF-16', bodyOf(whole, [...manifest].join('\0')), 400, /curly brackets/],
    ['a token of other letters', bodyOf(whole, 'ä'), 400, /ASCII/],
    ['no answers', '{"personalizationToken":"x"}', 400, /requiredPersonalizationInfo/],
    ['a list of answers', bodyOf([]), 400, /requiredPersonalizationInfo/],
    ['a number for an answer', bodyOf({ ...whole, postalCode: 10117 }), 400, /postalCode must be a text/],
    ['too long an answer', bodyOf({ ...whole, fullName: 'x'.repeat(501) }), 400, /fullName must be .* 500/],
    ['no name', bodyOf(nameless), 400, /requiredPersonalizationInfo\.fullName is missing/],
    ['an empty e-mail address', bodyOf({ ...whole, emailAddress: '' }), 400, /\.emailAddress is missing/],
    ['no phone number', bodyOf({ ...whole, phoneNumber: null }), 400, /\.phoneNumber is missing/],
    [
      'a country in place of the postal code',
      bodyOf({ ...whole, postalCode: '', ISOCountryCode: 'DE' }),
      400,
      /postalCode/,
    ],
    ['too large a body', bodyOf({ ...whole, more: 'x'.repeat(65_536) }), 413, /./],
  ];
  const before = stored(t);
  for (const [what, body, status, message] of rows) {
    const response = await send(held, body);
    expect(response.status, what).toBe(status);
    expect(await response.json(), what).toEqual({ message: expect.stringMatching(message) });
  }
  expect(stored(t)).toEqual(before);
  // Parts of a name are a name, the longest token is signed, and what Wallet may send one day is no fault.
  const parts = { ...nameless, givenName: 'Ada', familyName: 'Lovelace', shoeSize: 38 };
  const response = await send(held, bodyOf(parts, 'x'.repeat(4096)));
  expect(response.status).toBe(200);
  verifySignature(
    new Uint8Array(await response.arrayBuffer()),
    Buffer.from('x'.repeat(4096)),
    await t.rootPem(),
    t.now(),
  );
});

describe('answers', () => {
  test('go to the path of their own name, brackets stay brackets, and parts of a name make the name', async () => {
    const additional = { emailAddress: '', fullName: '', givenName: '', ISOCountryCode: '', postalCode: '' };
    const hash = await newPass(
      { additional: { ...additional, counter: 0, welcome: '', shop: '' } },
      {
        PSPaths: { givenName: 'structure_secondaryFields_name_value' },
        requiredPersonalizationFields: [NAME, POSTCODE],
      },
    );
    const info = { givenName: '{clientHash}', familyName: '{shop}', postalCode: '01069', ISOCountryCode: 'DE' };
    expect((await send(await holding(t, hash), bodyOf({ ...info, emailAddress: '<b>"x"' }))).status).toBe(200);
    expect(await fieldsOf(hash)).toMatchObject({
      ...{ fullName: '{clientHash} {shop}', postalCode: '01069', ISOCountryCode: 'DE', emailAddress: '<b>"x"' },
      structure_secondaryFields_name_value: '{clientHash}',
    });
    expect(await fieldsOf(hash)).not.toHaveProperty('givenName');
    const passJson = textOf((await filesOf(hash))['pass.json']);
    expect(passJson).toContain('"value":"{clientHash}"');
    expect(passJson).not.toContain(t.clientHash);
  });

  test('that a form would refuse are refused, and may be mended with the same token', async () => {
    const email = { PSValue: '', PSEditable: true, PSValidation: 'VEmail' };
    const hash = await newPass({ additional: { email, counter: 0, welcome: '', shop: '' } });
    const held = await holding(t, hash);
    const before = stored(t);
    const refused = await send(held, bodyOf({ ...ANSWERS, emailAddress: 'nobody' }));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ message: expect.stringContaining('email') });
    expect(stored(t)).toEqual(before);
    expect((await send(held)).status).toBe(200);
  });

  test('may be stopped by a rule, whose message the phone gets; the pass goes on asking', async () => {
    const closed = {
      ...{ action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Not for {email}' },
      PSConditions: '{email} = "mallory@example.com"',
    };
    const hash = await newPass({ triggers: { onPersonalize: closed } });
    const held = await holding(t, hash);
    const mallory = bodyOf({ ...ANSWERS, emailAddress: 'mallory@example.com' });
    for (const body of [mallory, mallory]) {
      const response = await send(held, body);
      expect([response.status, await response.json()]).toEqual([400, { message: 'Not for mallory@example.com' }]);
    }
    expect(Object.keys(await filesOf(hash))).toContain('personalization.json');
    expect((await send(held)).status).toBe(200);
    expect(await fieldsOf(hash)).toMatchObject({ email: 'ada@example.com' });
    expect(await typesOf(hash)).toContain(11);
  });
});

test('no caller may say that a pass was personalized', async () => {
  const hash = await newPass();
  const call = { clientHash: t.clientHash, hashedSerialNumber: hash, accessType: 11 };
  expect(await t.call('trackPassAccess', call)).toMatchObject({
    success: false,
    message: expect.stringContaining('Personalization is logged when Wallet sends'),
  });
});

test('a simulation of onPersonalize says what its rules would do', async () => {
  const hash = await newPass();
  const simulated = await t.call('simulate', {
    ...{ clientHash: t.clientHash, hashedSerialNumber: hash, event: 'onPersonalize' },
  });
  expect(simulated.trace.actions).toMatchObject([{ after: 'Hello Guest' }, { after: 1 }]);
  expect(await typesOf(hash)).toEqual([1]);
});

test('a pass file with a form is a template again, and passes that ask nothing have their old bytes', async () => {
  const asks = await t.template(asking({ triggers: {} }));
  const file = await t.file(await t.pass(asks));
  const { readTemplateBytes } = await import('../../src/template-files/read.ts');
  const { passConstructor, leftOut } = await readTemplateBytes(file, 'card.pkpass');
  expect(leftOut).toEqual([]);
  expect(passConstructor.personalization).toEqual({
    requiredPersonalizationFields: [NAME, EMAIL],
    description: 'Join the Corner Bakery',
    termsAndConditions: 'Be <a href="https://a.example">kind</a>.',
  });
  expect(passConstructor.localizations).toMatchObject({ fr: { 'Join the Corner Bakery': 'Rejoignez Corner Bakery' } });
  const again = await t.pass(await t.template(passConstructor));
  expect(Object.keys(await filesOf(again))).toContain('personalization.json');

  // With and without the form, the other files are the same to the byte.
  const { personalization: _, ...silent } = asking({ triggers: {}, barcode: { message: 'x' }, nfc: null });
  const [one, two] = [await filesOf(await t.pass(await t.template(silent))), await filesOf(await newPass())];
  const shared = Object.keys(one).filter((name) => !/^(?:pass\.json|manifest\.json|signature)$/.test(name));
  expect(Object.keys(one).filter(isForm)).toEqual([]);
  for (const name of shared) expect(Buffer.from(one[name]!).equals(Buffer.from(two[name]!)), name).toBe(true);
});

test('the simulated iPhone fills in the form, and says why it does not', async () => {
  const phone: Phone = { deviceLibraryIdentifier: 'iphone', pushToken: 'ab'.repeat(32), tags: {}, passes: [] };
  const link = `${t.root}/pass/create.php?hashedSerialNumber=${await newPass()}&download=true`;
  await install(phone, link);
  expect(phone.passes[0]!.asks).toEqual([NAME, EMAIL]);
  const fill = (answers: PersonalAnswers) => personalizePass(phone, link, answers);
  await expect(fill({ emailAddress: 'ada@example.com' })).rejects.toThrow(`The pass asks for ${NAME}`);
  await expect(fill({ fullName: 'Ada' })).rejects.toThrow(`The pass asks for ${EMAIL}`);
  await expect(fill({ ...ANSWERS, fullName: 'x'.repeat(501) })).rejects.toThrow(/answered with 400.*500 characters/);
  const { passes, warnings } = await fill(ANSWERS);
  expect(warnings.filter((warning) => !warning.includes('https'))).toEqual([]);
  expect(passes).toMatchObject([{ outcome: 'updated' }]);
  expect(passes[0]!.fields).toMatchObject([{ after: 'Ada Lovelace' }]);
  await expect(fill(ANSWERS)).rejects.toThrow('does not ask for personal details');
});
