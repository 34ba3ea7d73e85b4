// Edits of a card's rules: moved, paused, deleted, changed, with nothing else of the card touched.
import { describe, expect, it } from 'vitest';
import { changeRules } from '../../src/rules/triggers/edit-rules.ts';
import {
  actionsIn,
  homeName,
  homeNamed,
  type RuleHome,
  routineKeys,
  withActions,
} from '../../src/rules/triggers/rule-homes.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { constructorOf, set } from '../fixtures/rules/sample-pass.ts';

const SCAN: RuleHome = { kind: 'event', event: 'onScan' };

describe('an edit of rules', () => {
  const A = set('note', 'a');
  const B = set('note', 'b', 'scanned');
  const C = set('note', 'c', '!scanned');
  const template = constructorOf({ triggers: { onScan: [A, B, C], onEdit: A } });
  const scans = (edited: { passConstructor: JsonObject } | null) => actionsIn(edited!.passConstructor, SCAN);

  it('moves a rule among those of its event', () => {
    const edited = changeRules(template, SCAN, { kind: 'move', number: 3, by: -1 });
    expect(scans(edited)).toEqual([A, C, B]);
    expect(edited).toMatchObject({ rule: { number: 2 }, joined: false });
    expect(changeRules(template, SCAN, { kind: 'move', number: 1, by: -1 })).toBeNull();
    expect((edited!.passConstructor.triggers as JsonObject).onEdit).toBe((template.triggers as JsonObject).onEdit);
    expect(edited!.passConstructor.structure).toBe(template.structure);
  });

  it('pauses a rule and lets it run, without another change', () => {
    const paused = changeRules(template, SCAN, { kind: 'pause', number: 2, paused: true })!;
    expect(scans(paused)).toEqual([A, { ...B, PSPaused: true }, C]);
    const resumed = changeRules(paused.passConstructor, SCAN, { kind: 'pause', number: 2, paused: false })!;
    expect(JSON.stringify(resumed.passConstructor)).toBe(JSON.stringify(template));
  });

  it('deletes a rule, and the event with its last one', () => {
    expect(scans(changeRules(template, SCAN, { kind: 'delete', number: 1 }))).toEqual([B, C]);
    const { passConstructor } = changeRules(
      template,
      { kind: 'event', event: 'onEdit' },
      { kind: 'delete', number: 1 },
    )!;
    expect(passConstructor.triggers).toEqual({ onScan: [A, B, C] });
  });

  it('says when neighbours become one rule', () => {
    const double = constructorOf({ triggers: { onScan: [A, B, set('note', 'd')] } });
    expect(changeRules(double, SCAN, { kind: 'delete', number: 2 })).toMatchObject({ joined: true });
    const next = changeRules(double, SCAN, { kind: 'move', number: 2, by: 1 });
    expect(next).toMatchObject({ joined: true, rule: { number: 2 } });
    expect(changeRules(double, SCAN, { kind: 'add', actions: [set('note', 'e')] })).toMatchObject({
      joined: true,
      rule: { number: 3 },
    });
  });

  it('moves a rule to another event', () => {
    const to: RuleHome = { kind: 'event', event: 'onEdit' };
    const edited = changeRules(template, SCAN, { kind: 'replace', number: 2, actions: [B], to });
    expect(scans(edited)).toEqual([A, C]);
    expect(actionsIn(edited!.passConstructor, to)).toEqual([A, B]);
    expect(edited!.rule).toEqual({ home: to, number: 2 });
  });

  it('keeps a lone action alone, and a sub-routine a text', () => {
    const edit: RuleHome = { kind: 'event', event: 'onEdit' };
    const alone = changeRules(template, edit, { kind: 'replace', number: 1, actions: [C] })!;
    expect((alone.passConstructor.triggers as JsonObject).onEdit).toBe(C);
    const steps: RuleHome = { kind: 'steps', key: 'reward' };
    const text = JSON.stringify([A, B], null, 2);
    const withText = constructorOf({
      additional: { reward: text, note: '' },
      triggers: { onScan: { action: 'PSActionTriggers', targetPath: 'reward' } },
    });
    expect(routineKeys(withText)).toEqual(['reward']);
    const edited = changeRules(withText, steps, { kind: 'delete', number: 1 })!;
    expect((edited.passConstructor.additional as JsonObject).reward).toBe(JSON.stringify([B], null, 2));
    const written = '[ {"action":"PSActionSetValue", "targetPath":"note", "value":1 } ]';
    const loose = constructorOf({ additional: { reward: written, note: '' } });
    expect(withActions(loose, steps, actionsIn(loose, steps))).toBe(loose);
    expect(homeName(homeNamed('steps.reward')!)).toBe('steps.reward');
    expect(homeNamed('onScam')).toBeNull();
  });
});
