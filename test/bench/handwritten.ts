// Code that somebody would write by hand for one condition: the closure that evaluation is compared
// with, and a recursive-descent parser of the same language into the same frozen nodes with their
// ranges, but without messages for mistakes. Also the two rules of the benchmarks' scan.
import type { Condition, FlagName, SourceRange, TestName, Value } from '../../grammar/ast.ts';
import { DELETE, type Overrides, type PassFacts } from '../../src/rules/passes/facts.ts';
import type { RunTrace } from '../../src/rules/triggers/trace.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { POINTS } from './bench-app.ts';

export const SOURCE = '{points} > 20 AND !registered OR {name} = "PassSource"';

export interface Known {
  readonly points: JsonValue;
  readonly registered: boolean;
  readonly name: JsonValue;
}

/** SOURCE with the coercions of semantics.md, "Conditions". */
export function handwritten({ points, registered, name }: Known): boolean {
  return (greater(points, 20) && !registered) || text(name) === 'PassSource';
}

const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

function greater(value: JsonValue, than: number): boolean {
  if (typeof value === 'number') return value > than;
  if (typeof value === 'string') return DECIMAL.test(value) ? Number(value) > than : value > String(than);
  if (typeof value === 'object' && value !== null) return text(value) > String(than);
  return Number(value) > than;
}

function text(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const SOURCE_OF_DATES = 'now > {lastVisit} + 30 days';

export interface Visit {
  readonly lastVisit: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** SOURCE_OF_DATES in UTC. */
export function handwrittenDates({ lastVisit, now }: Visit): boolean {
  const time = Date.parse(lastVisit);
  return !Number.isNaN(time) && now > time + 30 * 24 * 60 * 60 * 1000;
}

/** The scan of bench-app.ts for a pass that has all its overrides. */
export function handwrittenScan({ overrides, access, now }: PassFacts): { overrides: Overrides; trace: RunTrace } {
  const actions: RunTrace['actions'][number][] = [];
  const { note, email, lastVisit, [POINTS]: before } = overrides;
  const isSet = note !== undefined && note !== null;
  const seen = isSet ? { '{note}': note, '{email}': email ?? null } : { '{note}': null };
  const mayAdd = !isSet || (email !== undefined && email !== null);
  const after = mayAdd ? Number(before) + 1 : Number(before);
  const added = { source: '{note} !isSet OR {email} isSet', verdict: mayAdd, seen };
  const adding = { where: 'triggers_onScan_0', action: 'PSActionIncrementValue', targetPath: POINTS, condition: added };
  actions.push(mayAdd ? { ...adding, before: before!, after } : adding);
  const deleted = access[DELETE] !== undefined;
  const maySet = greater(after, 0) && !deleted;
  const visit = `visit of ${new Date(now).toISOString().slice(0, 19)}Z`;
  const asked = { source: `{${POINTS}} > 0 AND !deleted`, verdict: maySet, seen: { [`{${POINTS}}`]: after, deleted } };
  const setting = { where: 'triggers_onScan_1', action: 'PSActionSetValue', targetPath: 'lastVisit', condition: asked };
  actions.push(maySet ? { ...setting, before: lastVisit!, after: visit } : setting);
  const written = { ...overrides, [POINTS]: after, ...(maySet ? { lastVisit: visit } : {}) };
  return { overrides: written, trace: { event: 'onScan', outcome: mayAdd || maySet ? 'fired' : 'skipped', actions } };
}

const { freeze } = Object;
const TOKEN =
  /\s*(?:(\{[A-Za-z0-9_@.-]+\})|("[^"\\]*(?:\\(?:["\\n]|u[0-9A-Fa-f]{4})[^"\\]*)*")|([+-]?(?:\d+(?:\.\d+)?|\.\d+))|([A-Za-z_]\w*)|([!=><()]))/y;

interface Token {
  /** `m`agic, `s`tring, `n`umber, or the word or symbol itself in lower case; empty at the end. */
  readonly kind: string;
  readonly image: string;
  readonly start: number;
  readonly end: number;
}

/** Parses a valid text into its AST; throws for any other text. */
export function parseByHand(source: string): Condition {
  const tokens = tokenize(source);
  let at = 0;
  const peek = () => tokens[at]!;
  const endOf = () => tokens[at - 1]!.end;

  const disjunction = (): Condition => chain('or', conjunction);
  const conjunction = (): Condition => chain('and', negation);

  function chain(kind: 'or' | 'and', next: () => Condition): Condition {
    const { start } = peek();
    const first = next();
    if (peek().kind !== kind) return first;
    const operands = [first];
    while (peek().kind === kind) {
      at++;
      operands.push(next());
    }
    return freeze({ kind, operands: freeze(operands), range: span(start, endOf()) });
  }

  function negation(): Condition {
    const { kind, start } = peek();
    if (kind !== '!') return primary();
    at++;
    const operand = negation();
    return freeze({ kind: 'not', operand, range: span(start, endOf()) });
  }

  function primary(): Condition {
    const token = peek();
    if (token.kind === '(') {
      at++;
      const inner = disjunction();
      expect(')');
      return inner;
    }
    if (['registered', 'scanned', 'deleted', 'installed'].includes(token.kind)) {
      at++;
      return freeze({ kind: 'flag', name: token.kind as FlagName, range: span(token.start, token.end) });
    }
    const left = value();
    let negated = false;
    while (peek().kind === '!') {
      at++;
      negated = !negated;
    }
    const { kind, end } = peek();
    if (kind === 'isempty' || kind === 'isset') {
      at++;
      const test: TestName = kind === 'isset' ? 'isSet' : 'isEmpty';
      return freeze({ kind: 'test', value: left, test, negated, range: span(token.start, end) });
    }
    if (kind === '=' || kind === '>' || kind === '<') {
      at++;
      const right = value();
      const range = span(token.start, right.range.end);
      return freeze({ kind: 'comparison', left, operator: kind, negated, right, range });
    }
    return freeze({ kind: 'truthy', value: left, range: left.range });
  }

  function value(): Value {
    const { kind, image, start, end } = tokens[at++]!;
    const range = span(start, end);
    switch (kind) {
      case 'm':
        return freeze({ kind: 'magic', name: image.slice(1, -1), range });
      case 'n':
        return freeze({ kind: 'number', value: Number(image) + 0, range });
      case 's':
        return freeze({ kind: 'string', value: unquote(image), range });
      case 'true':
      case 'false':
        return freeze({ kind: 'boolean', value: kind === 'true', range });
      default:
        throw new SyntaxError(`a value was expected at ${start}`);
    }
  }

  function expect(kind: string): void {
    if (tokens[at++]!.kind !== kind) throw new SyntaxError(`${kind} was expected`);
  }

  const condition = disjunction();
  expect('');
  return condition;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const length = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  let end = 0;
  while (end < length) {
    const match = TOKEN.exec(source);
    if (match === null) throw new SyntaxError(`nothing begins at ${end}`);
    end = TOKEN.lastIndex;
    const [, magic, string, number, word, symbol] = match;
    const image = (magic ?? string ?? number ?? word ?? symbol)!;
    const kind = magic ? 'm' : string ? 's' : number ? 'n' : word ? word.toLowerCase() : image;
    tokens.push({ kind, image, start: end - image.length, end });
  }
  tokens.push({ kind: '', image: '', start: end, end });
  return tokens;
}

const span = (start: number, end: number): SourceRange => freeze({ start, end });

function unquote(image: string): string {
  const inner = image.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(?:u(.{4})|(.))/g, (_, hex: string | undefined, single: string) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : single === 'n' ? '\n' : single,
  );
}
