// Every regular expression of src and grammar is linear in its input: recheck looks for a text that
// makes it try again and again. One such expression on a stranger's text stops the whole server.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

interface Expression {
  readonly pattern: string;
  readonly flags: string;
  /** File and expression, as a failure shows them. */
  readonly where: string;
}

/** Expressions that are put together at run time: file and source -> an expression of the same shape. */
const BUILT: Readonly<Record<string, string>> = {
  'src/rules/triggers/own-cookies.ts': '^\\s*(?:__(?:Host|Secure)-)?passwright_',
  'src/http/passkit/shapes.ts': '^[A-Za-z0-9_]{1,255}$',
  'src/rules/vocabulary.ts': '^(?:icon|logo|strip|thumbnail)(?:@[23]x)?$',
  'src/rules/values/key-order.ts': '"\\ufdd0(\\ufdd0*(?:0|[1-9]\\d*)")(?=:)',
  'src/rules/paths/paths.ts': '^(?:boardingPass|coupon|eventTicket|generic|storeCard)(?=_|$)',
  'src/rules/paths/magic.ts': '',
  'grammar/messages/characters.ts': '[\'"”’]',
};

/** The beginnings of expressions that recheck suspects -> why they are safe all the same. */
const BOUNDED: readonly (readonly [beginning: string, reason: string])[] = [
  ['grammar/tokens.ts: /"[^"', 'the lexer tries it at one place, and a condition has a limited length'],
  ['src/http/browser-files.ts: /(^(?:import|', 'it reads modules of this server alone'],
  ['src/http/browser-files.ts: /.*\\/node_modules', 'it reads paths of this server alone'],
  ['src/log.ts: /(?:ey[JA]', 'the part before the dot is at most 100 long; growth.test.ts reads the worst text'],
  ['src/template-files/strings.ts: /(?:\\s|', 'nothing follows the repetition; growth.test.ts reads the worst text'],
];

function sources(): string[] {
  return ['src', 'grammar'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => join(folder, name)),
  );
}

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;

function expressionsIn(path: string): Expression[] {
  const source = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, source);
  expect(errors, path).toEqual([]);
  const found: Expression[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (typeof node !== 'object' || node === null || node instanceof RegExp) return;
    const { type, regex, callee } = node as Node & { regex?: Omit<Expression, 'where'>; callee?: { name?: string } };
    if (type === 'Literal' && regex) found.push({ ...regex, where: `${path}: /${regex.pattern}/${regex.flags}` });
    if ((type === 'NewExpression' || type === 'CallExpression') && callee?.name === 'RegExp') {
      expect(Object.keys(BUILT), 'put an expression of its shape into BUILT').toContain(path);
      found.push({ pattern: BUILT[path]!, flags: '', where: `${path}: new RegExp, as /${BUILT[path]}/` });
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'regex') visit(value);
  };
  visit(program);
  return found;
}

/**
 * Verdicts on the expressions that recheck takes longest for, by `/pattern/flags`: all others are
 * judged in every run, these with JUDGE_ALL=1 and by another version of recheck. A new expression
 * that takes seconds gets its line here after recheck has judged the expression.
 */
const [JUDGED_BY, ...VERDICTS] = readFileSync('test/judged-expressions.txt', 'utf8').trimEnd().split('\n');
const VERDICT_OF = new Map(
  VERDICTS.map((line) => [line.slice(line.indexOf('/')), line.slice(0, line.indexOf(' '))] as const),
);

function versionOfRecheck(): string {
  const { version } = JSON.parse(readFileSync('node_modules/recheck/package.json', 'utf8'));
  return `recheck ${version}`;
}

const OPTIONS = { randomSeed: 1, timeout: 150_000 };
/**
 * Steps decide, which are counted, and no time: on a busy machine recheck's own limit of 1.5 s an
 * attack suspects expressions that are linear.
 */
const BY_STEPS = { ...OPTIONS, attackTimeout: 60_000 };

test('every regular expression is linear', async () => {
  const all = sources().flatMap(expressionsIn);
  expect(all.length).toBeGreaterThan(200);
  const distinct = [...new Map(all.map((one) => [`/${one.pattern}/${one.flags}`, one])).values()];
  const suspected: string[] = [];
  const judgesAll = process.env.JUDGE_ALL === '1' || JUDGED_BY !== versionOfRecheck();
  for (const { pattern, flags, where } of distinct) {
    const isSafe = async (options: typeof OPTIONS) => (await check(pattern, flags, options)).status === 'safe';
    const verdict = judgesAll ? undefined : VERDICT_OF.get(`/${pattern}/${flags}`);
    if (verdict === 'safe' || (verdict === undefined && (await isSafe(OPTIONS)))) continue;
    const isKnown = BOUNDED.some(([beginning]) => where.includes(beginning));
    if (isKnown || !(await isSafe(BY_STEPS))) suspected.push(where);
  }
  const known = BOUNDED.map(([beginning]) => expect.stringContaining(beginning));
  expect(suspected.sort()).toEqual(known);
  const expressions = distinct.map(({ pattern, flags }) => `/${pattern}/${flags}`);
  expect(expressions, 'lines of judged-expressions.txt').toEqual(expect.arrayContaining([...VERDICT_OF.keys()]));
  expect(JUDGED_BY, 'its first line').toBe(versionOfRecheck());
}, 900_000);

test('recheck finds what it is to find', async () => {
  for (const pattern of ['[,&\\s]+$', '^(a+)+$', '^(?:\\s*x\\s*)*$']) {
    expect((await check(pattern, '', OPTIONS)).status, pattern).toBe('vulnerable');
  }
});
