// The table of trigger actions: what it says of each field is what saving a template says and takes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { ACTION_NAMES, ACTIONS, type ActionField, type FieldType } from '../../src/rules/triggers/action-table.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { constructorOf } from '../fixtures/rules/sample-pass.ts';

/** A value that a field of each type takes, and one that it refuses; undefined where it refuses none. */
const SAMPLES: Readonly<Record<FieldType, { readonly right: JsonValue; readonly wrong?: JsonValue }>> = {
  condition: { right: '!registered', wrong: 'regestered' },
  expression: { right: '{counter} + 1', wrong: '{counter} +' },
  truth: { right: false, wrong: 'perhaps' },
  path: { right: 'note', wrong: 'nite' },
  json: { right: ['anything'] },
  amount: { right: 2, wrong: [] },
  url: { right: 'https://shop.example', wrong: 'shop.example' },
  choice: { right: 'post', wrong: 'PSOT' },
  headers: { right: { 'x-shop': '7' }, wrong: 'x-shop: 7' },
  name: { right: 'thanks', wrong: '' },
  delay: { right: '2 hours', wrong: 'soon' },
  actions: { right: { action: 'PSActionSetValue', targetPath: 'note', value: 'late' }, wrong: 'none' },
  event: { right: 'onScan', wrong: 'onScam' },
};

const actions = ACTION_NAMES.map((name) => ({ name, fields: Object.entries<ActionField>(ACTIONS[name].fields) }));
const each = actions.flatMap(({ name, fields }) => fields.map(([field, described]) => ({ name, field, described })));

/** An action with a right value in every field, but for the changes; undefined leaves a field out. */
function written(action: string, changes: Readonly<Record<string, JsonValue | undefined>> = {}): JsonObject {
  const { fields } = actions.find(({ name }) => name === action)!;
  const given: Record<string, JsonValue | undefined> = {
    ...Object.fromEntries(fields.map(([field, { type }]) => [field, SAMPLES[type].right])),
    ...changes,
  };
  for (const [field, described] of fields) {
    const instead = 'unless' in described ? described.unless : undefined;
    if (instead !== undefined) delete given[changes[instead] === undefined ? instead : field];
  }
  const present = Object.entries(given).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return { action, ...Object.fromEntries(present) };
}

/** What saving a template with this action says, and how many actions came of it. */
function saved(action: JsonObject) {
  const { program, diagnostics } = compileTemplate(constructorOf({ triggers: { onScan: action } }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const compiled = program.triggers.get('onScan') ?? [];
  return { compiled, errors: errors.map(({ code, message }) => ({ code, message })) };
}

describe('an action of the table', () => {
  it.each(ACTION_NAMES)('%s is complete with its fields, and with those that it needs', (name) => {
    const optional = actions.find((action) => action.name === name)!.fields.filter(([, { required }]) => !required);
    for (const action of [
      written(name),
      written(name, Object.fromEntries(optional.map(([field]) => [field, undefined]))),
    ]) {
      expect(saved(action)).toMatchObject({ errors: [], compiled: [{ name }] });
    }
  });

  it.each(ACTION_NAMES)('%s is the same however it is written', (name) => {
    for (const spelling of ACTIONS[name].alsoWritten) {
      expect(saved({ ...written(name), action: spelling }).compiled.map((action) => action.name)).toEqual([name]);
    }
  });

  it.each(each.filter(({ described }) => described.required))('$name without $field says so', (row) => {
    const { name, field, described } = row;
    if (!('fault' in described)) throw new Error('A field that is required has a fault.');
    const { compiled, errors } = saved(written(name, { [field]: undefined }));
    expect(compiled).toEqual([]);
    expect(errors.map(({ message }) => message)).toEqual([described.fault.replace('{action}', name)]);
  });

  it.each(each)('$name says what is wrong with $field', ({ name, field, described }) => {
    const { wrong } = SAMPLES[described.type];
    if (wrong === undefined) return expect(saved(written(name, { [field]: null })).errors).toEqual([]);
    const { compiled, errors } = saved(written(name, { [field]: wrong }));
    expect(errors).toHaveLength(1);
    // An action whose condition cannot be read stays, because the condition counts as false.
    expect(compiled).toHaveLength(described.type === 'condition' ? 1 : 0);
  });

  it.each(each)('$name explains $field', ({ described }) => {
    expect(described.explanation).toMatch(/^[A-Z].*\.$/);
  });

  it('has each choice, in any case, and the first one where there is none', () => {
    const { choices } = ACTIONS.PSActionURL.fields.method;
    for (const method of choices) {
      expect(saved(written('PSActionURL', { method: method.toLowerCase() })).compiled).toMatchObject([{ method }]);
    }
    expect(saved(written('PSActionURL', { method: undefined })).compiled).toMatchObject([{ method: choices[0] }]);
  });

  it('is in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const row = readme.split('\n').find((line) => /^\| action\s+\|/.test(line)) ?? '';
    expect([...row.matchAll(/`(PSAction\w+)`/g)].map(([, name]) => name).sort()).toEqual([...ACTION_NAMES].sort());
  });
});
