// What values that name each other cost, over HTTP: a template that would spend a budget is refused, a run that spends it leaves
// an event that says so, and a pass that cannot be rendered is answered with a sentence.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import { checkCost } from '../../src/operations/templates/check-cost.ts';
import { checkFront } from '../../src/operations/templates/check-front.ts';
import { IDENTITY, NOW, SPECIALS } from '../../src/operations/templates/front-cases.ts';
import { renderPass } from '../../src/pass/render.ts';
import { createBudget, MOST_CHARACTERS, MOST_STEPS } from '../../src/rules/budget.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import { expectLinear } from '../fixtures/growth.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const LEVELS = 16;
const PLAIN = Object.fromEntries(Array.from({ length: LEVELS + 1 }, (_, at) => [`a${at}`, '']));
/** `{a0}` asks for 65,536 times the last text. */
const doubling = (last: string) =>
  Object.fromEntries(
    Array.from({ length: LEVELS + 1 }, (_, at) => [`a${at}`, at === LEVELS ? last : `{a${at + 1}}{a${at + 1}}`]),
  );
const actions = (count: number): JsonObject[] =>
  Array.from({ length: count }, () => ({
    action: 'PSActionSetValue',
    targetPath: 'note',
    value: 'x',
    PSConditions: '{a0} = "x"',
  }));
const fields = (count: number) => ({
  backFields: Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: '{a0}' })),
});
const template = (parts: JsonObject, additional: JsonObject) =>
  pointsTemplate({ additional: { note: '', counter: 0, ...additional }, ...parts });
const ADD = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
const LIMITS = `${MOST_STEPS} steps or ${MOST_CHARACTERS} characters`;
const call = (name: string, parameters: Record<string, unknown>) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });

describe('saving', () => {
  const refused: [string, JsonObject, string][] = [
    [
      '100 conditions over 16 levels',
      template({ triggers: { onScan: actions(100) } }, doubling('x')),
      'triggers_onScan',
    ],
    ['900 of them', template({ triggers: { onEdit: actions(900) } }, doubling('x')), 'triggers_onEdit'],
    ['500 fields of 16 levels', template({ structure: fields(500) }, doubling('x'.repeat(20))), 'structure'],
    [
      'such fields in the redeemed design',
      template({ redeemed: { type: 'generic', structure: fields(500) } }, doubling('x'.repeat(20))),
      'redeemed_structure',
    ],
  ];
  test.each(refused)('%s: refused with a sentence, and nothing is stored', async (_, passConstructor, field) => {
    const before = stored(t);
    expect(await call('insertUpdateTemplate', { templateName: 'Costly', passConstructor })).toMatchObject({
      success: false,
      code: 'template_invalid',
      field,
      message: expect.stringContaining(LIMITS),
    });
    expect(stored(t)).toEqual(before);
  });

  test('the examples stay below a tenth: their triggers ten times in a row, and a render', async () => {
    const examples = await readExamples();
    expect(examples).toHaveLength(12);
    for (const { templateName, passConstructor } of examples) {
      const triggers = isObject(passConstructor.triggers) ? passConstructor.triggers : {};
      const tenfold = Object.fromEntries(Object.entries(triggers).map(([event, list]) => [event, tenTimes(list!)]));
      const { program } = compileTemplate({ ...passConstructor, triggers: tenfold });
      expect(checkCost(program), templateName).toEqual([]);
      const budget = createBudget({ steps: MOST_STEPS / 10, characters: MOST_CHARACTERS / 10 });
      const facts = { overrides: {}, access: {}, specials: SPECIALS, now: NOW, budget };
      expect(() => renderPass(program, facts, IDENTITY), templateName).not.toThrow();
    }
  });

  const tenTimes = (list: JsonValue): JsonValue =>
    Array.from({ length: 10 }, () => (isArray(list) ? list : [list])).flat();

  test('looking at what a template shows costs no more than its budget, however many conditions it has', async () => {
    const conditional = (count: number) =>
      compileTemplate(
        template(
          {
            structure: {
              primaryFields: Array.from({ length: count }, (_, at) => ({
                key: `k${at}`,
                value: 'x',
                PSConditions: `{counter} = ${at}`,
              })),
            },
          },
          {},
        ),
      ).program;
    const programs = new Map([300, 1200].map((count) => [count, conditional(count)]));
    await expectLinear(async (count) => checkFront(programs.get(count)!), 300);
  });
});

describe('a schedule that costs too much', () => {
  const daily = { every: 'day', at: '09:00' };
  const save = (parts: JsonObject, values: JsonObject) =>
    call('insertUpdateTemplate', { templateName: 'Costly', passConstructor: template(parts, values) });

  test('is refused as a trigger is: its actions, its condition, and what waits', async () => {
    const values = doubling('x'.repeat(20));
    const set = actions(50);
    const audience = { PSConditions: Array(6).fill('{a0} = 1').join(' OR '), actions: ADD };
    const later = (name: string): JsonObject => ({ action: 'PSActionLater', name, delay: '1 hour', actions: set });
    for (const [parts, field] of [
      [{ schedules: [{ name: 'birthday', when: daily, actions: set }] }, 'schedules_birthday'],
      [{ schedules: [{ name: 'birthday', when: daily, ...audience }] }, 'schedules_birthday'],
      [{ triggers: { onScan: [later('wait')] } }, 'triggers_onScan_0'],
    ] as const) {
      const message = expect.stringContaining(LIMITS);
      expect(await save(parts, values)).toMatchObject({ code: 'template_invalid', field, message });
      expect(await save(parts, PLAIN)).toMatchObject({ success: true });
    }
  });
});

describe('a pass whose own values cost too much', () => {
  test('a run: the event is there with an error, the counter before it stays, and nothing is written half', async () => {
    const triggers = { onScan: [ADD, ...actions(50)] };
    const hashedSerialNumber = await t.pass(await t.template(template({ triggers }, PLAIN)));
    await call('updatePassFields', { hashedSerialNumber, ...doubling('x') });
    expect(await call('trackPassAccess', { hashedSerialNumber, accessType: 7 })).toMatchObject({
      success: true,
      updated: true,
    });
    const event = (await t.events(hashedSerialNumber)).at(-1)!;
    expect(event).toMatchObject({ accessType: 7, logged: true, outcome: 'error' });
    const trace = event.trace as unknown as { note: string; actions: JsonObject[] };
    expect(trace.note).toContain(LIMITS);
    expect(trace.actions[0]).toMatchObject({ before: 0, after: 1 });
    expect(trace.actions.at(-1)).toMatchObject({ targetPath: 'note', error: expect.stringContaining(LIMITS) });
    const { userFields } = await call('passInfo', { hashedSerialNumber });
    expect(userFields).toMatchObject({ counter: 1 });
    expect(userFields).not.toHaveProperty('note');
    expect(await call('simulate', { hashedSerialNumber, accessType: 7 })).toMatchObject({
      success: true,
      trace: { outcome: 'error', note: expect.stringContaining(LIMITS) },
    });
  });

  test('a scan or a check whose texts alone cost too much is logged, counts, and says what is missing', async () => {
    const texts = ['psScanText', 'psScanColor', 'psPassDescription', 'psInformationURL', 'psDisplayURL'];
    const costly = Object.fromEntries(texts.map((name) => [name, '{a0}']));
    const made = template({ triggers: { onScan: [ADD] } }, { ...PLAIN, ...costly });
    const hashedSerialNumber = await t.pass(await t.template(made));
    await call('updatePassFields', { hashedSerialNumber, ...doubling('x'.repeat(20)) });
    for (const accessType of [7, 0]) {
      expect(await call('trackPassAccess', { hashedSerialNumber, accessType })).toMatchObject({
        success: true,
        displayURL: '',
        problem: expect.stringContaining(LIMITS),
      });
      const event = (await t.events(hashedSerialNumber)).at(-1)!;
      expect(event).toMatchObject({ accessType, logged: true, outcome: 'error' });
      expect(event.trace).toMatchObject({ outcome: 'error', note: expect.stringContaining(LIMITS) });
    }
    expect((await call('passInfo', { hashedSerialNumber })).userFields).toMatchObject({ counter: 1 });
  });

  test('its page, its file and the web service say so; its owner still sees and exports it', async () => {
    const psExportPaths = 'hashedSerialNumber,a0,a1,a2,a3,a4,a5,a6,a7,a8';
    const made = template({ structure: fields(200) }, { ...PLAIN, psExportPaths });
    const templateHash = await t.template(made);
    const hashedSerialNumber = await t.pass(templateHash);
    const held = await holding(t, hashedSerialNumber);
    await call('updatePassFields', { hashedSerialNumber, ...doubling('x'.repeat(20)) });
    const sentence = 'its magic strings and conditions need more than one pass may';
    for (const download of ['', '&download=true']) {
      const response = await t.fetch(
        `/pass/create.php?hashedSerialNumber=${hashedSerialNumber}${download}&clientHash=${encodeURIComponent(t.clientHash)}`,
      );
      expect(response.status).toBe(413);
      expect(await response.text()).toContain(sentence);
    }
    const fetched = await phoneOf(t, 'phone').fetch(held);
    expect(fetched.status).toBe(413);
    expect(t.logged.filter(([fields]) => fields.err !== undefined)).toEqual([]);
    expect(await call('passInfo', { hashedSerialNumber })).toMatchObject({ success: true });
    const query = new URLSearchParams({ clientHash: t.clientHash, templateHash });
    const table = await (await t.fetch(`/batch/export.php?${query}`)).text();
    expect(table).toContain(hashedSerialNumber);
    expect(table).toContain(sentence);
    // What holders and services changed is mended by the owner as before.
    await call('updatePassFields', { hashedSerialNumber, ...PLAIN });
    expect((await t.fetch(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`)).status).toBe(200);
  });
});
