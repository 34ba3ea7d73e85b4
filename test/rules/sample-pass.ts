// A template to compile and the facts of one pass, for tests of the pure rules.
import {
  type AccessFacts,
  type AccessType,
  type Overrides,
  type PassFacts,
  SCAN,
} from '../../src/rules/passes/facts.ts';
import { type Audience, expand } from '../../src/rules/paths/magic.ts';
import { effectiveValue, type Location, locate, writeOverride } from '../../src/rules/paths/paths.ts';
import type { Program } from '../../src/rules/templates/program.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { begin, type Reply, resume, type Segment } from '../../src/rules/triggers/triggers.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';

/** 2023-11-14T22:13:20Z */
export const NOW = 1_700_000_000_000;
export const CLIENT_HASH = '7-c1ie47ha5hc1ie47ha5hc1ie47ha5h';
export const ROOT = 'https://passes.example.com';

/** A pass for tests; `parts` replace its own. */
export function constructorOf(parts: JsonObject = {}): JsonObject {
  return {
    type: 'storeCard',
    description: 'Points card',
    organizationName: 'Corner Bakery',
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
      primaryFields: [{ key: 'offer', label: 'OFFER', value: 'Coffee' }],
      secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
      backFields: [{ key: 'about', label: 'About', value: 'Baked here' }],
    },
    barcode: { format: 'PKBarcodeFormatQR', message: '{hashedSerialNumber}' },
    additional: { note: '', counter: 0 },
    ...parts,
  };
}

/**
 * The template compiled; throws when it has an error, so that no test runs on a template that could
 * not be saved.
 */
export function compiled(parts: JsonObject = {}): Program {
  const { program, diagnostics } = compileTemplate(constructorOf(parts));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return program;
}

export function factsWith(overrides: Overrides = {}, access: AccessFacts = {}): PassFacts {
  return {
    overrides,
    access,
    specials: {
      rootPath: ROOT,
      clientHash: CLIENT_HASH,
      clientId: '7',
      templateHash: 'TEMPLATEHASH',
      hashedSerialNumber: 'HASHEDSERIAL',
      serialNumber: 'SERIAL',
    },
    now: NOW,
  };
}

/** A template with these additional properties, and a text expanded in it. */
export function expanded(text: string, additional: JsonObject = {}, audience: Audience = 'holder'): string {
  return expand(compiled({ additional }), factsWith(), text, { audience });
}

export function place(program: Program, path: string): Location {
  const location = locate(program, path);
  if (location === null) throw new Error(`no path ${path}`);
  return location;
}

export function valueAt(program: Program, overrides: Overrides, path: string): JsonValue | undefined {
  return effectiveValue(program, overrides, place(program, path));
}

export function written(program: Program, overrides: Overrides, path: string, value: JsonValue): Overrides {
  return writeOverride(program, overrides, place(program, path), value);
}

export type Done = Extract<Segment['next'], { readonly kind: 'done' }>;

export interface FinishedRun {
  readonly done: Done;
  readonly overrides: Overrides;
  readonly segments: readonly Segment[];
  readonly requests: readonly Extract<Segment['next'], { readonly kind: 'request' }>['request'][];
  /** The effective value of a path after the run. */
  readonly at: (path: string) => JsonValue | undefined;
}

const REPLY: Reply = { ok: true, status: 200, durationMs: 5 };

/**
 * Runs an event to its end. `reply` answers each request, and may say what the called service
 * changed.
 */
export function runEvent(
  program: Program,
  facts: PassFacts = factsWith(),
  accessType: AccessType = SCAN,
  reply: (call: number, overrides: Overrides) => { reply?: Reply; overrides?: Overrides } = () => ({}),
): FinishedRun {
  const segments = [begin(program, facts, accessType)];
  const requests = [];
  let segment = segments[0]!;
  while (segment.next.kind === 'request') {
    requests.push(segment.next.request);
    const answer = reply(requests.length, segment.overrides);
    const now = { ...facts, overrides: answer.overrides ?? segment.overrides };
    segment = resume(program, now, segment.next.cursor, answer.reply ?? REPLY);
    segments.push(segment);
  }
  const { overrides, next } = segment;
  return { done: next, overrides, segments, requests, at: (path) => valueAt(program, overrides, path) };
}

/** Runs onScan with these actions on a new pass of the sample template. */
export function runActions(actions: JsonValue, parts: JsonObject = {}, facts: PassFacts = factsWith()): FinishedRun {
  return runEvent(compiled({ ...parts, triggers: { onScan: actions } }), facts);
}

/** PSActionSetValue, with a condition when one is given. */
export function set(targetPath: string, value: JsonValue, PSConditions?: string): JsonObject {
  return { action: 'PSActionSetValue', targetPath, value, ...(PSConditions === undefined ? {} : { PSConditions }) };
}

export function increment(targetPath: string, amount: JsonValue): JsonObject {
  return { action: 'PSActionIncrementValue', targetPath, amount };
}

export function call(url: string, more: JsonObject = {}): JsonObject {
  return { action: 'PSActionURL', url, ...more };
}

export function routine(targetPath: string): JsonObject {
  return { action: 'PSActionTriggers', targetPath };
}
