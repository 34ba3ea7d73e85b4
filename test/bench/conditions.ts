// Measures evaluating a compiled condition, compiling one, and the rules of one scan.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { parse as parseCel } from '@marcbachmann/cel-js';
import { Engine } from 'json-rules-engine';
import { parseCondition } from '../../grammar/parser.ts';
import type { PassFacts } from '../../src/rules/passes/facts.ts';
import { REGISTER, SCAN } from '../../src/rules/passes/facts.ts';
import { type CompiledCondition, compileCondition } from '../../src/rules/paths/conditions.ts';
import type { Program } from '../../src/rules/templates/program.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
import { compiled, factsWith, NOW } from '../fixtures/rules/sample-pass.ts';
import { overridesOf, SHOP_CARD } from './bench-app.ts';
import {
  handwritten,
  handwrittenDates,
  handwrittenScan,
  type Known,
  parseByHand,
  SOURCE,
  SOURCE_OF_DATES,
  type Visit,
} from './handwritten.ts';
import { computed, inTurns } from './rounds.ts';
import { type Effort, type Row, speedRow, timeRow } from './row.ts';

/** The values of the passes; numbers also as texts, which a link brings. */
const KNOWN: readonly Known[] = [
  { points: 25, registered: false, name: 'Ada' },
  { points: 3, registered: false, name: 'PassSource' },
  { points: '25', registered: true, name: 'Grace' },
  { points: '7.5', registered: false, name: 'Edsger' },
  { points: 1000, registered: true, name: 'PassSource' },
  { points: '', registered: false, name: '' },
  { points: 20, registered: false, name: 'PassSourc' },
  { points: '21', registered: false, name: 'Barbara' },
];
const VERDICTS = [true, true, false, false, true, false, false, true];

/** The two libraries do not read texts as numbers, so they get numbers. */
const NUMERIC = KNOWN.map((known) => ({ ...known, points: Number(known.points), name: String(known.name) }));

export async function evaluation(effort: Effort): Promise<Row[]> {
  const program = compiled({ additional: { points: 0, name: '' } });
  const condition = compile(program);
  const facts = KNOWN.map(({ points, registered, name }) =>
    factsWith({ points, name }, registered ? { [REGISTER]: { count: 1, last: 0 } } : {}),
  );
  const cel = parseCel('points > 20.0 && !registered || name == "PassSource"');
  const engine = rulesEngine();

  deepStrictEqual(
    facts.map((one) => condition(one)),
    VERDICTS,
  );
  deepStrictEqual(
    facts.map((one) => condition(one, {})),
    VERDICTS,
  );
  deepStrictEqual(KNOWN.map(handwritten), VERDICTS);
  deepStrictEqual(
    NUMERIC.map((one) => cel(one)),
    VERDICTS,
  );
  for (const [index, one] of NUMERIC.entries()) strictEqual(await engine(one), VERDICTS[index]);

  const calls = effort.quick ? 200_000 : 1_000_000;
  const ours = cycling(facts, (one: PassFacts) => condition(one));
  const traced = cycling(facts, (one: PassFacts) => condition(one, {}));
  const byHand = cycling(KNOWN, handwritten);
  const byCel = cycling(NUMERIC, cel);
  const byEngine = cycling(NUMERIC, engine);
  const figures = await inTurns(effort.rounds, {
    ours: () => inARow(calls, ours),
    traced: () => inARow(calls, traced),
    closure: () => inARow(calls, byHand),
    cel: () => inARow(calls, byCel),
    engine: () => computed(calls / 100, byEngine),
  });
  const closure = { name: 'hand-written closure', figures: figures.closure };
  return [
    timeRow('evaluate, to a hand closure', figures.ours, closure, { atMost: 2 }),
    timeRow('evaluate, filling a trace, to a hand closure', figures.traced, closure, { atMost: 3 }),
    speedRow('evaluate', figures.ours, { name: 'json-rules-engine', figures: figures.engine }, { atLeast: 300 }),
    speedRow('evaluate', figures.ours, { name: 'cel-js', figures: figures.cel }, { atLeast: 2.5 }),
  ];
}

/** In UTC, whose clocks are never turned, as a program by hand would have it. */
const VISITS: readonly Visit[] = [
  '2023-10-15T09:00:00Z',
  '2023-10-16',
  '2023-11-14T22:13:20Z',
  '2023-10-15T22:13:19Z',
  '2023-10-15T22:13:21Z',
  '',
  'never',
  '2022-01-31T10:00:00+02:00',
].map((lastVisit) => ({ lastVisit, now: NOW }));
const LATE = [true, false, false, true, false, false, false, true];

export async function dates(effort: Effort): Promise<Row[]> {
  const program = compiled({ additional: { lastVisit: '' } });
  const condition = compile(program, SOURCE_OF_DATES);
  const facts = VISITS.map(({ lastVisit }) => factsWith({ lastVisit }));
  deepStrictEqual(
    facts.map((one) => condition(one)),
    LATE,
  );
  deepStrictEqual(VISITS.map(handwrittenDates), LATE);
  const calls = effort.quick ? 100_000 : 500_000;
  const ours = cycling(facts, (one: PassFacts) => condition(one));
  const byHand = cycling(VISITS, handwrittenDates);
  const figures = await inTurns(effort.rounds, {
    ours: () => inARow(calls, ours),
    closure: () => inARow(calls, byHand),
  });
  const closure = { name: 'hand-written closure', figures: figures.closure };
  return [timeRow('evaluate with dates, to a hand closure', figures.ours, closure, { atMost: 3 })];
}

export async function compilation(effort: Effort): Promise<Row[]> {
  const program = compiled({ additional: { points: 0, name: '' } });
  const parsed = parseCondition(SOURCE);
  deepStrictEqual(parsed.ok && parsed.condition, parseByHand(SOURCE));
  const calls = effort.quick ? 10_000 : 40_000;
  const figures = await inTurns(effort.rounds, {
    ours: () => inARow(calls, () => compile(program)),
    reference: () => inARow(calls, () => parseByHand(SOURCE)),
  });
  const reference = { name: 'recursive descent by hand', figures: figures.reference };
  return [timeRow('lex + parse + compile', figures.ours, reference, { atMost: 3 })];
}

/** What one scan costs in the rules, its trace included, without store and answer. */
export async function scanRules(effort: Effort): Promise<Row[]> {
  const program = compiled(SHOP_CARD);
  const facts = Array.from({ length: 50 }, (_, number) => factsWith(overridesOf(number)));
  for (const one of facts) {
    const { overrides, next } = begin(program, one, SCAN);
    const byHand = handwrittenScan(one);
    deepStrictEqual([overrides, next.kind === 'done' && next.trace], [byHand.overrides, byHand.trace]);
  }
  const calls = effort.quick ? 5000 : 50_000;
  const ours = cycling(facts, (one: PassFacts) => begin(program, one, SCAN));
  const byHand = cycling(facts, handwrittenScan);
  const figures = await inTurns(effort.rounds, {
    ours: () => inARow(calls, ours),
    reference: () => inARow(calls, byHand),
  });
  const reference = { name: 'the same two rules by hand', figures: figures.reference };
  return [timeRow('rules of a scan', figures.ours, reference, null)];
}

/**
 * Nanoseconds of computing a call, over many calls in a row: in short samples, what makes garbage is
 * compiled and collected unevenly, and a busy machine's other work counts.
 */
async function inARow(calls: number, call: () => unknown): Promise<number> {
  const whole = await computed(1, () => {
    for (let done = 0; done < calls; done++) call();
  });
  return whole / calls;
}

function compile(program: Program, source = SOURCE): CompiledCondition {
  const result = compileCondition(program, source);
  if (!result.ok) throw new Error(result.error.message);
  return result.test;
}

/** Calls with the next of these each time, so that the engine cannot specialise on one. */
function cycling<T>(items: readonly T[], call: (item: T) => unknown): () => unknown {
  let index = 0;
  return () => {
    index = (index + 1) % items.length;
    return call(items[index]!);
  };
}

function rulesEngine(): (known: object) => Promise<boolean> {
  const engine = new Engine([
    {
      conditions: {
        any: [
          {
            all: [
              { fact: 'points', operator: 'greaterThan', value: 20 },
              { fact: 'registered', operator: 'equal', value: false },
            ],
          },
          { fact: 'name', operator: 'equal', value: 'PassSource' },
        ],
      },
      event: { type: 'holds' },
    },
  ]);
  return async (known) => (await engine.run({ ...known })).events.length > 0;
}
