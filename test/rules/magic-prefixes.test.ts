// magicPrefixes: PassKit's `#{name}` and `${name}`, in templates that ask for them and only there.
import { expect, it } from 'vitest';
import { expand } from '../../src/rules/paths/magic.ts';
import { literal } from '../../src/rules/values/literal.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { rendered } from '../fixtures/rules/render-sample.ts';
import { call, compiled, factsWith, ROOT, runEvent, set } from '../fixtures/rules/sample-pass.ts';

const ON: JsonObject = {
  magicPrefixes: true,
  additional: { points: 10, nested: '#{points}', note: '', unset: '#{unset}', timestamp: 'noon', 'Kunde Nr. ä': 7 },
};
const dollar = (name: string) => `$\{${name}}`;
const said = (text: string, parts = ON) => expand(compiled(parts), factsWith(), text, { audience: 'holder' });

it.each([
  ['{points}', '10'],
  ['#{points}', '10'],
  [dollar('points'), '10'],
  [`#{points}${dollar('points')}{points}`, '101010'],
  ['##{points}', '#10'],
  ['$#{points}', '$10'],
  ['{points}#{points}', '1010'],
  ['# {points}', '# 10'],
  ['a #{nested} b', 'a 10 b'],
  ['#{nope}', '#{nope}'],
  [`${dollar('nope')} #{points}`, `${dollar('nope')} 10`],
  ['#{}', '#{}'],
  // Special strings and paths of the same name are not PassKit's keys.
  ['#{clientHash} #{type} #{barcode} #{hashedSerialNumber}', '#{clientHash} #{type} #{barcode} #{hashedSerialNumber}'],
  ['#{timestamp}', 'noon'],
  ['{additional_timestamp}', 'noon'],
  ['#{Kunde Nr. ä}', '7'],
  ['#{unset}', '#{unset}'],
  [dollar('unset'), dollar('unset')],
  ['a #{unset} b #{points}', 'a #{unset} b 10'],
])('%s says %s', (text, shown) => {
  expect(said(text)).toBe(shown);
});

it('a property that nobody set takes the data of a pass', () => {
  const facts = factsWith({ unset: '12' });
  expect(expand(compiled(ON), facts, `#{unset} ${dollar('unset')}`, { audience: 'holder' })).toBe('12 12');
});

it('without the switch they are signs before a magic string', () => {
  expect(said('#{points}', { additional: { points: 10 } })).toBe('#10');
  expect(said(dollar('points'), { additional: { points: 10 } })).toBe('$10');
});

it('a holder’s brackets stay as they were typed', () => {
  const note = literal('#{points}') as string;
  expect(expand(compiled(ON), factsWith({ note }), '#{note}', { audience: 'holder' })).toBe(literal('#{points}'));
  const fields = { structure: { headerFields: [{ key: 'a', value: '#{note}' }] } };
  expect(rendered({ ...ON, ...fields }, { note }).storeCard).toMatchObject({ headerFields: [{ value: '#{points}' }] });
});

it('mean the same in fields with a number, in triggers, URLs and the second design', () => {
  const field = { key: 'a', value: '#{points}', numberStyle: 'PKNumberStyleDecimal' };
  const redeemed = { type: 'coupon', structure: { headerFields: [field] } };
  const pass = rendered({ ...ON, redeemed }, { points: '12', isRedeemed: true });
  expect(pass.coupon).toEqual({ headerFields: [{ ...field, value: 12 }] });
  const onScan = [set('note', '#{points} now'), call('{rootPath}/x?a=#{points}')];
  const run = runEvent(compiled({ ...ON, triggers: { onScan } }));
  expect(run.at('note')).toBe('10 now');
  expect(run.requests[0]?.url).toBe(`${ROOT}/x?a=10`);
});

it('the switch is no part of a pass', () => {
  expect(rendered(ON)).not.toHaveProperty('magicPrefixes');
});
