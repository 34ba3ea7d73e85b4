// When rules last applied: at most once an hour, and by what the rule does when its template is
// saved anew.
import { expect, test } from 'vitest';
import { RULE_TIME_LAG } from '../../src/ports/store/rule-uses.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { event, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const [ONE, TWO, THREE] = [{ action: 'one' }, { action: 'two' }, { action: 'three' }];
const LATER = T0 + 100 * RULE_TIME_LAG;

export function ruleUseCases(store: Current): void {
  const constructorOf = (triggers: JsonObject): JsonObject => ({ type: 'storeCard', triggers });
  const log = (time: number, applied: readonly string[]) =>
    store().changePass('p1', () => ({ event: event({ time, applied }), result: null }));
  const save = (triggers: JsonObject, now: number) =>
    store().changeTemplate('template-1', now, () => ({ passConstructor: constructorOf(triggers), result: null }));
  const rules = async (before = LATER) => {
    const account = await store().accountByEmail('ada@example.com');
    return (await store().quietRules(account!.id, before)).map(({ place, since, appliedAt }) => [
      place,
      since - T0,
      appliedAt === null ? null : appliedAt - T0,
    ]);
  };

  test('a rule knows when it last applied, an hour later at the most', async () => {
    await templateIn(store(), { passConstructor: constructorOf({ onScan: [ONE, TWO], onEdit: THREE }) });
    await passIn(store(), 'p1');
    expect(await rules()).toEqual([
      ['onEdit_0', 0, null],
      ['onScan_0', 0, null],
      ['onScan_1', 0, null],
    ]);
    await log(T0 + 5, ['onScan_1', 'unknown_0']);
    await log(T0 + 6, ['onScan_1']);
    await log(T0 + 5 + RULE_TIME_LAG - 1, ['onScan_1']);
    expect((await rules()).at(-1)).toEqual(['onScan_1', 0, 5]);
    await log(T0 + 5 + RULE_TIME_LAG, ['onScan_1']);
    expect((await rules()).at(-1)).toEqual(['onScan_1', 0, 5 + RULE_TIME_LAG]);
    expect((await rules(T0 + 6)).map(([place]) => place)).toEqual(['onEdit_0', 'onScan_0']);
    expect(await rules(T0)).toEqual([]);
    const { template } = (await store().templateByHash('template-1'))!;
    expect((await store().ruleUses(template.id)).map(({ place, appliedAt }) => [place, appliedAt])).toEqual([
      ['onEdit_0', null],
      ['onScan_0', null],
      ['onScan_1', T0 + 5 + RULE_TIME_LAG],
    ]);
    expect(await store().ruleUses(999)).toEqual([]);
  });

  test('a change that fails notes nothing, and the next one is noted', async () => {
    await templateIn(store(), { passConstructor: constructorOf({ onScan: ONE }) });
    await passIn(store(), 'p1');
    const failing = store().changePass('p1', () => ({
      event: event({ time: T0 + 1, applied: ['onScan_0'] }),
      idempotent: null,
      get result(): null {
        throw new Error('no');
      },
    }));
    await expect(failing).rejects.toThrow('no');
    await log(T0 + 2, ['onScan_0']);
    expect(await rules()).toEqual([['onScan_0', 0, 2]]);
  });

  test('a saved rule keeps its time where it stays the same, also when it moves', async () => {
    await templateIn(store(), { passConstructor: constructorOf({ onScan: [ONE, TWO, ONE] }) });
    await passIn(store(), 'p1');
    await log(T0 + 1, ['onScan_0']);
    await log(T0 + 2, ['onScan_1']);
    await log(T0 + 3, ['onScan_2']);
    await save({ onScan: [TWO, ONE, THREE], onEdit: [TWO] }, T0 + 50);
    expect(await rules()).toEqual([
      ['onEdit_0', 50, null],
      ['onScan_0', 0, 2],
      ['onScan_1', 0, 1],
      ['onScan_2', 50, null],
    ]);
    await save({}, T0 + 60);
    expect(await rules()).toEqual([]);
  });

  test('paused templates and those of others are left out', async () => {
    await templateIn(store(), { passConstructor: constructorOf({ onScan: ONE }), triggersPaused: true });
    expect(await rules()).toEqual([]);
    await store().changeTemplate('template-1', T0 + 1, () => ({ triggersPaused: false, result: null }));
    expect(await rules()).toHaveLength(1);
    expect(await store().quietRules(999, LATER)).toEqual([]);
  });
}
