// A card's rules as its owner edits them: listed as sentences, in forms that work without a script,
// stored in the draft, with nothing changed that was not touched.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { formIn, type PageForm, readPage, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { CASES, EXAMPLES } from '../fixtures/rules/generated-rules.ts';
import { increment, set } from '../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';
let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const REWARD = set('backgroundColor', 'gold', `{${POINTS}} !< 10`);
const card = (
  triggers: JsonObject = { onScan: [increment(POINTS, 1), REWARD] },
  additional: JsonObject = { note: '' },
) => t.template(pointsTemplate({ triggers, additional }));
const draftOf = async (hash: string) => {
  const { template } = (await t.app.context.store.templateByHash(hash))!;
  return (await t.app.context.store.draftOf(template.id))?.passConstructor as JsonObject | undefined;
};
const rulesIn = async (hash: string, event = 'onScan') =>
  ((await draftOf(hash))?.triggers as any)?.[event] as JsonValue;

const filledIn = (form: PageForm) => ({
  action: form.attributes.action ?? '',
  fields: Object.fromEntries(sentBy(form)) as Record<string, string>,
});
const ruleForm = (html: string) => filledIn(formIn(html, ({ attributes }) => 'data-rule-form' in attributes));
/** The form whose address ends so. */
const formTo = (html: string, end: string) =>
  filledIn(formIn(html, ({ attributes }) => (attributes.action ?? '').endsWith(end)));

/** The form at an address, with what is typed into it. */
async function form(path: string, typed: Record<string, string> = {}) {
  const { action, fields } = ruleForm(await owner.page(path));
  return { action, fields: { ...fields, ...typed } };
}
async function save(path: string, typed: Record<string, string>) {
  const { action, fields } = await form(path, typed);
  return owner.post(action, fields);
}

describe('the list', () => {
  test('says what each rule does, in the order of its event', async () => {
    const hash = await card();
    const text = textOf(await owner.page(`/cards/${hash}/rules`));
    expect(text).toMatch(
      /When a card is scanned .*1 always add 1 to POINTS .*2 if POINTS is 10 or more set the colour of the card to gold/,
    );
    expect(text).toContain('never applied yet');
    const german = textOf(await (await owner.get(`/cards/${hash}/rules`, 'de')).text());
    expect(german).toMatch(
      /Wenn eine Karte gescannt wird .*2 wenn POINTS 10 oder mehr ist Farbe der Karte auf gold setzen/,
    );
  });

  test('says when a rule last applied', async () => {
    const hash = await card();
    await t.call('trackPassAccess', {
      clientHash: t.clientHash,
      hashedSerialNumber: await t.pass(hash),
      accessType: 7,
    });
    const text = textOf(await owner.page(`/cards/${hash}/rules`));
    expect(text).toMatch(/add 1 to POINTS applied today, .* never applied yet/);
  });

  test('says of a card without rules what to do', async () => {
    const text = textOf(await owner.page(`/cards/${await card({})}/rules`));
    expect(text).toContain('This card has no rules yet');
    expect(text).toContain('Add a rule');
  });

  test('stops all rules at once, and comes back', async () => {
    const hash = await card();
    const { action, fields } = formTo(await owner.page(`/cards/${hash}/rules`), '/pause');
    const answer = await owner.post(action, fields);
    expect(answer.headers.get('location')).toBe(`/cards/${hash}/rules`);
    expect(textOf(await owner.page(`/cards/${hash}/rules`))).toContain('All rules of this card are paused');
  });
});

describe('the form', () => {
  test('makes a rule from an empty one, without a script', async () => {
    const hash = await card({});
    const path = `/cards/${hash}/rules/onScan/new`;
    const { action, fields } = await form(path);
    const press = async (now: Record<string, string>, button: string) =>
      ruleForm(await (await owner.post(action, { ...now, do: button })).text()).fields;

    const withRow = await press(fields, 'add-row');
    const asked = { ...withRow, 'row0.subject': `{${POINTS}}`, 'row0.test': 'atLeast', 'row0.value': '10' };
    const withStep = await press({ ...asked, 'step0.verb': 'say' }, 'add-step');
    expect(withStep).toMatchObject({ 'row0.value': '10', 'step0.verb': 'say', 'step0.text': '', 'step1.verb': 'set' });
    const typed = { ...withStep, 'step0.text': 'Free coffee!', 'step1.path': 'backgroundColor', 'step1.text': 'gold' };
    const shown = await (await owner.post(action, { ...typed, do: 'show' })).text();
    expect(textOf(shown)).toContain(
      'Reads: When a card is scanned and POINTS is 10 or more: say “Free coffee!” at the till; set the colour of the card to gold.',
    );
    expect(textOf(shown)).toContain('Try: a new card → would not apply: POINTS is 0.');
    expect(await draftOf(hash)).toBeUndefined();

    const saved = await owner.post(action, typed);
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '../../rules?done=saved#onScan-1']);
    expect(await rulesIn(hash)).toEqual([
      {
        action: 'PSActionSetValue',
        targetPath: 'psScanText',
        value: 'Free coffee!',
        PSConditions: `{${POINTS}} !< 10`,
      },
      { action: 'PSActionSetValue', targetPath: 'backgroundColor', value: 'gold', PSConditions: `{${POINTS}} !< 10` },
    ]);
    // Phones and tills see nothing of it before somebody publishes.
    const { template } = (await t.app.context.store.templateByHash(hash))!;
    expect(
      ((await t.app.context.store.templateVersion(template.id, template.version))!.triggers as any).onScan,
    ).toBeUndefined();
  });

  test('tries the rule on the newest customer', async () => {
    const hash = await card();
    await t.pass(hash, { structure_secondaryFields_name_value: 'Ada', [POINTS]: '3' });
    const page = textOf(await owner.page(`/cards/${hash}/rules/onScan/2`));
    expect(page).toContain('Try: Ada → would not apply: POINTS is 4.');
    const first = textOf(await owner.page(`/cards/${hash}/rules/onScan/1`));
    expect(first).toContain('Try: Ada → would apply: POINTS 3 → 4.');
  });

  test('tries the rule on a new card as the page Try does: its rules have made it', async () => {
    const hash = await card({ onCreate: [set(POINTS, 5)], onScan: [increment(POINTS, 1)] });
    const made = textOf(await owner.page(`/cards/${hash}/rules/onScan/1`));
    expect(made).toContain('Try: a new card → would apply: POINTS 5 → 6.');
    const making = textOf(await owner.page(`/cards/${hash}/rules/onCreate/1`));
    expect(making).toContain('Try: a new card → would apply: POINTS 0 → 5.');
  });

  test('changes what was touched alone', async () => {
    const odd = {
      PSNote: 'mine',
      action: 'PSActionOpenURL',
      url: 'https://a.example/{note}',
      PSConditions: '{note}  = "x"  and scanned',
    };
    const hash = await card({ onScan: [increment(POINTS, '1'), odd], onEdit: { ...REWARD } });
    await save(`/cards/${hash}/rules/onScan/2`, { 'step0.text': 'https://b.example' });
    expect(JSON.stringify(await rulesIn(hash))).toBe(
      JSON.stringify([increment(POINTS, '1'), { ...odd, url: 'https://b.example' }]),
    );
    expect(await rulesIn(hash, 'onEdit')).toEqual(REWARD);
    await save(`/cards/${hash}/rules/onScan/2`, { 'row0.value': 'y' });
    expect(((await rulesIn(hash)) as any)[1].PSConditions).toBe('{note} = "y" AND scanned');
  });

  test.each(EXAMPLES)('saved untouched changes nothing ($name)', async ({ passConstructor }) => {
    const hash = await t.template({ ...passConstructor, images: {} });
    for (const [event, node] of Object.entries((passConstructor.triggers ?? {}) as JsonObject)) {
      const page = await owner.page(`/cards/${hash}/rules`);
      const numbers = [...page.matchAll(new RegExp(`href="[^"]*/rules/${event}/(\\d+)"`, 'g'))].map(
        ([, number]) => number!,
      );
      expect(numbers.length).toBeGreaterThan(Array.isArray(node) && node.length === 0 ? -1 : 0);
      for (const number of numbers) {
        const answer = await save(`/cards/${hash}/rules/${event}/${number}`, {});
        expect(answer.status).toBe(303);
      }
    }
    expect(await draftOf(hash)).toBeUndefined();
  });

  test('shows a mistake beside its input, with what was typed', async () => {
    const hash = await card();
    const answer = await save(`/cards/${hash}/rules/onScan/1`, { 'step0.text': 'two', home: 'onEdit' });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(textOf(page)).toContain('This takes a number above 0');
    expect(ruleForm(page).fields).toMatchObject({ 'step0.text': 'two', home: 'onEdit' });
    expect(await draftOf(hash)).toBeUndefined();
    const nobody = { 'step0.verb': 'set', 'step0.path': 'nobody', 'step0.text': '1' };
    const unknown = await save(`/cards/${hash}/rules/onScan/1`, nobody);
    expect([unknown.status, textOf(await unknown.text())]).toEqual([
      400,
      expect.stringContaining('"nobody" is not an API path'),
    ]);
  });

  test('understands a kind of card by the word of its sentence, where no list could be shown yet', async () => {
    const hash = await card({ onScan: [set('backgroundColor', 'gold', '{type} = "a coupon"')] });
    const path = `/cards/${hash}/rules/onScan/new`;
    const typed = { 'row0.subject': '{type}', 'row0.test': 'equal', 'row0.value': 'A coupon' };
    const step = { 'step0.verb': 'set', 'step0.path': 'type', 'step0.text': 'a ticket' };
    const { action, fields } = await form(path);
    const sent = await owner.post(action, { ...fields, ...typed, ...step });
    expect(sent.status).toBe(303);
    expect(((await rulesIn(hash)) as any)[1]).toEqual(set('type', 'eventTicket', '{type} = "coupon"'));
    // What an owner wrote elsewhere stays as it is.
    await save(`/cards/${hash}/rules/onScan/1`, { 'step0.text': 'silver' });
    expect(((await rulesIn(hash)) as any)[0]).toEqual(set('backgroundColor', 'silver', '{type} = "a coupon"'));
  });

  test('moves a rule to another event', async () => {
    const hash = await card();
    const answer = await save(`/cards/${hash}/rules/onScan/2`, { home: 'onRegister' });
    expect(answer.headers.get('location')).toBe('../../rules?done=saved#onRegister-1');
    expect([await rulesIn(hash), await rulesIn(hash, 'onRegister')]).toEqual([[increment(POINTS, 1)], [REWARD]]);
  });

  test('overwrites nobody: what another person changed meanwhile is said, and what was typed stays', async () => {
    const hash = await card();
    const { action, fields } = await form(`/cards/${hash}/rules/onScan/2`, { 'step0.text': 'silver' });
    await save(`/cards/${hash}/rules/onScan/1`, { 'step0.text': '2' });
    const refused = await owner.post(action, fields);
    expect(refused.status).toBe(409);
    const page = await refused.text();
    expect(textOf(page)).toContain(`${OWNER.email} has changed the card meanwhile`);
    const again = ruleForm(page);
    expect(again.fields['step0.text']).toBe('silver');
    expect((await owner.post(again.action, again.fields)).status).toBe(303);
    expect(await rulesIn(hash)).toEqual([increment(POINTS, 2), { ...REWARD, value: 'silver' }]);
  });

  test('becomes a new rule when its rule is gone', async () => {
    const hash = await card();
    const { action, fields } = await form(`/cards/${hash}/rules/onScan/2`, { 'step0.text': 'silver' });
    const list = await owner.page(`/cards/${hash}/rules/onScan/2/delete`);
    const asked = formTo(list, '/delete');
    expect((await owner.post(asked.action, asked.fields)).status).toBe(303);
    const again = ruleForm(await (await owner.post(action, fields)).text());
    expect(again.action).toMatch(/\/onScan\/new$/);
    await owner.post(again.action, again.fields);
    expect(await rulesIn(hash)).toEqual([increment(POINTS, 1), { ...REWARD, value: 'silver' }]);
  });

  test('of a rule that is too long is none, so that saving loses no step', async () => {
    const hash = await card({ onScan: Array.from({ length: 51 }, (_, at) => set('note', at)) });
    const page = await owner.page(`/cards/${hash}/rules/onScan/1`);
    expect(textOf(page)).toContain('This rule is too long for a form');
    expect(page).not.toContain('data-rule-form');
    const list = formTo(await owner.page(`/cards/${hash}/rules`), '/onScan/1/change');
    expect((await owner.post(list.action, { ...list.fields, do: 'pause' })).status).toBe(303);
    expect(await rulesIn(hash)).toHaveLength(51);
  });

  test('says there is no such rule', async () => {
    const hash = await card();
    for (const path of ['onScan/3', 'onScan/9999', 'onScam/1', 'steps.nothing/1', 'onScan/new?copy=onScan/9']) {
      expect((await owner.get(`/cards/${hash}/rules/${path}`)).status, path).toBe(404);
    }
  });
});

describe('a condition as text', () => {
  test('shows the parser’s verdict and place for each case of the grammar', async () => {
    const hash = await card({});
    const { action, fields } = await form(`/cards/${hash}/rules/onScan/new`, {
      mode: 'text',
      'step0.verb': 'say',
      'step0.text': 'x',
    });
    for (const { source, error } of CASES) {
      // A form cannot carry half of a surrogate pair.
      if (/\p{Surrogate}/u.test(source)) continue;
      const part = await (await owner.post(`${action}/preview`, { ...fields, condition: source, do: 'show' })).text();
      const said = /id="condition-fault"[\s\S]*?<\/div>/.exec(part)?.[0];
      if (error === undefined) expect(said, source).toBeUndefined();
      else {
        const place = `Line ${error.line}, column ${error.column}: ${error.message}`.replace(/\s+/g, ' ');
        expect(textOf(said ?? ''), source).toContain(place);
      }
    }
  });

  test('is what rows cannot say, with its words beneath', async () => {
    const source = `({note} = "a" OR {note} = "b") AND {${POINTS}} > 3`;
    const hash = await card({ onScan: set('note', 'x', source) });
    const page = await owner.page(`/cards/${hash}/rules/onScan/1`);
    expect(ruleForm(page).fields).toMatchObject({ mode: 'text', condition: source });
    expect(textOf(page)).toContain('In words: (Note is a or Note is b) and POINTS is more than 3');
    const asRows = async (condition: string) => {
      const { action, fields } = await form(`/cards/${hash}/rules/onScan/1`, { condition, do: 'as-rows' });
      const shown = await (await owner.post(action, fields)).text();
      return [ruleForm(shown).fields.mode, textOf(shown).includes('more than rows can')];
    };
    expect(await asRows(source)).toEqual(['text', true]);
    expect(await asRows(`${source} AND`)).toEqual(['text', false]);
    expect(await asRows('scanned')).toEqual(['rows', false]);
    expect((await save(`/cards/${hash}/rules/onScan/1`, { condition: `${source} AND` })).status).toBe(400);
    expect((await save(`/cards/${hash}/rules/onScan/1`, { condition: 'scanned' })).status).toBe(303);
    expect(await rulesIn(hash)).toEqual(set('note', 'x', 'scanned'));
  });
});

describe('a rule in the list', () => {
  const change = async (hash: string, number: number, what: string) => {
    const { fields } = formTo(await owner.page(`/cards/${hash}/rules`), `/onScan/${number}/change`);
    return owner.post(`/cards/${hash}/rules/onScan/${number}/change`, { ...fields, do: what });
  };

  test('is paused, and runs again', async () => {
    const hash = await card();
    expect((await change(hash, 2, 'pause')).headers.get('location')).toBe('../../../rules?done=paused#onScan-2');
    expect(await rulesIn(hash)).toEqual([increment(POINTS, 1), { ...REWARD, PSPaused: true }]);
    expect(textOf(await owner.page(`/cards/${hash}/rules?done=paused`))).toContain('paused');
    await change(hash, 2, 'resume');
    expect(await draftOf(hash)).toBeUndefined();
  });

  test('moves, and says when neighbours became one', async () => {
    const hash = await card({ onScan: [increment(POINTS, 1), REWARD, set('note', 'x')] });
    const moved = await change(hash, 2, 'down');
    expect(moved.headers.get('location')).toBe('../../../rules?done=moved&joined=true#onScan-2');
    expect(await rulesIn(hash)).toEqual([increment(POINTS, 1), set('note', 'x'), REWARD]);
    expect(textOf(await owner.page(`/cards/${hash}/rules?done=moved&joined=true`))).toContain('read as one rule now');
  });

  test('is copied by a form that has everything of it', async () => {
    const hash = await card({ onScan: [{ ...REWARD, PSNote: 'mine' }] });
    const copy = await form(`/cards/${hash}/rules/onScan/new?copy=onScan/1`, { home: 'onEdit' });
    expect((await owner.post(copy.action, copy.fields)).status).toBe(303);
    expect([await rulesIn(hash), await rulesIn(hash, 'onEdit')]).toEqual([
      [{ ...REWARD, PSNote: 'mine' }],
      [{ ...REWARD, PSNote: 'mine' }],
    ]);
  });

  test('is not changed by an old page', async () => {
    const hash = await card();
    const { fields } = formTo(await owner.page(`/cards/${hash}/rules`), '/onScan/2/change');
    await change(hash, 1, 'pause');
    const answer = await owner.post(`/cards/${hash}/rules/onScan/2/change`, { ...fields, do: 'up' });
    expect(answer.status).toBe(409);
    expect(await rulesIn(hash)).toEqual([{ ...increment(POINTS, 1), PSPaused: true }, REWARD]);
  });
});

describe('steps with a name', () => {
  const name = async (hash: string, typed: string) => {
    const { action, fields } = formTo(await owner.page(`/cards/${hash}/rules`), '/rules/steps');
    return owner.post(action, { ...fields, name: typed });
  };

  test('are named, filled with a rule, and run by another', async () => {
    const hash = await card();
    expect((await name(hash, 'Big reward')).status).toBe(303);
    expect(((await draftOf(hash))!.additional as JsonObject)['Big reward']).toBe('[]');
    expect(textOf(await owner.page(`/cards/${hash}/rules`))).toContain('The steps named Big reward');
    await save(`/cards/${hash}/rules/steps.Big%20reward/new`, { 'step0.verb': 'say', 'step0.text': 'Hooray' });
    const steps = ((await draftOf(hash))!.additional as JsonObject)['Big reward'];
    expect(JSON.parse(steps as string)).toEqual([
      { action: 'PSActionSetValue', targetPath: 'psScanText', value: 'Hooray' },
    ]);
    await save(`/cards/${hash}/rules/steps.Big%20reward/1`, { 'step0.text': 'Hooray!' });
    expect(JSON.parse(((await draftOf(hash))!.additional as JsonObject)['Big reward'] as string)[0].value).toBe(
      'Hooray!',
    );
    await owner.page(`/cards/${hash}/rules/steps.Big%20reward/1/delete`);
    await save(`/cards/${hash}/rules/onScan/2`, { 'step0.verb': 'run', 'step0.path': 'Big reward' });
    expect(((await rulesIn(hash)) as any)[1]).toEqual({
      action: 'PSActionTriggers',
      targetPath: 'Big reward',
      PSConditions: REWARD.PSConditions,
    });
    expect(textOf(await owner.page(`/cards/${hash}/rules`))).toContain('do the steps named Big reward');
  });

  test.each([
    ['', 400, 'Give the steps a name'],
    ['a{b}', 400, 'no curly brackets'],
    ['x'.repeat(61), 400, 'at most 60 characters'],
    ['note', 409, 'Choose another'],
    ['barcode_message', 409, 'Choose another'],
  ])('named %j are refused', async (typed, status, words) => {
    const answer = await name(await card(), typed);
    const page = await answer.text();
    expect([answer.status, textOf(page)]).toEqual([status, expect.stringContaining(words)]);
    expect(formTo(page, '/rules/steps').fields.name).toBe(typed);
  });
});

test('a part of the form is a fragment, as the script asks for it', async () => {
  const hash = await card();
  const { action, fields } = await form(`/cards/${hash}/rules/onScan/1`);
  const part = await (await owner.post(`${action}/preview`, { ...fields, do: 'add-row' })).text();
  expect(part).not.toContain('<html');
  expect(filledIn(readPage(`<form>${part}</form>`).forms[0]!).fields).toMatchObject({
    'row0.subject': '',
    revision: fields.revision,
  });
});
