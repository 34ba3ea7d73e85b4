// Tables that owners send: CSV in several encodings, broken anywhere. Whatever comes, the reader
// answers rows as wide as the headings, or an error that names the place.
import { readTable } from '../../src/tables/read.ts';
import { mutateBytes } from './mutate.ts';
import type { Random } from './random.ts';
import { asked, target } from './target.ts';

const TABLE = 'Vorname;Mail;Punkte\r\nJürgen;"juergen@example.com";"1\r\n2"\r\n"Zoë ""Z""";zoe@example.com;3,5\r\n';

export const tables = target('tables', 700, () => {
  const seeds = [
    Buffer.from(TABLE),
    Buffer.from(TABLE, 'latin1'),
    Buffer.from(`\ufeff${TABLE}`, 'utf16le'),
    Buffer.from(TABLE.replaceAll(';', ',').replaceAll('\r\n', '\r')),
    Buffer.from(`sep=\t\n${TABLE.replaceAll(';', '\t')}`),
  ];
  return {
    make: (random: Random): Uint8Array => mutateBytes(random, random.pick(seeds), seeds),
    send: (bytes: Uint8Array) =>
      asked(async () => {
        const { headings, rows } = await readTable(inPieces(bytes), { mostRows: 50 });
        let last = 0;
        for await (const some of rows) {
          for (const { number, cells } of some) {
            if (cells.length !== headings.length) throw new Error(`row ${number} has ${cells.length} cells`);
            if (number <= last) throw new Error(`row ${number} comes after row ${last}`);
            last = number;
          }
        }
      }),
  };
});

/** Pieces that cut characters and line ends in two. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}
