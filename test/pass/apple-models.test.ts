// Every key of apple/pass-builder's models goes from a template into pass.json with its type: as JSON
// of that type, and as the text that a form, a link or a rule gives.
import { describe, expect, it } from 'vitest';
import { renderPass } from '../../src/pass/render.ts';
import { locate } from '../../src/rules/paths/paths.ts';
import { ruleAt } from '../../src/rules/paths/wallet-values.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { MODELS, type Model, SAMPLES, type SwiftType } from '../fixtures/pass/apple-models.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { constructorOf, factsWith } from '../fixtures/rules/sample-pass.ts';

/** Each key with its steps, what is typed and what is read. */
const ROWS = MODELS.flatMap(({ source, at, keys, words = {} }: Model) => {
  const steps = at.map((step) => (step === '*' ? '0' : step));
  const typed = Object.entries(keys).flatMap(([type, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((key) => ({ source, steps: [...steps, key], sample: SAMPLES[type as SwiftType] })),
  );
  return [
    ...typed,
    ...Object.entries(words).map(([key, word]) => ({ source, steps: [...steps, key], sample: [word, word] as const })),
  ];
});

/** A template with every key; `which`: as texts, or as they are read. */
function everyKey(which: 0 | 1): JsonObject {
  const root: Record<string, unknown> = constructorOf({ barcodes: [{}, {}] });
  delete root.barcode;
  for (const { steps, sample } of ROWS) {
    let node = root;
    for (const [at, step] of steps.slice(0, -1).entries()) {
      const isList = /^\d+$/.test(steps[at + 1]!);
      node[step] ??= isList ? [] : {};
      node = node[step] as Record<string, unknown>;
    }
    node[steps.at(-1)!] = sample[which];
  }
  return root as JsonObject;
}

function valueAt(root: unknown, steps: readonly string[]): unknown {
  return steps.reduce((node, step) => (node as Record<string, unknown> | undefined)?.[step], root);
}

describe.each([
  ['as texts', 0],
  ['as JSON of the type', 1],
] as const)('%s', (_, which) => {
  const { program, diagnostics } = compileTemplate(everyKey(which));
  const pass = renderPass(program, factsWith(), IDENTITY);

  it('saves without an error', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(diagnostics.filter(({ code }) => code === 'key_misplaced')).toEqual([]);
  });

  it.each(ROWS.map((row) => [row.steps.join('_'), row] as const))('%s', (path, { steps, sample, source }) => {
    expect(valueAt(pass, steps), source).toEqual(sample[1]);
    expect(locate(program, path), path).not.toBeNull();
  });
});

it('a value of another type is refused where its type is known', () => {
  const { diagnostics } = compileTemplate(
    constructorOf({
      semantics: {
        flightNumber: 'LH 12',
        silenceRequested: 'perhaps',
        eventType: 'PKEventTypeParty',
        seats: [{ seatSectionColor: 'no' }],
      },
      featuredActions: [{ identifier: 'a', type: 'dance', url: 'https://example.com' }],
      upcomingPassInformation: [{ semantics: { duration: 'long' } }],
    }),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([
    'semantics_flightNumber',
    'semantics_silenceRequested',
    'semantics_eventType',
    'semantics_seats_0_seatSectionColor',
    'featuredActions_0_type',
    'upcomingPassInformation_0_semantics_duration',
  ]);
  expect(ruleAt(['semantics', 'seats', '0', 'seatRow']).kind).toBe('leaf');
});
