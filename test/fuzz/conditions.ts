// The condition language: whatever is written, a condition compiles and answers, or is explained.
import { parseCondition } from '../../grammar/parser.ts';
import { printCondition } from '../../grammar/print.ts';
import { compileCondition, conditionProblem } from '../../src/rules/paths/conditions.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';
import { mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { CONDITIONS } from './seeds.ts';
import { target } from './target.ts';

const JOINTS = [' AND ', ' OR ', ' and !', '\n', ' (', ') ', ' = ', ' > '];

export const conditions = target('conditions', 6000, () => {
  const program = compiled();
  const facts = factsWith({ note: '{counter}', counter: '7' });
  return {
    make: (random: Random) => {
      let source = random.pick(CONDITIONS);
      while (random.chance(0.3)) source += random.pick(JOINTS) + random.pick(CONDITIONS);
      return random.chance(0.8) ? mutateText(random, source, CONDITIONS) : source;
    },
    send: (source: string) => {
      const result = compileCondition(program, source);
      if (!result.ok) {
        const { line, column, message } = result.error;
        if (!(line >= 1 && column >= 1 && message !== '')) throw new Error(`no place in ${JSON.stringify(result)}`);
        conditionProblem(result.error);
        return 'refused';
      }
      if (typeof result.test(facts, {}) !== 'boolean') throw new Error('the condition answers no truth');
      const parsed = parseCondition(source);
      if (!parsed.ok) throw new Error('the condition compiles, and does not parse');
      printCondition(parsed.condition);
      return 'accepted';
    },
  };
});
