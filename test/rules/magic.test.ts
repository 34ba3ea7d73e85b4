// Magic strings (semantics.md, "Magic strings"; the guide, `"Magic" Strings`).
import { describe, expect, it } from 'vitest';
import { expand, expandValue, type MagicProblem, magicValue, namesIn } from '../../src/rules/paths/magic.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { CLIENT_HASH, compiled, expanded, factsWith, ROOT } from '../fixtures/rules/sample-pass.ts';

describe('names', () => {
  it.each<[string, string]>([
    ['{a}', 'A'],
    ['{a}{a}', 'AA'],
    ['before {a} after', 'before A after'],
    ['{a_b}', '1'],
    ['{a@b}', '2'],
    ['{a.b}', '3'],
    ['{a-b}', '4'],
    ['{9}', '5'],
    ['{{a}}', '{A}'],
    ['{ a }', '{ a }'],
    ['{a b}', '{a b}'],
    ['{a', '{a'],
    ['a}', 'a}'],
    ['{}', '{}'],
    ['{a/b}', '{a/b}'],
    ['{A}', '{A}'],
    ['{ä}', '{ä}'],
  ])('%j is %j', (text, result) => {
    expect(expanded(text, { a: 'A', a_b: 1, 'a@b': 2, 'a.b': 3, 'a-b': 4, 9: 5 })).toBe(result);
  });

  it('are found once each', () => {
    expect(namesIn({ locations: new Map() }, '{a} {b} {a} { c } {d-e}')).toEqual(['a', 'b', ' c ', 'd-e']);
  });
});

describe('what a name means', () => {
  it.each<[string, string]>([
    ['{rootPath}', ROOT],
    ['{clientId}', '7'],
    ['{templateHash}', 'TEMPLATEHASH'],
    ['{hashedSerialNumber}', 'HASHEDSERIAL'],
    ['{serialNumber}', 'SERIAL'],
    ['{timestamp}', '2023-11-14T22:13:20Z'],
    ['{psPassURL}', `${ROOT}/pass/create.php?hashedSerialNumber=HASHEDSERIAL`],
    ['{psRegisterURL}', `${ROOT}/pass/register.php?hashedSerialNumber=HASHEDSERIAL`],
  ])('the special string %s is %s', (text, result) => {
    expect(expanded(text)).toBe(result);
  });

  it('an API path comes before an additional property', () => {
    // No template can be saved with such a key; a path that parses would win over it all the same.
    const program = compiled({ logoText: 'the path', additional: { note: 'x' } });
    expect(expand(program, factsWith(), '{logoText}', { audience: 'holder' })).toBe('the path');
    expect(expand(program, factsWith({ logoText: 'set' }), '{logoText}', { audience: 'holder' })).toBe('set');
  });

  it('a special string comes before an override of the same name', () => {
    const facts = factsWith({ rootPath: 'http://evil.example', timestamp: 'never' });
    expect(expand(compiled(), facts, '{rootPath} {timestamp}', { audience: 'holder' })).toBe(
      `${ROOT} 2023-11-14T22:13:20Z`,
    );
  });

  it('the old form of a path works as a magic string', () => {
    expect(expanded('{coupon_primaryFields_offer_value}')).toBe('Coffee');
  });

  it('a known path without a value gives the empty text', () => {
    expect(expanded('<{relevantDate}{structure_backFields_none_value}{images_logo}{psScanText}>')).toBe('<>');
  });

  it('an unknown name stays as it was typed', () => {
    expect(expanded('{nope} {structure_nope_x} {NOTE}', { note: 'x' })).toBe('{nope} {structure_nope_x} {NOTE}');
  });

  it('psPassDescription is made up when it is not set', () => {
    expect(expanded('{psPassDescription}')).toBe('Coffee');
    const without = compiled({ structure: {} });
    expect(expand(without, factsWith(), '{psPassDescription}', { audience: 'holder' })).toBe('Points card');
    expect(expanded('{psPassDescription}', { psPassDescription: 'Mine' })).toBe('Mine');
  });

  it('an image is the address of its bytes', () => {
    const program = compiled({ images: { logo: 'a'.repeat(64) } });
    expect(expand(program, factsWith(), '{images_logo}', { audience: 'holder' })).toBe(
      `${ROOT}/images/${'a'.repeat(64)}`,
    );
  });

  it.each<[JsonValue, string]>([
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [true, 'true'],
    [false, 'false'],
    [null, ''],
    [[1, 'two'], '[1,"two"]'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('%j shows as %s', (value, text) => {
    expect(expanded('{it}', { it: value })).toBe(text);
  });
});

describe('values that hold magic strings', () => {
  const chain = (length: number): JsonObject => ({
    ...Object.fromEntries(Array.from({ length }, (_, at) => [`m${at}`, `{m${at + 1}}`])),
    [`m${length}`]: 'end',
  });

  it('expand too, sixteen deep', () => {
    expect(expanded('{m0}', chain(16))).toBe('end');
    const problems = new Set<MagicProblem>();
    const program = compiled({ additional: chain(17) });
    expect(expand(program, factsWith(), '<{m0}>', { audience: 'holder', problems })).toBe('<>');
    expect([...problems]).toEqual(['magic_too_deep']);
  });

  it.each([
    ['one that names itself', { a: 'x{a}y' }, 'xy'],
    ['two that name each other', { a: '1{b}', b: '2{a}' }, '12'],
    ['three in a ring', { a: '1{b}', b: '2{c}', c: '3{a}' }, '123'],
  ])('a cycle gives the empty text and a diagnostic: %s', (_, additional, result) => {
    const problems = new Set<MagicProblem>();
    const program = compiled({ additional });
    expect(expand(program, factsWith(), '{a}', { audience: 'holder', problems })).toBe(result);
    expect([...problems]).toEqual(['magic_cycle']);
  });

  it('the same name twice beside each other is no cycle', () => {
    const problems = new Set<MagicProblem>();
    const program = compiled({ additional: { a: '{b}{b}', b: '{c}', c: 'x' } });
    expect(expand(program, factsWith(), '{a} {b}', { audience: 'holder', problems })).toBe('xx x');
    expect(problems.size).toBe(0);
  });

  it('what an expansion spells out is not read again', () => {
    expect(expanded('{open}note}', { open: '{', note: 'secret' })).toBe('{note}');
  });
});

describe('the longest result', () => {
  const additional = { big: 'é'.repeat(20_000) };
  it('is 64 KiB of UTF-8, cut between characters, with a diagnostic', () => {
    const problems = new Set<MagicProblem>();
    const text = expand(compiled({ additional }), factsWith(), 'x{big}{big}', { audience: 'holder', problems });
    expect(Buffer.byteLength(text)).toBe(65_535);
    expect(text).toBe(`x${'é'.repeat(32_767)}`);
    expect([...problems]).toEqual(['magic_too_long']);
  });

  it('a text of exactly 64 KiB is whole', () => {
    const program = compiled({ additional: { half: 'y'.repeat(32 * 1024) } });
    expect(expand(program, factsWith(), '{half}{half}', { audience: 'holder' })).toHaveLength(64 * 1024);
  });

  it('counts for all texts of a value together', () => {
    const problems = new Set<MagicProblem>();
    const value = Array.from({ length: 3000 }, () => ({ text: 'x{big}' }));
    const result = expandValue(compiled({ additional }), factsWith(), value, { audience: 'holder', problems });
    expect(JSON.stringify(result).length).toBeLessThan(250_000);
    expect([...problems]).toContain('magic_too_long');
  });
});

describe('JSON values', () => {
  const additional = { name: 'Anna "the" \\ Great', n: 5 };
  const program = compiled({ additional });
  const inside = (value: JsonValue) => expandValue(program, factsWith(), value, { audience: 'holder' });

  it('every text inside expands, keys and other values stay', () => {
    expect(inside({ '{n}': ['{n}', 5, null, true, { deep: '{n}!' }] })).toEqual({
      '{n}': ['5', 5, null, true, { deep: '5!' }],
    });
  });

  it.each([
    '[{"greeting":"Hello {name}"}]',
    '{"greeting":"Hello {name}"}',
    '["Hello {name}"]',
    '[1,"Hello {name}"]',
    '[true,"Hello {name}"]',
    '[null,["Hello {name}"]]',
    ' [ -1 , "Hello {name}" ]',
  ])('a quote in a value does not break out of JSON text: %s', (text) => {
    const result = JSON.parse(inside(text) as string);
    expect(JSON.stringify(result)).toContain(JSON.stringify('Hello Anna "the" \\ Great'));
  });

  it('JSON inside JSON expands as well', () => {
    const text = JSON.stringify([{ value: JSON.stringify([{ value: 'Hi {name}' }]) }]);
    const outer = JSON.parse(inside(text) as string);
    expect(JSON.parse(outer[0].value)[0].value).toBe('Hi Anna "the" \\ Great');
  });

  it('text that only looks like JSON is text', () => {
    expect(inside('{n} [not json')).toBe('5 [not json');
    expect(inside('["{n}"')).toBe('["5"');
  });
});

describe('clientHash', () => {
  it.each(['{clientHash}', '{psEditorURL}', '{note}', '{psInformationURL}'])(
    'never reaches a holder through %s',
    (text) => {
      const additional = { note: 'by way of {clientHash} {psEditorURL}', psInformationURL: '{psEditorURL}' };
      expect(expanded(`<${text}>`, additional, 'holder')).not.toContain(CLIENT_HASH);
    },
  );

  it('is there for what is trusted', () => {
    expect(expanded('{clientHash}', {}, 'trusted')).toBe(CLIENT_HASH);
    expect(expanded('{psEditorURL}', {}, 'trusted')).toBe(
      `${ROOT}/pass/editor.php?clientHash=${CLIENT_HASH}&hashedSerialNumber=HASHEDSERIAL`,
    );
  });

  it('a set action keeps its magic string, so that it never lies in a pass', () => {
    expect(expanded('{clientHash} {psEditorURL} {note}', { note: 'x' }, 'freeze')).toBe('{clientHash} {psEditorURL} x');
  });
});

describe('encoding', () => {
  const encode = (value: string, position: number) => `<${value}@${position}>`;
  const encodedText = (text: string, additional: JsonObject = {}) =>
    expand(compiled({ additional }), factsWith(), text, { audience: 'holder', encode });

  it('is applied to each expanded value once, also when it holds magic strings itself', () => {
    expect(encodedText('q={a}&r={b}', { a: 'A{b}', b: 'B' })).toBe('q=<AB@2>&r=<B@8>');
  });

  it('is told where in the text the value stands', () => {
    expect(encodedText('{a}/{a}', { a: 'A' })).toBe('<A@0>/<A@4>');
  });

  it('leaves an unknown name as it was typed', () => {
    expect(encodedText('x{nope}')).toBe('x{nope}');
  });
});

it('a value for a condition keeps its kind', () => {
  const program = compiled({ additional: { n: 5, t: true, s: '25', list: ['{n}'], ref: '{n}' } });
  const values = ['n', 't', 's', 'list', 'ref', 'nope', 'relevantDate', 'images_logo', 'clientHash'];
  expect(values.map((name) => magicValue(program, factsWith(), name))).toEqual([
    5,
    true,
    '25',
    ['5'],
    '5',
    null,
    null,
    null,
    '',
  ]);
});
