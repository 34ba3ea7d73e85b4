// src/LIMITS.md is true: each number is the one in the code, and each limit of the code is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../src/errors.ts';
import { packageRoot } from '../src/examples.ts';

const root = packageRoot();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Constants that are named like limits, and limit nothing that anybody sends -> why. */
const NO_LIMITS: Readonly<Record<string, string>> = {
  'src/outbound/client.ts LONGEST_TIMER_MS': 'the longest time of a timer in Node',
  'src/pass/archive.ts MAX_SIZE': 'the largest number in an archive',
  'src/http/pass2u/pass-request.ts LARGEST_16_BITS': "the largest number of a beacon, in Apple's documents",
  'src/http/parameters.ts LARGEST_AT_ONCE': 'a larger body is read in pieces, and answered alike',
  'src/log.ts SHORTEST_TOKEN': 'a shorter text of a log line is not searched for tokens',
  'src/http/caller.ts LONGEST_SENDER': 'a longer text is read each time, and answered alike',
  'src/http/remembered-routes.ts LONGEST_PATH': 'the handlers of a longer path are looked up each time',
  'src/http/json-body.ts LONGEST_TURN': 'a longer body is parsed in turns, and answered alike',
  'src/pass/shapes.ts LARGEST_CODE': 'what fits into a barcode, by its kind',
  'src/rules/paths/date-values.ts LONGEST_DATE': 'a longer text is no date',
  'src/rules/templates/check-codes.ts MOST_QUOTED': 'how much of a message a warning quotes',
  'src/rules/templates/nfc-key.ts LONGEST_KEY': 'a longer text is no such key',
  'src/operations/templates/check-front.ts LONGEST_NFC_MESSAGE': "Wallet's, which a warning names",
  'src/rules/paths/date-values.ts MOST_MONTHS': 'dates end with the year 9999',
  'src/rules/values/values.ts MOST_DIGITS': 'numbers of more digits are read another way',
  'src/rules/values/text-width.ts MOST_LETTERS': 'a longer text is never shown whole',
  'src/rules/forms/edited-values.ts LONGEST_LINE': 'a longer text gets a higher field',
  'src/browser/editor/schema.ts MOST_FOLLOWED': 'how much of our own schema an editor reads for one place',
  'src/ui/workshop/design-preview.tsx MOST_NOTES': 'how many notes stand below the drawing as well',
  'src/rules/batches/row-faults.ts MOST_QUOTED': 'how much of a cell a message quotes',
  'src/operations/templates/check-front.ts MOST_QUOTED': 'how much of a text a message quotes',
  'src/backups/folder.ts MOST_HEAP': 'of the process that makes a backup, which copies outside of it',
  'src/store/sqlite/engine/checkpoints.ts MOST_HEAP': 'of the thread that copies the log, outside of it',
  'src/store/sqlite/engine/checkpoints.ts LONGEST_LOG': 'a longer log is copied by more threads',
  'src/store/postgres/engine/servers.ts LONGEST_ROW': 'how long the row of a dead server stays, which says nothing',
  'src/certificate-files/reader.ts MOST_HEAP': 'of the process that reads a file, which has a limit of size',
  'src/certificate-files/reader.ts LONGEST_START': 'of a process on a busy machine',
  'src/pictures/decoder.ts MOST_HEAP': 'of the process that decodes, whose whole memory has a limit',
  'src/rules/diagnostics.ts MOST_NEARS': 'how many messages suggest a word',
  'src/operations/events/track-access.ts MOST_CONDITIONS': 'how many conditions an answer names',
  'src/rules/sentences/names.ts LONGEST_VALUE': 'how much of a value a sentence shows',
  'src/rules/sentences/runs.ts MOST_CHANGES': 'how many changes a sentence names',
  'src/operations/events/tried-request.ts LONGEST_SHOWN': 'how much of a request a try shows',
  'src/ui/workshop/tried.tsx MOST_PHONES': 'how many phones a try names',
  'src/ui/workshop/try.tsx MOST_ERRORS': 'how many mistakes of a draft a try names',
  'src/operations/mails/pass-link-mail.ts LONGEST_LANGUAGE': 'no header of a browser is longer',
  'src/ui/brand-logo.tsx MOST_WIDTH': 'in pixels of a page',
  'src/ui/brand-logo.tsx MOST_HEIGHT': 'in pixels of a page',
  'src/browser/scanner/recent.ts MOST': 'how many scans the scanner shows',
  'src/device/open-download.ts MOST_PASSES': "of the simulated phone, which has Wallet's",
  'src/device/check-pass.ts SHORTEST_TOKEN': "of the simulated phone, which has Wallet's",
  'src/device/google/android.ts MOST_REDIRECTS': 'of the simulated phone',
  'src/device/google/save-page.ts LONGEST_LINK': "of Google's stand-in, which has Google's",
  'src/device/google/stand-in.ts LARGEST_BODY': "of Google's stand-in",
};

interface Row {
  readonly limit: string;
  readonly default: string;
  readonly setting: string;
  readonly past: string;
  readonly file: string;
  readonly name: string;
}

const rows: readonly Row[] = read('src/LIMITS.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| limit |') && !line.startsWith('| ---'))
  .map((line) => {
    const [, limit = '', shown = '', setting = '', past = ''] = line.split('|').map((cell) => cell.trim());
    const [, name = '', path = ''] = /`([\w.]+)` in `([^`]+)`/.exec(setting) ?? [];
    const file = path.startsWith('../') ? path.slice(3) : `src/${path}`;
    return { limit, default: shown, setting, past, file, name };
  });

const NUMBER = '[\\d_]+(?: \\* [\\w]+)*';

/** The value of a constant, or of a property as `CONSTANT.property`; null when there is none. */
function valueIn(source: string, name: string): number | null {
  const [constant, property] = name.split('.');
  const pattern =
    property === undefined
      ? `\\bconst ${constant} = (${NUMBER});`
      : `\\b(?:const ${constant} = \\{[\\s\\S]{0,600}?|${constant}: .*?)\\b${property}: (${NUMBER})[,\\s]`;
  const expression = new RegExp(pattern).exec(source)?.[1];
  if (expression === undefined) return null;
  return expression.split(' * ').reduce((product, factor) => {
    const value = /^\d/.test(factor) ? Number(factor.replaceAll('_', '')) : valueIn(source, factor);
    return product * (value ?? Number.NaN);
  }, 1);
}

/** Unit -> what one of it may be in the code: times are in ms or in s. */
const UNITS: Readonly<Record<string, readonly number[]>> = {
  '': [1],
  KiB: [1024],
  MiB: [1024 ** 2],
  s: [1000, 1],
  min: [60_000, 60],
  h: [3_600_000, 3600],
  days: [86_400_000, 86_400],
};

test.each(rows.map((row) => [`${row.limit} (${row.setting})`, row] as const))('%s', (_, row) => {
  expect(existsSync(join(root, row.file)), row.file).toBe(true);
  const value = valueIn(read(row.file), row.name);
  expect(value, `${row.name} is not in ${row.file}`).not.toBeNull();
  const [, digits = '', unit = ''] = /^([\d,]+) ?(\w*)$/.exec(row.default) ?? [];
  const shown = Number(digits.replaceAll(',', ''));
  expect(
    UNITS[unit]?.map((factor) => shown * factor),
    `${row.default} is another number than in the code`,
  ).toContain(value);
  expect(row.past).toMatch(/\S/);
});

test('every limit of the code is in the table, once', () => {
  const files = ['src', 'grammar'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const limits = files.flatMap((file) =>
    [
      ...read(file).matchAll(/^(?:export )?const ((?:MOST|LONGEST|LARGEST|MAX|DEEPEST|SHORTEST)(?:_[A-Z\d_]+)?)\b/gm),
    ].map(([, name]) => `${file} ${name}`),
  );
  expect(limits.length).toBeGreaterThan(60);
  const listed = rows.map(({ file, name }) => `${file} ${name}`);
  expect(listed.filter((one, at) => listed.indexOf(one) !== at)).toEqual([]);
  expect(
    limits.filter((one) => !listed.includes(one) && !Object.hasOwn(NO_LIMITS, one)),
    'add a row to src/LIMITS.md',
  ).toEqual([]);
  expect(Object.keys(NO_LIMITS).filter((one) => !limits.includes(one))).toEqual([]);
});

test('codes in the table are codes, and the README links the table', () => {
  const codes = rows.flatMap(({ past }) => [...past.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code!));
  expect(codes.length).toBeGreaterThan(30);
  const diagnostics = ['too_deep'];
  expect(codes.filter((code) => !(ERROR_CODES as string[]).includes(code) && !diagnostics.includes(code))).toEqual([]);
  expect(read('README.md')).toContain('](src/LIMITS.md)');
});
