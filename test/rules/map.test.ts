// The map from rules to tests: what README.md cites exists.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const ROWS = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!rule +\|)(?!-)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** The titles of a file's tests and groups, as they stand in its source. */
function titlesOf(file: string): ReadonlySet<string> {
  const source = readFileSync(new URL(file, ROOT), 'utf8');
  const titles = source.matchAll(/(?:\b(?:it|test|describe)\(|\)\()\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g);
  return new Set([...titles].map((match) => (match[1] ?? match[2] ?? match[3])!));
}

it('the map has a table of rules, files and tests', () => {
  expect(ROWS.length).toBeGreaterThan(100);
  expect(ROWS.filter((row) => row.length !== 3)).toEqual([]);
});

const cited = ROWS.map(([rule, file, title]) => ({ rule, file: file!, title: title! }));

describe('every test that the map names exists', () => {
  it.each(cited)('$rule: $file', ({ file, title }) => {
    expect(existsSync(new URL(file, ROOT)), file).toBe(true);
    expect([...titlesOf(file)]).toContain(title);
  });
});
