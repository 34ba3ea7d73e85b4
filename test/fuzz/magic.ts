// Magic strings: texts and values that refer to each other expand to a bounded text, for everybody.
import { type Audience, expand, expandValue, type MagicProblem } from '../../src/rules/paths/magic.ts';
import { wellFormed } from '../../src/rules/values/json-text.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';
import { anyValue, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { TEXTS } from './seeds.ts';
import { target } from './target.ts';

const NAMES = ['a', 'b', 'c', 'd', 'note', 'counter', 'structure_headerFields_points_value', 'psPassURL', 'timestamp'];
const LONGEST = 64 * 1024;

interface Input {
  readonly text: string;
  readonly overrides: Record<string, JsonValue>;
  readonly audience: Audience;
}

export const magic = target('magic', 4000, () => {
  const additional = { note: '', counter: 0, a: '{b}', b: '{c}{c}', c: '{d}', d: 'x', psDisplayURL: '{a}' };
  const program = compiled({ additional });
  const reference = (random: Random) => `{${random.pick(NAMES)}}`.repeat(random.chance(0.1) ? random.below(400) : 1);
  const text = (random: Random): string => {
    const parts = Array.from({ length: 1 + random.below(4) }, () =>
      random.chance(0.5) ? reference(random) : random.pick(TEXTS),
    );
    return mutateText(random, parts.join(random.pick(['', ' ', '"', '{'])), TEXTS);
  };
  return {
    make: (random: Random): Input => ({
      text: text(random),
      overrides: Object.fromEntries(
        NAMES.slice(0, 6)
          .filter(() => random.chance(0.5))
          .map((name) => [name, random.chance(0.8) ? text(random) : anyValue(random)]),
      ),
      audience: random.pick(['holder', 'trusted', 'freeze'] as const),
    }),
    send: ({ text, overrides, audience }: Input) => {
      const facts = factsWith(overrides);
      const problems = new Set<MagicProblem>();
      const result = expand(program, facts, text, { audience, problems });
      // A text that needs no expansion stays as it is.
      if (Buffer.byteLength(result) > Math.max(LONGEST, Buffer.byteLength(text))) {
        throw new Error(`the text expands to ${Buffer.byteLength(result)} bytes`);
      }
      expandValue(program, facts, [text, { [text]: overrides }], { audience, problems });
      expand(program, facts, text, { audience, problems, encode: encodeURIComponentSafely });
      return problems.size === 0 ? 'accepted' : 'refused';
    },
  };
});

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(wellFormed(text));
}
