// Each entry of the guide's "Examples and Tutorials" that is about a card, made by an owner who types
// no JSON and no API path: from a new card that she empties, by the inputs and buttons of her pages
// alone. Each card is then published and does what the guide says. The seventeenth entry, "Get your
// clientHash from the API", needs no card.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CREATE, PUSH, SCAN } from '../../src/rules/passes/facts.ts';
import { type CardByForms, cardByForms } from '../fixtures/http/card-by-forms.ts';
import { type OwnersHands, ownersHands } from '../fixtures/http/owners-hands.ts';
import { passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';

let t: TestApp;
let hands: OwnersHands;
let made: CardByForms;
beforeAll(async () => {
  t = await openTestApp();
  hands = await ownersHands(t);
  made = cardByForms(hands);
});
afterAll(() => t.close());

const passJson = async (pass: string) => openPackage(await t.file(pass)).passJson as any;
/** The fields of a pass by their labels. */
async function shown(pass: string): Promise<Record<string, any>> {
  const { storeCard, coupon, generic } = await passJson(pass);
  const groups = Object.values((storeCard ?? coupon ?? generic) as Record<string, any[]>).filter(Array.isArray);
  return Object.fromEntries(groups.flat().map((each) => [each.label, each]));
}
const scan = (hashedSerialNumber: string) => {
  t.advance(60_000);
  return t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: SCAN });
};
/** Sends the form of the card as a customer does. */
const register = async (pass: string, fields: Record<string, string> = {}) =>
  passIn(await sendForm(t, { hashedSerialNumber: pass }, fields));
const edit = (hashedSerialNumber: string, fields: Record<string, string>) =>
  t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber, ...fields });
const root = () => t.config.rootUrl.replace(/\/$/, '');

describe('registration', () => {
  test.each([
    ['Prompt a user to register.', 'Register your pass', 'no', true],
    ['Include a link to update registration.', 'Update your information', 'yes', false],
  ] as const)('%s', async (_, words, isSent, isFirst) => {
    const hash = await made.emptyCard();
    await made.withName();
    await made.field('Back', 'Register', `${words}: {the link to the form}`);
    hands.write('Text with links', `<a href="{the link to the form}">${words}</a>`);
    made.row(0, ['the form was sent before', isSent, ''], 'Show it only if');
    await hands.press('Save draft');
    await made.publish();
    const pass = await t.pass(hash);
    const link = `${root()}/pass/register.php?hashedSerialNumber=${pass}`;
    const prompt = { value: `${words}: ${link}`, attributedValue: `<a href="${link}">${words}</a>` };
    const seen = async () => (await shown(pass)).Register;
    if (isFirst) expect(await seen()).toMatchObject(prompt);
    else expect(await seen()).toBeUndefined();
    await register(pass);
    if (isFirst) expect(await seen()).toBeUndefined();
    else expect(await seen()).toMatchObject(prompt);
  });

  test('Add 25 points to a header field after registering the pass.', async () => {
    const hash = await made.emptyCard();
    await made.withName();
    await made.withPoints();
    await made.rule(
      'When the form is sent',
      [['the form was sent before', 'no']],
      [['add', ['write', 'How much', '25'], ['choose', 'to what', 'POINTS']]],
    );
    await made.publish();
    const pass = await t.pass(hash);
    for (const _ of ['the first time', 'again']) {
      await register(pass);
      expect((await shown(pass)).POINTS.value).toBe(25);
    }
  });
});

test('Push notifications to installed users.', async () => {
  const hash = await made.emptyCard();
  await made.field('Back', 'Latest News', 'Nothing new');
  hands.write('What lock screens say when the value changes', '%@');
  await hands.press('Save draft');
  await hands.follow('Design');
  hands.tick('Latest News', { under: 'Values in News' });
  await hands.press('Save draft');
  await made.publish();
  const pass = await t.pass(hash);
  await t.install(pass);
  await hands.follow('News');
  hands.write('Latest News', 'Half price today');
  await hands.press('Send to 1 card on a phone');
  expect((await shown(pass))['Latest News']).toMatchObject({ value: 'Half price today', changeMessage: '%@' });
  expect((await t.events(pass)).filter(({ accessType }) => accessType === PUSH)).toHaveLength(1);
  await t.deliver();
  await hands.follow('News');
  expect(hands.text()).toContain('All phones that had the card were told');
});

describe('scans', () => {
  test('Change the color of a pass when scanned.', async () => {
    const hash = await made.emptyCard();
    hands.write('Background', 'red');
    await hands.press('Save draft');
    await made.rule(
      'When a card is scanned',
      [],
      [['set', ['choose', 'What', 'the colour of the card'], ['write', 'to', 'blue']]],
    );
    await made.publish();
    const pass = await t.pass(hash);
    expect((await passJson(pass)).backgroundColor).toBe('rgb(255, 0, 0)');
    expect(await scan(pass)).toMatchObject({ updated: true });
    expect((await passJson(pass)).backgroundColor).toBe('rgb(0, 0, 255)');
    expect(await scan(pass)).toMatchObject({ updated: false });
  });

  test('Add 1 point to a header field whenever the pass is scanned.', async () => {
    const hash = await made.emptyCard();
    await made.withPoints();
    await made.rule(
      'When a card is scanned',
      [],
      [['add', ['write', 'How much', '1'], ['choose', 'to what', 'POINTS']]],
    );
    await made.publish();
    const pass = await t.pass(hash);
    for (const points of [1, 2, 3]) {
      expect(await scan(pass)).toMatchObject({ updated: true });
      expect((await shown(pass)).POINTS.value).toBe(points);
    }
  });

  test('Create a barcode that can be used to install the pass as well as for the Pass Scanner app.', async () => {
    const hash = await made.emptyCard();
    hands.choose('Kind', 'QR code', { under: 'Barcode' });
    hands.write('What it holds', "{the link to the customer's card}", { under: 'Barcode' });
    await hands.press('Save draft');
    await made.publish();
    const pass = await t.pass(hash);
    const code: string = (await passJson(pass)).barcode.message;
    expect(code).toBe(`${root()}/pass/create.php?hashedSerialNumber=${pass}`);
    const opened = await t.fetch(code.slice(root().length));
    expect(await opened.text()).toContain('class="downloadButton"');
    expect(await scan(code)).toMatchObject({ updated: false });
    expect((await t.events(pass)).map(({ accessType }) => accessType)).toEqual([CREATE, SCAN]);
  });

  test('Customize how passes are displayed in lists.', async () => {
    const hash = await made.emptyCard();
    await made.withName();
    await made.withPoints();
    await hands.follow('Design');
    hands.write('Name in lists', '{NAME} has {POINTS} points');
    const [name, points] = ['NAME', 'POINTS'].map(hands.pathOf);
    await hands.press('Save draft');
    await made.publish();
    const pass = await t.pass(hash, { [name!]: 'Ada', [points!]: '7' });
    expect((await scan(pass)).description).toBe('Ada has 7 points');
    await hands.follow('Customers');
    expect(hands.text()).toContain('Ada has 7 points');
  });

  test('Create a loyalty card with automatic redemption.', async () => {
    const hash = await made.emptyCard();
    await made.field('Top right', 'STAMPS', '0');
    await hands.press('Save draft');
    await hands.follow('Rules');
    hands.write('Name of the steps', 'Redeem');
    await hands.press('Name steps');
    await made.rule(
      'The steps named Redeem',
      [],
      [
        ['set', ['choose', 'What', 'STAMPS'], ['write', 'to', '0']],
        ['say at the till', ['write', 'The words', 'Coupon redeemed: one free coffee']],
        ['make another kind of card of it', ['choose', 'The kind of card', 'a store card']],
      ],
    );
    const kind = 'the kind of card';
    await made.rule(
      'When a card is scanned',
      [[kind, 'is', 'a store card']],
      [
        ['add', ['write', 'How much', '1'], ['choose', 'to what', 'STAMPS']],
        ['say at the till', ['write', 'The words', 'Stamp {STAMPS} of 5']],
      ],
    );
    await made.rule(
      'When a card is scanned',
      [[kind, 'is', 'a coupon']],
      [['do the steps named', ['choose', 'Which steps', 'Redeem']]],
    );
    await made.rule(
      'When a card is scanned',
      [['STAMPS', 'is … or more', '5']],
      [['make another kind of card of it', ['choose', 'The kind of card', 'a coupon']]],
    );
    // "You can further enhance the experience by having different fields appear."
    await made.deal([kind, 'is', 'a coupon'], 'The next scan is a free coffee');
    await made.publish();
    const pass = await t.pass(hash);
    const seen: string[] = [];
    for (let visit = 1; visit <= 6; visit++) {
      const { scanText } = await scan(pass);
      const { Deal } = await shown(pass);
      seen.push(`${scanText}: ${'coupon' in (await passJson(pass)) ? 'coupon' : 'storeCard'} ${Deal?.value ?? ''}`);
    }
    expect(seen).toEqual([
      ...[1, 2, 3, 4].map((stamp) => `Stamp ${stamp} of 5: storeCard `),
      'Stamp 5 of 5: coupon The next scan is a free coffee',
      'Coupon redeemed: one free coffee: storeCard ',
    ]);
  });
});

describe('conditions', () => {
  test('Only show field if the points value is greater than 20.', async () => {
    const hash = await made.emptyCard();
    await made.withPoints();
    await made.deal(['POINTS', 'is more than', '20']);
    const path = hands.pathOf('POINTS');
    await made.publish();
    const pass = await t.pass(hash);
    const seen: unknown[] = [];
    for (const points of ['20', '21', '100', '3']) {
      await edit(pass, { [path]: points });
      seen.push((await shown(pass)).Deal?.value);
    }
    expect(seen).toEqual([undefined, 'Today only', 'Today only', undefined]);
  });

  test('Only show field if the secondary name field is equal to "PassSource".', async () => {
    const hash = await made.emptyCard();
    await made.withName();
    await made.deal(['NAME', 'is', 'PassSource']);
    const path = hands.pathOf('NAME');
    await made.publish();
    const [named, other] = [await t.pass(hash, { [path]: 'PassSource' }), await t.pass(hash)];
    expect([(await shown(named)).Deal?.value, (await shown(other)).Deal]).toEqual(['Today only', undefined]);
  });

  test('Only show field if the pass has been scanned.', async () => {
    const hash = await made.emptyCard();
    await made.deal(['the card was scanned before', 'yes']);
    await made.publish();
    const pass = await t.pass(hash);
    expect((await shown(pass)).Deal).toBeUndefined();
    await scan(pass);
    expect((await shown(pass)).Deal.value).toBe('Today only');
  });

  test('Show field until the pass is registered.', async () => {
    const hash = await made.emptyCard();
    await made.withName();
    await made.deal(['the form was sent before', 'no']);
    await made.publish();
    const pass = await t.pass(hash);
    expect((await shown(pass)).Deal.value).toBe('Today only');
    await register(pass);
    expect((await shown(pass)).Deal).toBeUndefined();
  });
});

describe('links and forms without a clientHash', () => {
  const filled = (...texts: string[]) => {
    for (const text of texts) hands.tick('Customers may fill this in', { under: text });
  };
  const download = async (link: string) => {
    const response = await t.fetch(`${link}&download=true`);
    expect(response.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
    return openPackage(new Uint8Array(await response.arrayBuffer())).passJson as any;
  };

  test('Set the barcode message, altText, and member name for a new pass via an emailed link.', async () => {
    const hash = await made.emptyCard();
    filled('What it holds', 'Text below it');
    await hands.press('Save draft');
    await made.field('Large', 'MEMBER', '');
    hands.tick('Customers may fill this in');
    await hands.press('Save draft');
    const paths = ['what the barcode holds', 'the text below the barcode', 'MEMBER'].map(hands.pathOf);
    await made.publish();
    const values = ['9991212', '9991212', 'George P. Burdell'];
    const query = paths.map((path, at) => `&${path}=${encodeURIComponent(values[at]!)}`).join('');
    // The comma is the guide's: its hashes may end in one.
    const link = `/pass/create.php?templateHash=${hash},${query}`;
    expect(await (await t.fetch(link)).text()).toContain('George P. Burdell');
    const pass = await download(link);
    expect(pass.storeCard.primaryFields[0]).toMatchObject({ label: 'MEMBER', value: 'George P. Burdell' });
    expect(pass.barcode).toMatchObject({ message: '9991212', altText: '9991212' });
  });

  test('Use a web widget to allow users to create passes for their cards.', async () => {
    const hash = await made.emptyCard();
    hands.choose('Kind of card', 'Plain card: membership and the rest');
    filled('What it holds');
    const path = hands.pathOf('what the barcode holds');
    await hands.press('Save draft');
    await made.publish();
    // What a browser sends for the widget's form, whose method is get.
    const form = `/pass/create.php?${new URLSearchParams({ templateHash: hash, [path]: 'A 12/7' })}`;
    expect(await (await t.fetch(form)).text()).toContain('class="downloadButton"');
    const pass = await passJson((await (await t.fetch(`${form}&generate=true`)).text()).trim());
    expect([Object.hasOwn(pass, 'generic'), pass.barcode.message]).toEqual([true, 'A 12/7']);
  });

  test('Create a pass in iOS and prompt user to add to passbook.', async () => {
    const hash = await made.emptyCard();
    await made.withName();
    const path = hands.pathOf('NAME');
    await made.publish();
    const pass = await download(`/pass/create.php?templateHash=${hash}&${path}=Ada`);
    expect(pass.storeCard.secondaryFields[0]).toMatchObject({ label: 'NAME', value: 'Ada' });
  });
});
