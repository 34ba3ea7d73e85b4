import { describe, expect, it } from 'vitest';
import { localizationFiles, localizationsOf, mapLocalizations, varyByPass } from '../../src/pass/localize.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { isLanguage } from '../../src/rules/vocabulary.ts';
import { compiled } from '../fixtures/rules/sample-pass.ts';

function stringsOf(localizations: Record<string, unknown>) {
  return Object.fromEntries(
    localizationFiles(localizations).map((file) => [file.name, Buffer.from(file.bytes).toString('utf8')]),
  );
}

describe('localisations', () => {
  it('become one pass.strings a language, in a fixed order', () => {
    expect(stringsOf({ fr: { b: 'deux', a: 'un' }, de: { a: 'eins' } })).toEqual({
      'de.lproj/pass.strings': '"a" = "eins";\n',
      'fr.lproj/pass.strings': '"a" = "un";\n"b" = "deux";\n',
    });
    expect(stringsOf({})).toEqual({});
  });

  it('escape quotes, backslashes, line ends and control characters, in texts and translations', () => {
    const text = 'Say "hi"\\n\nnew\r\ttab\0end – 日本 🎉';
    const quoted = '"Say \\"hi\\"\\\\n\\nnew\\r\\ttab\\U0000end – 日本 🎉"';
    expect(stringsOf({ ja: { [text]: text } })).toEqual({ 'ja.lproj/pass.strings': `${quoted} = ${quoted};\n` });
  });

  it('cannot end a string from inside', () => {
    const { 'fr.lproj/pass.strings': strings } = stringsOf({ fr: { a: 'x";\n"b" = "y\\' } });
    expect(strings).toBe('"a" = "x\\";\\n\\"b\\" = \\"y\\\\";\n');
  });

  it('have no byte order mark', () => {
    expect(localizationFiles({ fr: { a: 'b' } })[0]!.bytes[0]).toBe(0x22);
  });

  it('refuse what is no language or no text, naming it', () => {
    expect(['fr', 'pt-BR', 'zh-Hans', 'zh-Hant-HK', 'es-419', 'zh_TW', 'fil'].every(isLanguage)).toBe(true);
    expect(['', 'FR', 'french', '../x', 'fr/x', 'fr\n', 'f', 'pt-br'].some(isLanguage)).toBe(false);
    const refused = (localizations: Record<string, unknown>) => {
      try {
        return localizationFiles(localizations);
      } catch (error) {
        return error;
      }
    };
    expect(refused({ '../x': {} })).toMatchObject({ code: 'value_invalid', field: 'localizations.../x' });
    expect(refused({ fr: 'Bonjour' })).toMatchObject({ field: 'localizations.fr' });
    expect(refused({ fr: { Hello: 3 } })).toMatchObject({ field: 'localizations.fr.Hello' });
  });
});

describe('localisations with magic strings', () => {
  const program = (table: Record<string, string>, parts: JsonObject = {}) =>
    compiled({ additional: { name: 'Zoë' }, localizations: { fr: table }, ...parts });

  it('vary from pass to pass when a text or a translation names a value that there is', () => {
    expect(varyByPass(program({ Hello: 'Bonjour' }))).toBe(false);
    expect(varyByPass(program({ 'Hello {nope}': 'Bonjour {nope}' }))).toBe(false);
    expect(varyByPass(program({ 'Hello {name}': 'Bonjour' }))).toBe(true);
    expect(varyByPass(program({ Hello: 'Bonjour {hashedSerialNumber}' }))).toBe(true);
    expect(varyByPass(compiled())).toBe(false);
  });

  it('are shown as the texts of pass.json are, texts and translations alike', () => {
    const localizations = localizationsOf(program({ 'a {x}': 'b {x}', 'c {x}': 'd' }));
    expect(mapLocalizations(localizations, (text) => text.replace('{x}', '1'))).toEqual({
      fr: { 'a 1': 'b 1', 'c 1': 'd' },
    });
  });
});
