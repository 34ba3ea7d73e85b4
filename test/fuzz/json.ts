// JSON text: bodies of requests, template files and tables of translations.
import { parseJson } from '../../src/http/json-body.ts';
import { readObject } from '../../src/http/pass2u/body.ts';
import { jsonProblem, parseJsonObject, valueWithoutCommas } from '../../src/template-files/json.ts';
import { parseStrings } from '../../src/template-files/strings.ts';
import { mutateBytes, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { TEMPLATES } from './seeds.ts';
import { asked, target } from './target.ts';

const SEEDS = [
  ...TEMPLATES.slice(0, 6).map((template) => JSON.stringify(template, null, 1).slice(0, 1500)),
  ...[
    '{"a": 1e400, "b": 12345678901234567890, "c": [1, 2 3], "d": "\\ud83d\\ude00", "e": {"f": null,},}',
    '[1,[2,[3]]]',
  ],
];
const TABLES = ['"POINTS" = "PUNKTE";\n/* name */\n"a\\"b" = "\\U00e9\\n";\n// x\n"k"="v";', '\ufeff"a" = "b";'];
const CHARSETS = [
  '',
  'application/json',
  'application/json; charset=utf-16',
  'text/plain; charset=latin1',
  'x; charset=x',
];

interface Input {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly isTable: boolean;
}

export const json = target('json', 2600, () => ({
  make: (random: Random): Input => {
    const isTable = random.chance(0.3);
    const seeds = isTable ? TABLES : SEEDS;
    const text = mutateText(random, random.pick(seeds), seeds);
    const encoded = Buffer.from(text, random.chance(0.1) ? 'utf16le' : 'utf8');
    const bytes = random.chance(0.2) ? mutateBytes(random, encoded) : encoded;
    return { bytes, type: random.pick(CHARSETS), isTable };
  },
  send: async ({ bytes, type, isTable }: Input) => {
    if (isTable) return asked(() => parseStrings(bytes, 'the table'));
    await asked(() => readObject(bytes, type));
    await asked(() => parseJsonObject(bytes, 'template.json'));
    const text = Buffer.from(bytes).toString();
    jsonProblem(text);
    valueWithoutCommas(text);
    return asked(() => parseJson(bytes, 'The body', { contentType: type, withoutCommas: true }));
  },
}));
