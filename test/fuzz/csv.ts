// CSV that the server writes; tables.ts has what it reads. A parser that did not write the table finds the
// values in it, and no cell begins as a formula.
import { parse } from 'csv-parse/sync';
import { csvStream } from '../../src/http/csv.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { anyValue, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { TEXTS } from './seeds.ts';
import { target } from './target.ts';

const STARTS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '"', ',', '\n', "'"];

/** Numbers and telephone numbers name no function and no cell. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d .,()/-]*$))/;

const cell = (random: Random): JsonValue => {
  if (random.chance(0.2)) return random.pick(STARTS) + random.pick(TEXTS);
  return random.chance(0.5) ? mutateText(random, random.pick(TEXTS), STARTS) : anyValue(random);
};

export const csv = target('csv', 700, () => ({
  make: (random: Random): JsonValue[][] => {
    const width = 1 + random.below(4);
    return Array.from({ length: random.below(4) }, () => Array.from({ length: width }, () => cell(random)));
  },
  send: async (rows: readonly (readonly JsonValue[])[]) => {
    const columns = (rows[0] ?? ['a']).map((_, at) => `column ${at}`);
    const bytes = await new Response(csvStream(columns, rows)).arrayBuffer();
    const read: string[][] = parse(Buffer.from(bytes), { bom: true });
    if (read.length !== rows.length + 1) throw new Error(`${rows.length} rows became ${read.length - 1}`);
    for (const [at, row] of rows.entries()) {
      for (const [place, value] of row.entries()) {
        const found = read[at + 1]?.[place];
        if (typeof value !== 'string') continue;
        // UTF-8 has no half characters.
        const text = Buffer.from(value).toString();
        if (found !== text && found !== `'${text}`)
          throw new Error(`a cell changed: ${JSON.stringify([value, found])}`);
        if (FORMULA.test(found)) throw new Error(`a cell is a formula: ${JSON.stringify(found)}`);
      }
    }
    return rows.length > 0 ? 'accepted' : 'refused';
  },
}));
