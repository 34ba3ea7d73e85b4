// A draft and what others published since come together: nobody's change is lost unseen.
import { describe, expect, test } from 'vitest';
import { mergeConstructors } from '../../src/rules/templates/merge-constructors.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const BASE: JsonObject = {
  type: 'storeCard',
  description: 'Points card',
  backgroundColor: 'navy',
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
    backFields: [{ key: 'more', label: 'More', value: 'Text' }],
  },
  additional: { note: '', counter: 0 },
};
const structureOf = ({ structure }: JsonObject) => structure as Record<string, JsonObject[]>;
const withFields = (group: string, change: (fields: JsonObject[]) => JsonObject[]): JsonObject => ({
  ...BASE,
  structure: { ...structureOf(BASE), [group]: change(structureOf(BASE)[group]!) },
});

describe('a merge', () => {
  test('of no changes is the base, and a change of one side alone stands', () => {
    expect(mergeConstructors(BASE, BASE, BASE)).toEqual({ passConstructor: BASE, conflicts: [] });
    const changed = { ...BASE, backgroundColor: 'red', logoText: 'New' };
    expect(mergeConstructors(BASE, changed, BASE)).toEqual({ passConstructor: changed, conflicts: [] });
    expect(mergeConstructors(BASE, BASE, changed)).toEqual({ passConstructor: changed, conflicts: [] });
    expect(mergeConstructors(BASE, changed, changed)).toEqual({ passConstructor: changed, conflicts: [] });
  });

  test('joins changes of different places, also of one field', () => {
    const mine = withFields('headerFields', ([field]) => [{ ...field!, label: 'STARS' }]);
    const theirs = withFields('headerFields', ([field]) => [{ ...field!, value: 7 }]);
    const { passConstructor, conflicts } = mergeConstructors(BASE, mine, { ...theirs, logoText: 'Theirs' });
    expect(conflicts).toEqual([]);
    expect(structureOf(passConstructor).headerFields).toEqual([
      { ...structureOf(BASE).headerFields![0]!, label: 'STARS', value: 7 },
    ]);
    expect(passConstructor.logoText).toBe('Theirs');
  });

  test('has the fields that both added, in their places, and none that one removed', () => {
    const [field] = structureOf(BASE).headerFields!;
    const base = withFields('headerFields', () => [field!, { key: 'old', value: 1 }]);
    const mine = withFields('headerFields', () => [{ key: 'mine', value: 1 }, field!, { key: 'old', value: 1 }]);
    const theirs = withFields('headerFields', () => [field!, { key: 'theirs', value: 2 }]);
    const { passConstructor, conflicts } = mergeConstructors(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(structureOf(passConstructor).headerFields!.map(({ key }) => key)).toEqual(['mine', field!.key, 'theirs']);
  });

  test('says where both changed one place, and keeps the draft’s value', () => {
    const mine = { ...BASE, backgroundColor: 'red' };
    const theirs = { ...BASE, backgroundColor: 'green' };
    expect(mergeConstructors(BASE, mine, theirs)).toEqual({ passConstructor: mine, conflicts: ['backgroundColor'] });
    const { logoText: _, ...removed } = { ...BASE, logoText: 'x' };
    const conflict = mergeConstructors({ ...BASE, logoText: 'x' }, removed, { ...BASE, logoText: 'y' });
    expect(conflict).toEqual({ passConstructor: removed, conflicts: ['logoText'] });
    const actions = (amount: number) => ({
      ...BASE,
      triggers: { onScan: [{ action: 'PSActionIncrementValue', targetPath: 'counter', amount }] },
    });
    const ofRules = mergeConstructors(actions(1), actions(2), actions(3));
    expect(ofRules).toEqual({ passConstructor: actions(2), conflicts: ['triggers_onScan'] });
  });
});
