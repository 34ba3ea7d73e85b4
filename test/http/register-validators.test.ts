// Every validator through the form: what it accepts arrives, what it refuses never reaches the pass, is said beside the field
// in words for a guest, and stays in the field.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cardWith,
  editable,
  faultsIn,
  overridesOf,
  passIn,
  sendForm,
  valueIn,
} from '../fixtures/http/register-forms.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

interface Row {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  readonly says: RegExp;
}

const TABLE: Readonly<Record<string, Row>> = {
  VRequired: {
    accepted: ['x', '0', 'false', 'Ada Lovelace', '-', '漢字', '<b>', '{name}', '...'],
    refused: ['', ' ', '   ', '\t', '\n', '\r\n', ' \t \n', '\u00a0', '\u2003'],
    says: /fill this in/,
  },
  VEmail: {
    accepted: [
      'a@b.co',
      'ada@example.com',
      'a.b+c@mail.example.co.uk',
      'o_o@example.org',
      'A@EXAMPLE.COM',
      "o'neil@example.ie",
      'x-1@ex-ample.net',
      '1@2.de',
      'ada@example.com ',
    ],
    refused: [
      'ada',
      'ada@',
      '@example.com',
      'a b@example.com',
      'a@b',
      'a@example..com',
      'a@x.com, b@x.com',
      'a@exa mple.com',
      '<a@example.com>',
    ],
    says: /e-mail address, such as/,
  },
  VDate: {
    accepted: [
      '2025-12-31',
      '31 December 2025',
      '12/31/2025',
      'tomorrow',
      'next friday',
      '@1700000000',
      '2025-12-31T20:00:00Z',
      'Dec 31, 2025',
    ],
    refused: [
      'soon-ish',
      '2025-13-45',
      'never',
      'no date',
      'the day after',
      '31.31.2025',
      'A'.repeat(200),
      '??',
      'juni',
    ],
    says: /a date, such as/,
  },
  VPhone: {
    accepted: [
      '5551234567',
      '+1 (555) 123-4567',
      '555.123.4567',
      '555-1234 x12',
      '5551234,12',
      '112',
      '+43 1 234',
      '(0)664/1'.replace('/', ''),
    ],
    refused: ['call me', '12', '555-1234 ext', '+', '555#1234', '555/1234', '٠١٢٣٤٥', 'phone 5551234'],
    says: /phone number: digits/,
  },
  VNumeric: {
    accepted: ['5', '-5', '+5', '5.5', '.5', '5.', '1e5', '1E-5', '007'],
    refused: ['five', '5 apples', '0x10', '1e', '1,5', '--5', '.', 'NaN', 'Infinity'],
    says: /give a number/,
  },
  VAlpha: {
    accepted: ['abc', 'ABC', 'aZ', 'z', 'Ada', 'HELLO', 'abcdefghijklmnopqrstuvwxyz', 'Q'],
    refused: ['abc1', 'a b', 'é', 'a-b', '1', 'a_b', 'ß', 'a.'],
    says: /only the letters a to z/,
  },
  VAlphaNumeric: {
    accepted: ['abc', '123', 'aB3', '0', 'Z9', 'A', 'abc123ABC', '007bond'],
    refused: ['a b', 'a-b', 'é', 'a_b', '1.5', '+1', 'ab!', '٣'],
    says: /letters a to z and digits/,
  },
  VDecimal: {
    accepted: ['2.5', '-2.5', '.5', '5', '5.0', '+1.25', '0', '100.001'],
    refused: ['1e5', 'five', '1,5', '0x1', '2.5.1', '.', '1 2', '½'],
    says: /a number, such as 2\.5/,
  },
  VInteger: {
    accepted: ['5', '-5', '+5', '0', '007', '123456', '-0', '99'],
    refused: ['2.5', '5.0', 'five', '1e3', '0x1', '-', '1 2', '1,000'],
    says: /a whole number/,
  },
  VStateCode: {
    accepted: ['CA', 'ca', 'NY', 'DC', 'PR', 'AE', 'WY', 'Tx'],
    refused: ['California', 'ZZ', 'C', 'CAL', 'C A', 'XX', '12', 'C.A.'],
    says: /two letters of a US state/,
  },
  VZip: {
    accepted: ['90210', '90210-1234', '9021012345', '12345-67890', '123456', '00501', '9-0210', '12345678'],
    refused: ['1234', '12345678901', '9021O', '90210 1234', '-----', 'ABCDE', '1-2-3', '90210.1'],
    says: /ZIP code of 5 to 10 digits/,
  },
  VTrue: {
    accepted: ['1', 'true', 'TRUE', 'True', 'on', 'ON', 'yes', 'Yes'],
    refused: ['0', 'false', 'no', 'off', 'anything', '2', 'wahr', 'null'],
    says: /tick this/,
  },
  VFalse: {
    accepted: ['0', 'false', 'FALSE', 'off', 'no', 'anything', 'null', '2'],
    refused: ['1', 'true', 'TRUE', 'True', 'on', 'ON', 'yes', 'Yes'],
    says: /must not be ticked/,
  },
};

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const trimmed = (text: string) => text.trim();

describe.each(Object.entries(TABLE))('%s', (name, { accepted, refused, says }) => {
  test('the table has at least 8 of each', () => {
    expect(new Set(accepted).size).toBeGreaterThanOrEqual(8);
    expect(new Set(refused).size).toBeGreaterThanOrEqual(8);
  });

  test('accepted values arrive on the pass', async () => {
    const templateHash = await t.template(cardWith({ note: editable('', 'Your answer', { PSValidation: name }) }));
    const hashedSerialNumber = await t.pass(templateHash);
    for (const value of accepted) {
      const response = await sendForm(t, { hashedSerialNumber }, { note: value });
      expect([value, response.status]).toEqual([value, 302]);
      expect((await overridesOf(t, hashedSerialNumber)).note).toBe(
        value.replaceAll('{', '\uFDD0').replaceAll('}', '\uFDD1').trim(),
      );
    }
  });

  test('refused values never reach a pass, old or new', async () => {
    const templateHash = await t.template(cardWith({ note: editable('', 'Your answer', { PSValidation: name }) }));
    const hashedSerialNumber = await t.pass(templateHash, { note: accepted[0] });
    const before = stored(t);
    for (const value of refused) {
      for (const target of [{ hashedSerialNumber }, { templateHash }]) {
        const response = await sendForm(t, target, { note: value });
        expect([value, response.status]).toEqual([value, 400]);
        const page = await response.text();
        expect(faultsIn(page), value).toEqual([expect.stringMatching(says)]);
        expect(page).toContain(`<a href="#field-0"><bdi>Your answer</bdi>`);
        expect(page).toContain('aria-invalid="true" aria-describedby="field-0-');
        expect(trimmed(valueIn(page, 'note')!)).toBe(trimmed(value));
      }
    }
    expect(stored(t)).toEqual(before);
  });

  const testUnlessRequired = name === 'VRequired' ? () => {} : test;
  testUnlessRequired('an empty answer is fine', async () => {
    const templateHash = await t.template(cardWith({ note: editable('', 'Your answer', { PSValidation: name }) }));
    const hash = passIn(await sendForm(t, { templateHash }, { note: '' }));
    expect((await overridesOf(t, hash)).note ?? '').toBe('');
  });
});

test('several validators: the first that refuses speaks, and every field at once', async () => {
  const templateHash = await t.template(
    cardWith({
      email: editable('', 'E-mail', { PSValidation: 'VRequired,VEmail' }),
      zip: editable('', 'ZIP', { PSValidation: 'VZip' }),
      fine: editable('', 'Fine'),
    }),
  );
  const before = stored(t);
  const page = await (await sendForm(t, { templateHash }, { email: '', zip: 'x', fine: 'kept' })).text();
  expect(faultsIn(page)).toEqual([expect.stringMatching(/fill this in/), expect.stringMatching(/ZIP/)]);
  expect(page).toContain('2 fields need another look');
  expect(valueIn(page, 'fine')).toBe('kept');
  expect(stored(t)).toEqual(before);
});

test('a form that leaves a required field out is refused like one that sends it empty', async () => {
  const templateHash = await t.template(cardWith({ note: editable('', 'Note', { PSValidation: 'VRequired' }) }));
  expect(faultsIn(await (await sendForm(t, { templateHash }, {})).text())).toEqual([
    expect.stringMatching(/fill this in/),
  ]);
});

test('in German too', async () => {
  const templateHash = await t.template(cardWith({ note: editable('', 'Notiz', { PSValidation: 'VRequired' }) }));
  const page = await (
    await sendForm(t, { templateHash }, { note: '' }, { 'accept-language': 'de-AT,en;q=0.5' })
  ).text();
  expect(faultsIn(page)).toEqual(['Bitte füllen Sie dieses Feld aus.']);
  expect(page).toContain('<html lang="de">');
});
