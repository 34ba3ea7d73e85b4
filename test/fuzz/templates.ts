// Templates: a constructor compiles or is explained, and what could be saved is rendered and runs
// its triggers.
import { renderPass } from '../../src/pass/render.ts';
import { ACCESS_TYPES } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { IDENTITY } from '../fixtures/rules/render-sample.ts';
import { factsWith, runEvent } from '../fixtures/rules/sample-pass.ts';
import { anyValue, mutateJson } from './mutate.ts';
import type { Random } from './random.ts';
import { TEMPLATES } from './seeds.ts';
import { target } from './target.ts';

interface Input {
  readonly passConstructor: JsonObject;
  /** Written to the template's places, by their number. */
  readonly written: readonly (readonly [place: number, value: JsonValue])[];
}

export const templates = target('templates', 1300, () => ({
  make: (random: Random): Input => ({
    passConstructor: mutateJson(random, random.pick(TEMPLATES), TEMPLATES) as JsonObject,
    written: Array.from({ length: random.below(4) }, () => [random.below(1000), anyValue(random)] as const),
  }),
  send: ({ passConstructor, written }: Input) => {
    if (typeof passConstructor !== 'object' || passConstructor === null) return 'refused';
    const { program, diagnostics } = compileTemplate(passConstructor);
    for (const { code, message } of diagnostics) {
      const isQuoted = /undefined|\[object /.test(JSON.stringify(passConstructor));
      if (code === '' || !/\S/.test(message) || (!isQuoted && /\[object |undefined/.test(message))) {
        throw new Error(`a diagnostic says nothing: ${code} ${message}`);
      }
    }
    if (diagnostics.some(({ severity }) => severity === 'error')) return 'refused';
    const places = [...program.locations.keys()];
    const overrides = Object.fromEntries(
      places.length === 0 ? [] : written.map(([place, value]) => [places[place % places.length]!, value]),
    );
    const facts = factsWith(overrides);
    for (const type of ACCESS_TYPES) {
      const run = runEvent(program, facts, type);
      renderPass(program, { ...facts, overrides: run.overrides }, IDENTITY);
    }
    return 'accepted';
  },
}));
