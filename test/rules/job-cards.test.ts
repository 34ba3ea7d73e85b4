// New cards by their job: each compiles and fits on the phone in both languages, on every colour, and
// says nothing in another language.
import { describe, expect, test } from 'vitest';
import { checkFront } from '../../src/operations/templates/check-front.ts';
import { CARD_JOBS } from '../../src/rules/recipes/card-jobs.ts';
import { jobCard } from '../../src/rules/recipes/job-card.ts';
import { coloursOn } from '../../src/rules/templates/fit-example.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { contrast, READABLE } from '../../src/rules/values/contrast.ts';
import { de } from '../../src/ui/texts/de/index.ts';
import { en } from '../../src/ui/texts/en/index.ts';

const COLOURS = ['rgb(138, 47, 60)', 'rgb(255, 233, 168)', 'rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgb(119, 119, 119)'];

describe.each([
  ['English', en],
  ['German', de],
])('in %s', (_, { recipes }) => {
  test.each(CARD_JOBS)('a %s card compiles, and nothing on its front is cut', (job) => {
    for (const colour of COLOURS) {
      const card = jobCard(job, { shop: 'Bäckerei Lindner', colours: coloursOn(colour) }, recipes.card);
      const { program, diagnostics } = compileTemplate(card);
      const told = [...diagnostics, ...checkFront(program)].map(({ path }) => path);
      // Wallet gets a neutral icon until there is one.
      expect(told).toEqual(['images_icon']);
      const { backgroundColor, foregroundColor, labelColor } = card as Record<string, string>;
      expect(contrast(foregroundColor!, backgroundColor!)).toBeGreaterThanOrEqual(READABLE);
      expect(contrast(labelColor!, backgroundColor!)).toBeGreaterThanOrEqual(READABLE);
    }
  });
});

test('a German card has no English text', () => {
  const texts = (language: typeof en, job: (typeof CARD_JOBS)[number]) => {
    const card = jobCard(job, { shop: 'Lindner', colours: {} }, language.recipes.card);
    const { structure } = card as { structure: Record<string, { label: unknown }[]> };
    return Object.values(structure).flatMap((fields) => fields.map(({ label }) => String(label)));
  };
  for (const job of CARD_JOBS) {
    const german = texts(de, job);
    // Words that are the same in both languages.
    const alike = texts(en, job).filter((label) => german.includes(label));
    expect([job, alike.filter((label) => !['NAME', 'STATUS'].includes(label))]).toEqual([job, []]);
  }
});
