// The stories of the examples that depend on who holds the pass: registration, bonus, news, mailed links, partners.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleApp, openExamples } from '../fixtures/scenarios/example-pass.ts';

let app: ExampleApp;
beforeAll(async () => {
  app = await openExamples();
});
afterAll(() => app.t.close());

describe('club membership', () => {
  const NAME = 'Club membership with registration';

  test('a guest is asked to register; registering makes a member, and the link to update takes its place', async () => {
    const card = await app.makePass(NAME);
    const address = `hashedSerialNumber=${card.hashedSerialNumber}`;
    const guest = await card.fields();
    expect(guest.register.value).toBe(
      `Register your pass for additional benefits! http://passes.test/register.php?${address}`,
    );
    expect(guest.register.attributedValue).toBe(
      `<a href="http://passes.test/pass/register.php?${address}">Register your pass</a> for additional value!`,
    );
    expect([guest.status.value, guest.join.value]).toEqual(['Guest', 'Register on the back']);
    expect([guest.update, guest.since, guest.seat]).toEqual([undefined, undefined, undefined]);
    expect(await card.scan()).toMatchObject({ scanText: 'Your name is a Guest', scanColor: 'crimson' });

    await card.setAsHolder({ structure_primaryFields_name_value: 'Ada', email: 'ada@example.com' });
    expect(await card.register()).toMatchObject({ updated: true });
    const registeredAt = app.t.now();
    const member = await card.fields();
    expect([member.name.value, member.status.value, member.seat.value]).toEqual(['Ada', 'Member', 'Any']);
    expect(Date.parse(member.since.value)).toBe(registeredAt);
    expect(member.update.attributedValue).toContain(`/pass/register.php?${address}">Update your information</a>`);
    expect([member.register, member.join]).toEqual([undefined, undefined]);
    expect(await card.scan()).toMatchObject({
      scanText: 'Ada is a Member',
      scanColor: 'seagreen',
      description: 'Ada, Member',
    });
  });

  test('registering again keeps the day and thanks in other words', async () => {
    const card = await app.makePass(NAME, { structure_primaryFields_name_value: 'Ada' });
    const message = async () => {
      const info = await app.t.call('passInfo', {
        clientHash: app.t.clientHash,
        hashedSerialNumber: card.hashedSerialNumber,
      });
      return info.userFields.psRegisteredMessage;
    };
    await card.register();
    const since = (await card.fields()).since.value;
    expect(await message()).toBe('<p>Welcome aboard, Ada!</p>');
    await card.setAsHolder({ structure_secondaryFields_seat_value: 'Cox' });
    await card.register();
    const again = await card.fields();
    expect([again.since.value, again.seat.value, again.status.value]).toEqual([since, 'Cox', 'Member']);
    expect(await message()).toBe('<p>Your information is up to date.</p>');
  });

  test('the form takes what it offers: an e-mail that is one, a seat of the list', async () => {
    const card = await app.makePass(NAME);
    expect(await card.setAsHolder({ email: 'nobody' })).toMatchObject({ success: false });
    expect(await card.setAsHolder({ structure_secondaryFields_seat_value: 'Roof' })).toMatchObject({ success: false });
    expect(await card.setAsHolder({ structure_headerFields_status_value: 'Member' })).toMatchObject({ updated: false });
    expect((await card.fields()).status.value).toBe('Guest');
  });
});

describe('bonus for registering', () => {
  const NAME = 'Bonus for registering';

  test('25 points once, which open the deal', async () => {
    const card = await app.makePass(NAME, { structure_secondaryFields_name_value: 'Grace' });
    const empty = await card.fields();
    expect([empty.points.value, empty.deal, empty.bonus.value]).toEqual([0, undefined, 'Register this card']);
    expect(empty.register.value).toContain(`/pass/register.php?hashedSerialNumber=${card.hashedSerialNumber}`);
    for (const _ of [1, 2]) {
      await card.register();
      const { points, deal, bonus, register } = await card.fields();
      expect([points.value, deal.value, bonus, register]).toEqual([25, '20 % off colour', undefined, undefined]);
    }
    expect((await card.scan()).description).toBe('Grace has 35 points');
  });

  test('visits open it as well, and only above 20', async () => {
    const card = await app.makePass(NAME);
    const seen: unknown[] = [];
    for (let visit = 1; visit <= 3; visit++) {
      await card.scan();
      const { points, deal } = await card.fields();
      seen.push([points.value, deal?.value]);
    }
    expect(seen).toEqual([
      [10, undefined],
      [20, undefined],
      [30, '20 % off colour'],
    ]);
  });

  test('the barcode is the address of the pass, and the scanner finds the hash in it', async () => {
    const card = await app.makePass(NAME);
    const { message } = (await card.passJson()).barcode;
    expect(message).toBe(`http://passes.test/pass/create.php?hashedSerialNumber=${card.hashedSerialNumber}`);
    const page = await app.t.fetch(message.slice('http://passes.test'.length));
    expect(await page.text()).toContain('downloadButton');
    const scan = { clientHash: app.t.clientHash, hashedSerialNumber: message, accessType: 7 };
    expect(await app.t.call('trackPassAccess', scan)).toMatchObject({ success: true, scanText: '10 points' });
  });
});

describe('latest news', () => {
  const NAME = 'Latest news to every phone';

  test('one edit of the template reaches every pass, and asks the phones to fetch it', async () => {
    const cards = [await app.makePass(NAME, { structure_primaryFields_name_value: 'Ada' }), await app.makePass(NAME)];
    for (const card of cards) expect((await card.fields()).headline.value).toBe('The bridge is open again.');
    await app.editTemplate(NAME, (passConstructor) => {
      const news = passConstructor.structure.backFields.find((field: any) => field.key === 'news');
      news.value = 'School starts at nine.';
    });
    const template = { clientHash: app.t.clientHash, templateHash: app.templateHash(NAME) };
    // Nobody has it on a phone yet.
    expect(await app.t.call('updatePassesForTemplate', template)).toMatchObject({ success: true, count: 0 });
    for (const card of cards) {
      const { news, headline } = await card.fields();
      expect(news).toMatchObject({ value: 'School starts at nine.', changeMessage: '%@' });
      expect(headline.value).toBe('School starts at nine.');
    }
    expect((await cards[0]!.fields()).name.value).toBe('Ada');
  });
});

describe('mailed link', () => {
  const NAME = 'Library card by mailed link';
  const LINK = {
    barcode_message: '9991212',
    barcode_altText: '9991212',
    structure_primaryFields_member_value: 'George P. Burdell',
  };

  test('the card has the name and number of the link, and nothing else that the link says', async () => {
    const card = await app.makePass(NAME, {
      ...LINK,
      structure_secondaryFields_loans_value: '-5',
      backgroundColor: 'red',
    });
    const passJson = await card.passJson();
    // Old readers know no Code 128, so it is in `barcodes` alone.
    expect(passJson.barcode).toBeUndefined();
    expect(passJson.barcodes).toMatchObject([
      { format: 'PKBarcodeFormatCode128', message: '9991212', altText: '9991212' },
    ]);
    expect(passJson.backgroundColor).toBe('rgb(61, 58, 120)');
    const { member, number, renew } = await card.fields();
    expect([member.value, number.value]).toEqual(['George P. Burdell', '9991212']);
    expect(renew.value).toBe('https://library.example/renew?card=9991212');
    expect((await card.scan()).description).toBe('George P. Burdell, card 9991212');
    expect((await card.fields()).loans.value).toBe(1);
  });

  test('brackets in a link stay brackets, and a number has to be one', async () => {
    const member = '{clientHash} {rootPath}';
    const card = await app.makePass(NAME, { ...LINK, structure_primaryFields_member_value: member });
    expect((await card.fields()).member.value).toBe(member);
    const query = new URLSearchParams({ templateHash: app.templateHash(NAME), ...LINK, barcode_message: 'nine' });
    expect((await app.t.fetch(`/pass/create.php?${query}`)).status).toBe(400);
  });
});

describe('coupon for partners', () => {
  const NAME = 'Coupon with a deal for partners';

  test.each([
    ['PassSource', ['25 % off', undefined], '25 % off for PassSource'],
    ['Corner Bakery', [undefined, '10 % off'], '10 % off'],
  ])('whose company is %s', async (company, [partner, offer], scanText) => {
    const coupon = await app.makePass(NAME, { structure_secondaryFields_name_value: company });
    const fields = await coupon.fields();
    expect([fields.partner?.value, fields.offer?.value]).toEqual([partner, offer]);
    expect(await coupon.scan()).toMatchObject({ updated: true, scanText, scanColor: 'seagreen' });
  });

  test('it works once: void and without a barcode after the scan, and a second scan is refused and not logged', async () => {
    const coupon = await app.makePass(NAME);
    const fresh = await coupon.passJson();
    expect([fresh.voided, fresh.barcode.format]).toEqual([undefined, 'PKBarcodeFormatPDF417']);
    expect(fresh.barcode.message).toBe(coupon.hashedSerialNumber);
    await coupon.scan();
    const used = await coupon.passJson();
    expect([used.voided, used.barcode]).toEqual([true, undefined]);
    expect(await coupon.refusedScan()).toBe('This coupon was used before.');
    const { tracking } = await app.t.call('passTracking', {
      clientHash: app.t.clientHash,
      hashedSerialNumber: coupon.hashedSerialNumber,
    });
    expect(tracking.map((event: any) => event.accessType)).toEqual([1, 7]);
  });
});
