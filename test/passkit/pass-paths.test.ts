// Updates of templates, and passes as API paths.
import { describe, expect, test } from 'vitest';
import { rebased, updated } from '../../src/http/passkit/merge.ts';
import { type PassBody, passUpdate } from '../../src/http/passkit/pass-schema.ts';
import { pathsOf } from '../../src/http/passkit/pass-translation.ts';
import { read } from '../../src/http/passkit/shapes.ts';
import { template } from '../../src/http/passkit/template-schema.ts';
import { typedValue } from '../../src/rules/values/literal.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

const PLAIN: JsonObject = { type: 'storeCard', desc: 'A card' };

describe('updates', () => {
  test('merge objects and replace everything else', () => {
    const posted = { a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } };
    expect(updated(posted, { a: { c: [3] }, d: null, e: 'y' })).toEqual({ a: { b: 1, c: [3] }, d: null, e: 'y' });
  });

  test('keep what another surface added, and change what they change', () => {
    const before = { type: 'coupon', additional: { points: 0, old: 1 }, structure: { headerFields: [{ key: 'a' }] } };
    const after = {
      type: 'coupon',
      additional: { points: 5 },
      structure: { headerFields: [{ key: 'a' }] },
      labelColor: 'red',
    };
    const current = {
      type: 'coupon',
      additional: { points: 0, old: 1, counter: 7 },
      structure: { headerFields: [{ key: 'a', PSConditions: 'scanned' }] },
      triggers: { onScan: [] },
    };
    expect(rebased(before, after, current)).toEqual({
      type: 'coupon',
      additional: { points: 5, counter: 7 },
      structure: { headerFields: [{ key: 'a', PSConditions: 'scanned' }] },
      triggers: { onScan: [] },
      labelColor: 'red',
    });
  });
});

describe('a pass', () => {
  const HASH = 'ab'.repeat(32);
  const back = { dynamicBackfieldKey: 'offers', defaultValue: [{ defaultValue: 'None', format: { type: 'text' } }] };
  const made = read(template, { ...TEMPLATE, passbook: { ...PLAIN, back: [back] } });
  const warnings: string[] = [];
  const warn = (sentence: string) => void warnings.push(sentence);
  const paths = (body: JsonObject) => pathsOf(read<PassBody>(passUpdate, body), made, { at: '', warn, open: [] });

  test('is API paths', () => {
    const body = {
      dynamicData: { points: '10' },
      dynamicImages: { passbook: { strip: `images/${HASH}`, logo: null } },
      dynamicBackfields: { offers: [{ label: 'A', value: 'One' }, { value: 2 }] },
      passbook: { groupId: 'g', bgColor: '#FFFFFF', labelColor: '000000', userInfo: { key: 'value' } },
      expiryDate: '2016-04-11T12:59:40Z',
      isVoided: true,
      isRedeemed: true,
    };
    expect(paths(body)).toEqual({
      points: '10',
      images_strip: HASH,
      images_logo: null,
      structure_backFields: [
        { key: 'backField1_1', label: 'A', value: 'One' },
        { key: 'backField1_2', value: 2 },
      ],
      groupingIdentifier: 'g',
      backgroundColor: '#FFFFFF',
      labelColor: '#000000',
      userInfo: { key: 'value' },
      expirationDate: '2016-04-11T12:59:40Z',
      voided: true,
      isRedeemed: true,
    });
  });

  test('has a key that the template does not have: a near miss is named, the data is accepted', () => {
    expect(paths({ dynamicData: { pionts: '1', quite_another: 'x' } })).toEqual({});
    expect(warnings).toEqual([expect.stringMatching(/no dynamic key dynamicData\.pionts.*Did you mean "points"\?$/)]);
  });

  test('has a number for a text, whose brackets are no magic string', () => {
    expect(paths({ dynamicData: { points: 10 } })).toEqual({ points: '10' });
    expect(typedValue(paths({ dynamicData: { points: '{clientHash}' } }).points!)).toBe('{clientHash}');
    expect(paths({ dynamicData: { points: '{clientHash}' } })).not.toEqual({ points: '{clientHash}' });
  });

  test.each([
    [{ dynamicData: { points: true } }, 'dynamicData.points', 'must be a text'],
    [{ dynamicBackfields: { offer: [] } }, 'dynamicBackfields.offer', 'Did you mean "offers"?'],
    [{ dynamicImages: { passbook: { icon: 'nonsense' } } }, 'dynamicImages.passbook.icon', 'the path that an upload'],
  ])('%j is refused', (body, field, message) => {
    expect(() => paths(body)).toThrow(expect.objectContaining({ field, message: expect.stringContaining(message) }));
  });
});
