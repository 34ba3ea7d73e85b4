// The pages beside the designer, by their forms: a renamed key, dates and places, pictures, languages,
// and the JSON of a card. Everything goes into the draft; nothing of it is on a pass.
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { openDraft } from '../../src/operations/templates/drafts.ts';
import { checkConstructor, checksOf, replaceChecks } from '../../src/operations/templates/stored-checks.ts';
import type { Check } from '../../src/rules/checks/check.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
let t: TestApp;
let owner: OwnersBrowser;
let hash: string;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());
beforeEach(async () => {
  hash = await t.template(CARD, { templateName: 'Bonus card' });
});

const CARD = pointsTemplate({
  additional: { psScanText: `{${POINTS}} points`, psEditorPaths: POINTS },
  triggers: { onScan: [{ action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 }] },
});

const templateOf = async () => (await t.app.context.store.templateByHash(hash))!.template;
const draftOf = async () => (await t.app.context.store.draftOf((await templateOf()).id))?.passConstructor as any;
const revisionIn = (page: string) => / name="revision" value="([^"]*)"/.exec(page)![1]!;
const page = (path: string, language?: string) => owner.page(`/cards/${hash}${path}`, language);
const post = (path: string, fields: Record<string, string> | FormData) => owner.post(`/cards/${hash}${path}`, fields);
/** Sends the form of a page with its own revision. */
const send = async (path: string, fields: Record<string, string>, at = path) =>
  post(path, { revision: revisionIn(await page(at)), ...fields });

describe('renaming a key', () => {
  const path = `/design/rename?path=${POINTS}`;

  test('shows what names it, then what changes, then does it', async () => {
    const first = textOf(await page(path));
    expect(first).toContain('The key of POINTS');
    expect(first).toContain('3 texts name it');
    const planned = textOf(await page(`${path}&key=score`));
    expect(planned).toContain('4 places change Nothing is changed yet.');
    expect(planned).toContain('Scanned: rule 1 changed by a rule');
    expect(await draftOf()).toBeUndefined();
    const done = await send('/design/rename', { path: POINTS, key: 'score' }, `${path}&key=score`);
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      'rename?path=structure_headerFields_score&done=renamed',
    ]);
    const draft = await draftOf();
    expect(draft.structure.headerFields[0].key).toBe('score');
    expect(draft.triggers.onScan[0].targetPath).toBe('structure_headerFields_score_value');
    expect(draft.additional.psEditorPaths).toBe('structure_headerFields_score_value');
    expect(textOf(await page('/design/rename?path=structure_headerFields_score&done=renamed'))).toContain(
      'Renamed in the draft',
    );
  });

  test('the checks of the card follow, and say the same before and after', async () => {
    const { context } = t.app;
    const snapshot = (await context.store.templateByHash(hash))!;
    const check: Check = {
      name: 'a scan',
      accessType: SCAN,
      key: null,
      times: 2,
      at: t.now(),
      overrides: { [POINTS]: 7 },
      access: {},
      expect: { changes: true, values: { [POINTS]: 9 }, till: { text: '9 points', colour: '' } },
    };
    await replaceChecks(context, snapshot.template, [check]);
    const results = async () => {
      const { passConstructor } = await openDraft(context, ownerOf(t.owner), hash);
      const ran = await checkConstructor(context, snapshot, passConstructor);
      return ran.map(({ differences }) => differences);
    };
    expect(await results()).toEqual([[]]);
    await send('/design/rename', { path: POINTS, key: 'score' }, `${path}&key=score`);
    expect(await results()).toEqual([[]]);
    const [renamed] = await checksOf(context, snapshot.template);
    expect(renamed).toMatchObject({ overrides: { structure_headerFields_score_value: 7 } });
    await replaceChecks(context, snapshot.template, [check]);
    expect((await results())[0]).not.toEqual([]);
  });

  test.each([
    ['offer!', 'A key has letters'],
    ['points', 'This is the key that it has already'],
  ])('%s is refused beside the input', async (key, sentence) => {
    const response = await owner.get(`/cards/${hash}${path}&key=${encodeURIComponent(key)}`);
    expect(response.status).toBe(400);
    const text = textOf(await response.text());
    expect(text).toContain(sentence);
    expect((await send('/design/rename', { path: POINTS, key }, '/design/dates')).status).toBe(400);
    expect(await draftOf()).toBeUndefined();
  });

  test('a key under which customers have values stays; one without any does not', async () => {
    await t.pass(hash);
    expect(textOf(await page(path))).toContain('Show what changes');
    await t.pass(hash, { [POINTS]: 7 });
    const text = textOf(await page(path));
    expect(text).toContain('One customer’s card has a value of its own under this key');
    expect(text).not.toContain('Show what changes');
    expect((await send('/design/dates', { expirationDate: '2030-01-01T00:00' })).status).toBe(303);
    const revision = revisionIn(await page('/design/dates'));
    const refused = await post('/design/rename', { revision, path: POINTS, key: 'score' });
    expect(refused.status).toBe(400);
    expect((await draftOf()).structure.headerFields[0].key).toBe('points');
    const code = await page('/code');
    const added = { ...CARD, additional: { ...(CARD.additional as JsonObject), fresh: '' } };
    await post('/code', { revision: revisionIn(code), json: JSON.stringify(added) });
    expect(
      (await send('/design/rename', { path: 'fresh', key: 'newest' }, '/design/rename?path=fresh&key=newest')).status,
    ).toBe(303);
    expect(Object.keys((await draftOf()).additional)).toContain('newest');
  });

  test('a path of nothing, and of something without a key', async () => {
    expect((await owner.get(`/cards/${hash}/design/rename?path=nothing`)).status).toBe(400);
    expect((await owner.get(`/cards/${hash}/design/rename?path=barcode_message`)).status).toBe(400);
    expect((await owner.get(`/cards/${hash}/design/rename`)).status).toBe(400);
  });
});

describe('dates, places, apps, details', () => {
  test('what is typed is in the draft, and no pass has it', async () => {
    const pass = await t.pass(hash);
    const sent = await send('/design/places', {
      'locations.0.latitude': '52,5186',
      'locations.0.longitude': '13.4081',
      'locations.0.relevantText': 'Near the bakery',
      maxDistance: '200',
    });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, 'places?done=saved']);
    expect(await draftOf()).toMatchObject({
      locations: [{ latitude: 52.5186, longitude: 13.4081, relevantText: 'Near the bakery' }],
      maxDistance: 200,
    });
    const shown = await page('/design/places?done=saved');
    expect(shown).toContain('https://www.openstreetmap.org/?mlat=52.5186&amp;mlon=13.4081');
    expect(textOf(shown)).toContain('Saved in the draft');
    const info = await t.call('getPassInfo', { clientHash: t.clientHash, hashedSerialNumber: pass }).catch(() => null);
    expect(JSON.stringify(info)).not.toContain('Near the bakery');
    const again = await send('/design/places', { maxDistance: '200' });
    expect(again.headers.get('location')).toBe('places?done=unchanged');
  });

  test('a value that Wallet refuses is in the draft with the sentence beside it', async () => {
    await send('/design/places', { 'locations.0.latitude': '95', 'locations.0.longitude': 'x' });
    const shown = await page('/design/places');
    expect(textOf(shown)).toContain('A location needs a latitude: a number from -90 to 90.');
    expect(shown).toMatch(/id="locations\.0\.latitude"[^>]*aria-invalid="true"/);
    const german = await page('/design/places', 'de');
    expect(textOf(german)).toContain('Ein Ort braucht eine Breite von -90 bis 90 und eine Länge von -180 bis 180.');
    expect(german).not.toContain('lang="en"');
    expect(german).not.toContain('A location needs');
  });

  test('the sign-up in Wallet: questions are ticked, answers get a place, and what is wrong is said', async () => {
    const shown = await page('/design/places');
    expect(textOf(shown)).toContain('Sign-up in Wallet');
    const questions = 'personalization.requiredPersonalizationFields.PKPassPersonalizationField';
    const menu = /<select[^>]*name="personalization\.PSPaths\.emailAddress"[\s\S]*?<\/select>/.exec(shown)![0];
    const [, , place, label] = /(<option value="(structure_[^"]+)">)([^<]+)/.exec(menu)!;
    expect(label).not.toContain('structure');
    await send('/design/places', {
      'personalization.description': 'Join us',
      [`${questions}Name`]: 'true',
      [`${questions}EmailAddress`]: 'true',
      'personalization.PSPaths.emailAddress': place!,
    });
    const personalization = {
      description: 'Join us',
      requiredPersonalizationFields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldEmailAddress'],
      PSPaths: { emailAddress: place },
    };
    expect(await draftOf()).toMatchObject({ personalization });
    const again = textOf(await page('/design/places'));
    expect(again).toContain('Wallet asks holders only on a storeCard or generic with nfc.');
    expect(again).toContain('Nothing stores what holders answer for PKPassPersonalizationFieldName');
    // Unticked, the question goes; an empty form of it is no form.
    await send('/design/places', { [`${questions}Name`]: '' });
    expect(await draftOf()).toMatchObject({
      personalization: { requiredPersonalizationFields: ['PKPassPersonalizationFieldEmailAddress'] },
    });
    await send('/design/places', {
      ...{ 'personalization.description': '', 'personalization.PSPaths.emailAddress': '' },
      [`${questions}EmailAddress`]: '',
    });
    // The card is as it was published, so there is no draft any more.
    expect(await draftOf()).toBeUndefined();
    hash = await t.template({ ...CARD, type: 'eventTicket' });
    expect(await page('/design/places')).not.toContain('personalization.description');
  });

  test('JSON that is none is shown again as it was typed', async () => {
    const refused = await send('/design/programs', { userInfo: '{"a"', groupingIdentifier: 'g' });
    expect(refused.status).toBe(400);
    const text = await refused.text();
    expect(textOf(text)).toContain('This must be a JSON object or list');
    expect(text).toContain('{&quot;a&quot;</textarea>');
    expect(text).toContain('value="g"');
    expect(await draftOf()).toBeUndefined();
  });

  test('a form that is older than the draft says who changed the card, and keeps what was typed', async () => {
    const old = revisionIn(await page('/design/dates'));
    await send('/design/programs', { groupingIdentifier: 'g' });
    const refused = await post('/design/dates', { revision: old, expirationDate: '2031-01-01T12:00' });
    expect(refused.status).toBe(409);
    const text = await refused.text();
    expect(textOf(text)).toContain('Nothing was saved: the draft of this card was changed by you');
    expect(text).toContain('value="2031-01-01T12:00"');
    const fresh = await post('/design/dates', { revision: revisionIn(text), expirationDate: '2031-01-01T12:00' });
    expect(fresh.status).toBe(303);
    expect(await draftOf()).toMatchObject({
      groupingIdentifier: 'g',
      expirationDate: expect.stringMatching(/^2031-01-01T12:00/),
    });
  });

  test('tickets and flights have forms for their details, other cards JSON alone', async () => {
    expect(await page('/design/details')).not.toContain('name="semantics.eventName"');
    hash = await t.template({ ...CARD, type: 'eventTicket' });
    expect(await page('/design/details')).toContain('name="semantics.eventName"');
    hash = await t.template({ ...CARD, type: 'boardingPass', transitType: 'PKTransitTypeAir' });
    const flight = await page('/design/details');
    expect(flight).toContain('name="semantics.departureGate"');
    hash = await t.template({ ...CARD, type: 'boardingPass', transitType: 'PKTransitTypeTrain' });
    expect(await page('/design/details')).toContain('name="semantics.departurePlatform"');
  });

  test('a page in German', async () => {
    expect(textOf(await page('/design/places', 'de'))).toContain('Orte, Beacons und NFC');
  });
});

describe('pictures', () => {
  const red = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  const file = async (fields: Record<string, string>, bytes?: Uint8Array) => {
    const form = new FormData();
    const set = { design: 'first', language: '', ...fields };
    for (const [name, value] of Object.entries(set)) form.append(name, value);
    form.append('revision', revisionIn(await page('/design/pictures')));
    if (bytes !== undefined) form.append('file', new File([Buffer.from(bytes)], 'logo.png', { type: 'image/png' }));
    return post('/design/pictures', form);
  };
  const sizeOf = async (image: string) => {
    const stored = (await t.app.context.store.image(image))!;
    const { width, height } = await sharp(stored.bytes).metadata();
    return [width, height];
  };

  test('a file is put into its place, cut, and removed', async () => {
    const put = await file({ act: 'put', name: 'logo' }, await red(300, 100));
    expect([put.status, put.headers.get('location')]).toEqual([303, 'pictures?done=put']);
    const image = (await draftOf()).images.logo;
    expect(await sizeOf(image)).toEqual([300, 100]);
    const shown = await page('/design/pictures?done=put');
    expect(shown).toContain(`/images/${image}`);
    expect(textOf(shown)).toContain('Best with 480 × 150 pixels.');

    const crop = await page('/design/pictures/crop?name=logo');
    expect(textOf(crop)).toContain('The picture has 300 × 100 pixels.');
    const area = { left: '10', top: '20', width: '150', height: '50' };
    const cut = await file({ act: 'crop', name: 'logo', ...area });
    expect(cut.headers.get('location')).toBe('pictures?done=cut');
    expect(await sizeOf((await draftOf()).images.logo)).toEqual([150, 50]);

    const outside = await file({ act: 'crop', name: 'logo', ...area, width: '400' });
    expect(outside.status).toBe(400);
    expect(textOf(await outside.text())).toContain('The part must lie inside the picture, which has 150 × 50 pixels.');

    const removed = await file({ act: 'remove', name: 'logo' });
    expect(removed.headers.get('location')).toBe('pictures?done=removed');
    expect(await draftOf()).toBeUndefined();
  });

  test.each([
    ['no file', undefined, 'Choose a file first.'],
    ['a file that is no picture', Buffer.from('hello'), 'image'],
  ])('%s', async (_, bytes, sentence) => {
    const refused = await file({ act: 'put', name: 'strip' }, bytes);
    expect(refused.status).toBe(400);
    expect(textOf(await refused.text())).toContain(sentence);
    expect(await draftOf()).toBeUndefined();
  });

  test('a picture of one language', async () => {
    expect((await file({ act: 'put', name: 'logo', language: 'fr' }, await red(30, 10))).status).toBe(400);
    await send('/design/languages', { act: 'add', design: 'first', language: 'fr' });
    const put = await file({ act: 'put', name: 'logo', language: 'fr' }, await red(30, 10));
    expect(put.headers.get('location')).toBe('pictures?done=put&language=fr');
    expect((await draftOf()).localizedImages.fr.logo).toMatch(/^[0-9a-f]{64}$/);
    expect(textOf(await page('/design/pictures?language=fr'))).toContain('These pictures are for phones in French');
  });

  test('a name that is no picture, and a picture that is not there', async () => {
    expect((await file({ act: 'put', name: 'nothing' }, await red(3, 3))).status).toBe(400);
    expect((await owner.get(`/cards/${hash}/design/pictures/crop?name=strip`)).status).toBe(404);
  });
});

describe('languages', () => {
  test('a language is added, its texts are translated, what is missing is marked, and it is removed', async () => {
    expect(textOf(await page('/design/languages'))).toContain('The card speaks one language so far.');
    const added = await send('/design/languages', { act: 'add', design: 'first', language: 'FR' });
    expect(added.headers.get('location')).toBe('languages?done=added&design=first&from=0');
    const empty = await page('/design/languages');
    expect(textOf(empty)).toMatch(/French fr \d+ texts missing/);
    const [, name] = /<legend dir="auto">POINTS<\/legend>.*?<input[^>]* name="(fr\.\d+)"/s.exec(empty)!;
    const saved = await send('/design/languages', { act: 'save', design: 'first', from: '0', [name!]: 'POINTS FR' });
    expect(saved.headers.get('location')).toBe('languages?done=saved&design=first&from=0');
    expect((await draftOf()).localizations).toEqual({ fr: { POINTS: 'POINTS FR' } });
    const ask = await page('/design/languages/remove?language=fr');
    expect(textOf(ask)).toContain('Remove French?');
    await send('/design/languages', { act: 'remove', design: 'first', language: 'fr' });
    expect(await draftOf()).toBeUndefined();
  });

  test.each(['french', ''])('%j is no language', async (language) => {
    const refused = await send('/design/languages', { act: 'add', design: 'first', language });
    expect(refused.status).toBe(400);
    expect(textOf(await refused.text())).toContain('Give a language by its code');
  });
});

describe('the JSON of a card', () => {
  const jsonIn = (text: string) =>
    /<textarea[^>]* name="json"[^>]*>\n?([\s\S]*?)<\/textarea>/
      .exec(text)![1]!
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');
  const check = async (json: string) => {
    const response = await owner.post(`/cards/${hash}/code/check`, { json });
    return (await response.json()) as {
      marks: { from: number; to: number; severity: string; message: string }[];
      paths: string[];
    };
  };

  test('opened and saved unchanged it stores nothing', async () => {
    const shown = await page('/code');
    const json = jsonIn(shown);
    expect(JSON.parse(json).structure.headerFields[0].key).toBe('points');
    for (const sent of [json, json.replaceAll('\n', '\r\n'), JSON.stringify(JSON.parse(json))]) {
      const saved = await post('/code', { revision: revisionIn(shown), json: sent });
      expect(saved.headers.get('location')).toBe('code?done=unchanged#json');
    }
    expect(await draftOf()).toBeUndefined();
  });

  test('a change is in the draft, and the page shows the draft', async () => {
    const shown = await page('/code');
    const json = jsonIn(shown).replace('"POINTS"', '"STAMPS"');
    expect((await post('/code', { revision: revisionIn(shown), json })).headers.get('location')).toBe(
      'code?done=saved#json',
    );
    expect((await draftOf()).structure.headerFields[0].label).toBe('STAMPS');
    const drafted = await page('/code');
    expect(jsonIn(drafted)).toBe(json);
    await post('/code', { revision: revisionIn(drafted), json: json.replace('"STAMPS"', '"POINTS"') });
    expect(await draftOf()).toBeUndefined();
  });

  test('a text that is no JSON is shown again with the place of the mistake', async () => {
    const refused = await send('/code', { json: '{\n  "type": "storeCard",\n}' });
    expect(refused.status).toBe(400);
    const text = await refused.text();
    expect(textOf(text)).toContain('Line 3, column 1');
    expect(jsonIn(text)).toContain('"type": "storeCard"');
  });

  test('the check marks mistakes and faults where they stand', async () => {
    const broken = await check('{"type": }');
    expect(broken.marks).toEqual([{ from: 9, to: 10, severity: 'error', message: expect.stringContaining('value') }]);
    const json = JSON.stringify({ ...CARD, backgroundColor: 'nocolour' }, null, 2);
    const { marks, paths } = await check(json);
    const mark = marks.find(({ message }) => message.includes('backgroundColor'))!;
    expect(json.slice(mark.from, mark.to)).toBe('"nocolour"');
    expect(mark.severity).toBe('error');
    expect(paths).toEqual(expect.arrayContaining([POINTS, 'hashedSerialNumber']));
    expect((await check('[]')).marks).toHaveLength(1);
  });
});
