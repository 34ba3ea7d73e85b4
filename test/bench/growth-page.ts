// Writes GROWTH.md: what was measured on a large file, what larger ones need by reckoning, and where
// one file on one machine ends.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_BACKUPS } from '../../src/backups/folder.ts';
import { packageRoot } from '../../src/examples.ts';
import { EVENTS_A_PASS } from './filled.ts';
import { GROWTH_ROWS } from './growth.ts';
import type { Results } from './measure.ts';
import { describedRun, tableOf } from './page.ts';

/** Assumed: what a gigabyte of SSD costs a month at a hoster. */
const EUROS_A_GIGABYTE = 0.1;
/**
 * Assumed: how much larger a file is that grew by itself. The measured one has freshly sorted indexes
 * with full pages; pages of an index by random keys are two thirds full, and tables are most of a file.
 */
const GROWN = 1.15;
/** Assumed: how many times the average of a year its busiest hour has. */
const BUSIEST = 50;
const SECONDS_A_YEAR = 365 * 86_400;

const SIZES: readonly (readonly [passes: number, events: number])[] = [
  [100_000, 1_000_000],
  [1_000_000, 10_000_000],
  [10_000_000, 100_000_000],
];

/** Answers the path of the page. */
export function writeGrowthPage(results: Results): string {
  const path = join(packageRoot(), 'test', 'bench', 'GROWTH.md');
  writeFileSync(path, growthPageOf(results));
  return path;
}

export function growthPageOf(results: Results): string {
  const rows = results.results.filter(({ benchmark }) => benchmark === 'growth');
  const figure = (part: keyof typeof GROWTH_ROWS) => {
    const row = rows.find(({ name }) => name === GROWTH_ROWS[part]);
    if (row === undefined) throw new Error(`The run has no row “${GROWTH_ROWS[part]}”.`);
    return row.measured.median;
  };
  const aPass = figure('pass') + figure('phone') + figure('words');
  const bytesFor = (passes: number, events: number) => (passes * aPass + events * figure('event')) * GROWN;
  const backupBytes = figure('file') * 2 ** 20;
  const minutesFor = (bytes: number) => (figure('backup') / 60_000) * (bytes / backupBytes);
  const reckoned = SIZES.map(([passes, events]) => {
    const bytes = bytesFor(passes, events);
    const disk = bytes * (1 + MOST_BACKUPS);
    return [
      `${count(passes)} passes, ${count(events)} events`,
      gigabytes(bytes),
      gigabytes(disk),
      `${((disk / 1e9) * EUROS_A_GIGABYTE).toFixed(2)} €`,
      `${minutesFor(bytes).toFixed(1)} min`,
      `${((events / SECONDS_A_YEAR) * BUSIEST).toFixed(1)}/s`,
    ];
  });
  const largest = SIZES.at(-1)!;
  const busiest = (largest[1] / SECONDS_A_YEAR) * BUSIEST;
  const most = figure('together');
  return `# What grows

\`npm run bench -- growth --markdown\` measures and writes this page. ${describedRun(results)}
Bytes and the milliseconds of a processor that pages take do not depend on the load of the machine; the other times do.

## Measured

A file with ${rows.find(({ name }) => name === GROWTH_ROWS.file)!.ours} of one template, each on a phone of its own, with ${EVENTS_A_PASS} scans a pass.

${tableOf(rows, true)}

## Reckoned

Passes and their events are most of what grows: a pass holds what differs from its template, signed files are kept in memory only,
jobs go when they are done. Pictures that holders upload, mails and the rows of spreadsheets come on top. The last column is the
busiest hour when all the events happen in one year and that hour has ${BUSIEST} times the average.

${table([['', 'file', `with ${MOST_BACKUPS} backups`, 'a month', 'a backup takes', 'busiest hour'], ...reckoned])}

Assumed: a gigabyte of SSD costs ${EUROS_A_GIGABYTE.toFixed(2)} € a month; a file that grew by itself is ${Math.round((GROWN - 1) * 100)} % larger than the
measured one, whose indexes were sorted; a backup takes as long for each byte as the measured one. The machine beside the disk comes
on top.

## Where one SQLite file ends

Not at its size: a scan took ${figure('scan').toFixed(2)} times as long as among 1,000 passes, and pages come from indexes. It ends

- **at one machine.** One server runs on one file, and a second one refuses to start. When a shop cannot wait until a machine has
  been replaced and a backup put back, it needs a database that several servers share.
- **at one writer.** With 64 at once this machine stored ${count(Math.round(most))} scans a second in the measured file, each of them on the
  disk. The busiest hour of the largest file above has ${busiest.toFixed(0)} a second, ${((busiest / most) * 100).toFixed(1)} % of that.
- **at the time of a backup.** A backup copies and checks the whole file: ${minutesFor(bytesFor(...largest)).toFixed(0)} minutes for the largest file above, at the
  speed of this run. Scans go on meanwhile, but what came after the last backup is lost with the disk.

Whoever reaches one of these three ends needs PostgreSQL (\`DATABASE_URL\`, \`passwright migrate\`); the size alone is no reason.
`;
}

function table([heads = [], ...lines]: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
