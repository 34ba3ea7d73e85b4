// The diagrams are what the grammar file gives, and they need nothing from elsewhere.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readGrammar } from '../../grammar/ebnf.ts';
import { drawHtml, drawSvg } from '../../grammar/railroad.ts';

const read = (name: string) => readFileSync(new URL(`../../grammar/${name}`, import.meta.url), 'utf8');
const rules = readGrammar(read('psconditions.ebnf'));

it.each([
  ['railroad.svg', drawSvg],
  ['railroad.html', drawHtml],
] as const)('%s is up to date and the same each time', (name, draw) => {
  expect(draw(rules) === read(name), 'run `npm run grammar`').toBe(true);
  expect(draw(rules)).toBe(draw(rules));
});

it.each(['railroad.svg', 'railroad.html'])('%s loads nothing', (name) => {
  const text = read(name).replaceAll('http://www.w3.org/2000/svg', '');
  expect(text).not.toMatch(/https?:|<script|<link|@import|url\(/);
});

it.each(rules.map((rule) => [rule.name]))('shows %s', (name) => {
  expect(read('railroad.svg')).toContain(`id="${name}"`);
  expect(read('railroad.html')).toContain(`<section id="${name}">`);
});

it('changes when the grammar does', () => {
  const changed = readGrammar(`${read('psconditions.ebnf')}\nmore = digit ;`);
  expect(drawSvg(changed)).not.toBe(drawSvg(rules));
  expect(drawHtml(changed)).not.toBe(drawHtml(rules));
});
