// 49 kinds of real passes, and what each recipe makes: every form of a card that is opened and sent untouched stores nothing, and
// what an owner gives is in what is stored.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archive, packFile } from '../../src/pass/archive.ts';
import { fieldsIn, keyOf } from '../../src/rules/design/fields.ts';
import { propertiesOf } from '../../src/rules/design/property-inputs.ts';
import { actionsIn, homeNamed } from '../../src/rules/triggers/rule-homes.ts';
import { jsonOf, orderedEntries } from '../../src/rules/values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import { FIELD_GROUPS, SERVER_KEYS } from '../../src/rules/vocabulary.ts';
import { parseJsonObject } from '../../src/template-files/json.ts';
import { type PageForm, readPage, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser } from '../fixtures/http/workshop.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import type { Kind } from '../fixtures/pass/kind.ts';
import { KINDS } from '../fixtures/pass/kinds.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { RECIPE_CARDS } from '../fixtures/rules/recipe-cards.ts';

let t: TestApp;
let owner: OwnersBrowser;
let icon: Buffer;
beforeAll(async () => {
  t = await openTestApp();
  // A zone in which some hours are there twice, and others never.
  await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'Europe/Berlin' });
  owner = await ownersBrowser(t);
  icon = await noise(29, 29);
});
afterAll(() => t.close());

const quoted = (text: string) => JSON.stringify(text);

/** Saves a kind as it comes: a constructor by the API, a finished pass as a .pkpass. */
async function imported({ given, name, strings }: Kind): Promise<string> {
  if (strings === undefined) return t.template(given, { templateName: name });
  const files = { 'pass.json': Buffer.from(JSON.stringify(given)), 'icon.png': icon };
  const translations = Object.entries(strings).map(([language, texts]): [string, Buffer] => {
    const lines = Object.entries(texts).map(([text, other]) => `${quoted(text)} = ${quoted(String(other))};\n`);
    return [`${language}.lproj/pass.strings`, Buffer.from(lines.join(''))];
  });
  const packed = [...Object.entries(files), ...translations].map(([file, bytes]) => packFile(file, bytes));
  const form = new FormData();
  form.append('file', new File([Buffer.from(archive(packed))], 'card.pkpass'));
  const answer = await owner.post('/cards/import', form);
  const found = /\/cards\/([^/]+)\/code/.exec(answer.headers.get('location') ?? '');
  if (found === null) throw new Error(`${answer.status} ${await answer.text()}`);
  return found[1]!;
}

async function storedOf(hash: string) {
  const { store } = t.app.context;
  const { template } = (await store.templateByHash(hash))!;
  const stored = (await store.templateVersion(template.id, template.version)) as JsonObject;
  return { stored, version: template.version, draft: await store.draftOf(template.id) };
}

/** Opens a page, and sends one of its forms as it is. */
async function sendUntouched(path: string, isIt: (form: PageForm) => boolean): Promise<void> {
  const forms = readPage(await owner.page(path)).forms.filter(isIt);
  expect([path, forms.length]).toEqual([path, 1]);
  const answer = await owner.post(forms[0]!.attributes.action || path, sentBy(forms[0]!));
  expect([path, answer.status, answer.status === 303 ? '' : await answer.text()]).toEqual([path, 303, '']);
}

/** Every value in a constructor as JSON. */
function leavesOf(value: JsonValue): readonly string[] {
  if (isArray(value)) return value.flatMap(leavesOf);
  if (isObject(value)) return Object.values(value).flatMap(leavesOf);
  return value === null ? [] : [JSON.stringify(value)];
}

test('there are 49, and no two have one name', () => {
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(49);
});

describe.each<Kind>([...KINDS, ...RECIPE_CARDS])('$name', (kind) => {
  let hash: string;
  let before: Awaited<ReturnType<typeof storedOf>>;
  beforeAll(async () => {
    hash = await imported(kind);
    before = await storedOf(hash);
    expect(before.draft).toBe(null);
  });
  const unchanged = async (path: string) => {
    const { stored, version, draft } = await storedOf(hash);
    expect([path, draft]).toEqual([path, null]);
    expect([jsonOf(stored), version]).toEqual([jsonOf(before.stored), before.version]);
  };

  test('loses nothing that was given', () => {
    const own = Object.entries(kind.given).filter(([key]) => !(SERVER_KEYS as readonly string[]).includes(key));
    const found = new Set(leavesOf(before.stored));
    // A condition of a value joins that of its field.
    const joined = [...found].filter((leaf) => leaf.includes(') AND ('));
    const given = [Object.fromEntries(own), ...Object.values(kind.strings ?? {})].flatMap(leavesOf);
    const isThere = (leaf: string) => found.has(leaf) || joined.some((both) => both.includes(`(${leaf.slice(1, -1)})`));
    expect(given.filter((leaf) => !isThere(leaf))).toEqual([]);
  });

  test('the designer, its fields and hidden values', async () => {
    const { stored } = before;
    const paths = [
      'design',
      ...FIELD_GROUPS.flatMap((group) =>
        fieldsIn(stored, group)
          // One card has 45 alike.
          .slice(0, 8)
          .map((field) => `design/field?group=${group}&key=${encodeURIComponent(keyOf(field))}`),
      ),
      ...propertiesOf(stored).map(({ key }) => `design/value?key=${encodeURIComponent(key)}`),
    ];
    for (const path of paths) {
      await sendUntouched(`/cards/${hash}/${path}`, ({ attributes }) => attributes.id === 'design');
      await unchanged(path);
    }
  });

  test('every rule', async () => {
    const page = await owner.page(`/cards/${hash}/rules`);
    const links = [...page.matchAll(/href="([^"]*\/rules\/([^"/]+)\/\d+)"/g)];
    const { triggers = {} } = before.stored;
    const events = Object.keys(triggers as JsonObject).filter(
      (event) => actionsIn(before.stored, homeNamed(event)!).length > 0,
    );
    expect([...new Set(links.map(([, , home]) => decodeURIComponent(home!)))]).toEqual(expect.arrayContaining(events));
    for (const [, path] of links) {
      await sendUntouched(path!, ({ attributes }) => 'data-rule-form' in attributes);
      await unchanged(path!);
    }
  });

  test('the JSON, and its file', async () => {
    await sendUntouched(`/cards/${hash}/code`, (form) => sentBy(form).has('json'));
    await unchanged('code');
    const file = parseJsonObject(Buffer.from(await owner.page(`/cards/${hash}/code/template.json`)), 'template.json');
    // In a file, pictures are data.
    const { images: _, ...rest } = before.stored;
    const { images: _data, ...exported } = file.passConstructor as JsonObject;
    expect(jsonOf(exported)).toBe(jsonOf(rest));
  });

  test('dates, places, programs, details and languages', async () => {
    for (const page of ['dates', 'places', 'programs', 'details']) {
      const path = `/cards/${hash}/design/${page}`;
      await sendUntouched(path, (form) => form.attributes.class === 'stack' && sentBy(form).has('revision'));
      await unchanged(path);
    }
    const { stored } = before;
    const second = isObject(stored.redeemed) ? [['second', stored.redeemed] as const] : [];
    for (const [name, design] of [['first', stored] as const, ...second]) {
      const languages = isObject(design.localizations) ? orderedEntries(design.localizations).length : 0;
      for (const from of languages > 0 ? [0, 40, 80] : []) {
        const path = `/cards/${hash}/design/languages?design=${name}&from=${from}`;
        const saves = (form: PageForm) => sentBy(form).get('act') === 'save';
        if (from > 0 && !readPage(await owner.page(path)).forms.some(saves)) continue;
        await sendUntouched(path, saves);
        await unchanged(path);
      }
    }
  });
});
