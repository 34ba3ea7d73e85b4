// The list and the search of customers: by words, by card, by phones, by visits, page by page.
import { beforeEach, expect, it } from 'vitest';
import { type CustomerQuery, MOST_LOOKED } from '../../src/ports/store/search.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import {
  event,
  install,
  newAccount,
  newTemplate,
  passIn,
  removeInGoogle,
  saveInGoogle,
  T0,
  templateIn,
  uninstall,
} from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const DAY = 86_400_000;
const TODAY = Math.floor(T0 / DAY);

export function searchCases(store: Current): void {
  let accountId = 0;
  let templateId = 0;
  beforeEach(async () => {
    ({ id: templateId, accountId } = await templateIn(store()));
  });

  const query = (given: Partial<CustomerQuery> = {}): CustomerQuery => ({
    accountId,
    templateId: null,
    words: [],
    onPhone: null,
    visit: null,
    after: null,
    count: 10,
    ...given,
  });
  const found = async (given: Partial<CustomerQuery> = {}) => {
    const { rows, next } = await store().customers(query(given));
    return { hashes: rows.map(({ pass }) => pass.hash), next };
  };
  const hashes = async (given: Partial<CustomerQuery> = {}) => (await found(given)).hashes;
  const scan = (hash: string, daysAgo: number) =>
    store().changePass(hash, () => ({ event: event({ time: T0 - daysAgo * DAY }), result: null }));

  it('finds a pass by the beginnings of all given words', async () => {
    await passIn(store(), 'ada', { words: 'ada byron 12345 2345 345' });
    await passIn(store(), 'bob', { words: 'bob byron' });
    await passIn(store(), 'eve');
    expect(await hashes({ words: ['byr'] })).toEqual(['bob', 'ada']);
    expect(await hashes({ words: ['byron', 'ad'] })).toEqual(['ada']);
    expect(await hashes({ words: ['2345'] })).toEqual(['ada']);
    expect(await hashes({ words: ['yron'] })).toEqual([]);
    expect(await hashes({ words: ['ada', 'bob'] })).toEqual([]);
    expect(await hashes()).toEqual(['eve', 'bob', 'ada']);
  });

  it('finds letters of every script, and takes each word as it is', async () => {
    await passIn(store(), 'p1', { words: 'müller 山田太郎 太郎 and or near not' });
    expect(await hashes({ words: ['太郎'] })).toEqual(['p1']);
    expect(await hashes({ words: ['müll'] })).toEqual(['p1']);
    expect(await hashes({ words: ['or'] })).toEqual(['p1']);
    expect(await hashes({ words: ['not', 'near'] })).toEqual(['p1']);
  });

  it('words replace those before, a change without words leaves them, and a deleted pass has none', async () => {
    await passIn(store(), 'p1', { words: 'ada' });
    await store().changePass('p1', () => ({ touchedAt: T0, result: null }));
    expect(await hashes({ words: ['ada'] })).toEqual(['p1']);
    await store().changePass('p1', () => ({ words: 'grace', result: null }));
    expect(await hashes({ words: ['ada'] })).toEqual([]);
    expect(await hashes({ words: ['grace'] })).toEqual(['p1']);
    await store().deletePass('p1', T0);
    expect(await found({ words: ['grace'] })).toEqual({ hashes: [], next: null });
  });

  it('a change that fails leaves the words as they were', async () => {
    await passIn(store(), 'p1', { words: 'ada' });
    const refused = store().changePasses([
      { hash: 'p1', decide: () => ({ words: 'grace', result: null }) },
      { hash: 'nobody', decide: () => ({ result: null }) },
    ]);
    await expect(refused).rejects.toMatchObject({ code: 'pass_not_found' });
    expect(await hashes({ words: ['ada'] })).toEqual(['p1']);
  });

  it("an account finds its own passes alone, of all cards or of one; a deleted card's are gone", async () => {
    const other = await store().createAccount(newAccount({ email: 'other@example.com' }));
    await store().createTemplate(newTemplate(other.id, { hash: 'others' }));
    const second = await store().createTemplate(newTemplate(accountId, { hash: 'second' }));
    await passIn(store(), 'own', { words: 'ada' });
    await passIn(store(), 'too', { words: 'ada', template: 'second' });
    await passIn(store(), 'strange', { words: 'ada', template: 'others' });
    for (const words of [[], ['ada']]) {
      expect(await hashes({ words })).toEqual(['too', 'own']);
      expect(await hashes({ words, templateId })).toEqual(['own']);
      expect(await hashes({ words, accountId: other.id })).toEqual(['strange']);
    }
    await store().deleteTemplate(second.id, T0);
    for (const words of [[], ['ada']]) expect(await hashes({ words })).toEqual(['own']);
  });

  it('a pass that moves is found under its new card', async () => {
    const second = await store().createTemplate(newTemplate(accountId, { hash: 'second' }));
    await passIn(store(), 'p1', { words: 'ada' });
    const move = { templateId: second.id, touchedAt: T0, barcode: null, words: 'ada', result: null };
    await store().changePass('p1', () => move);
    for (const words of [[], ['ada']]) {
      expect(await hashes({ words, templateId })).toEqual([]);
      expect(await hashes({ words, templateId: second.id })).toEqual(['p1']);
    }
  });

  it('filters by phones, with words and without', async () => {
    await passIn(store(), 'on', { words: 'ada' });
    await passIn(store(), 'off', { words: 'ada' });
    await install(store(), 'on');
    for (const words of [[], ['ada']]) {
      expect(await hashes({ words, onPhone: true })).toEqual(['on']);
      expect(await hashes({ words, onPhone: false })).toEqual(['off']);
    }
    expect((await store().customers(query())).rows.map(({ onPhone }) => onPhone)).toEqual([false, true]);
    await saveInGoogle(store(), 'off');
    for (const words of [[], ['ada']]) expect(await hashes({ words, onPhone: true })).toEqual(['off', 'on']);
    await removeInGoogle(store(), 'off');
    await uninstall(store(), 'on');
    for (const words of [[], ['ada']]) {
      expect(await hashes({ words, onPhone: true })).toEqual([]);
      expect(await hashes({ words, onPhone: false })).toEqual(['off', 'on']);
    }
  });

  it('filters by the day of the last scan, the latest visit first', async () => {
    for (const hash of ['never', 'old', 'new', 'today']) await passIn(store(), hash, { words: 'ada' });
    await scan('today', 0);
    await scan('old', 40);
    await scan('new', 3);
    const since = (day: number) => ({ visit: { kind: 'since', day: TODAY - day } }) as const;
    expect(await hashes(since(0))).toEqual(['today']);
    expect(await hashes(since(6))).toEqual(['today', 'new']);
    expect(await hashes({ visit: { kind: 'before', day: TODAY - 6 } })).toEqual(['old']);
    expect(await hashes({ visit: { kind: 'never' } })).toEqual(['never']);
    expect(await hashes({ ...since(6), onPhone: false })).toEqual(['today', 'new']);
    expect(await hashes({ ...since(6), onPhone: true })).toEqual([]);
    // With words the newest pass comes first, as in every search.
    expect(await hashes({ ...since(60), words: ['ada'] })).toEqual(['today', 'new', 'old']);
    expect(await hashes({ words: ['ada'], visit: { kind: 'never' } })).toEqual(['never']);
    expect(await hashes({ words: ['ada'], visit: { kind: 'before', day: TODAY } })).toEqual(['new', 'old']);
    await scan('old', 0);
    expect(await hashes(since(0))).toEqual(['today', 'old']);
  });

  it('pages are disjoint and complete, whatever the filter', async () => {
    await store().createTemplate(newTemplate(accountId, { hash: 'second' }));
    for (let number = 0; number < 9; number++) {
      const template = number % 2 === 0 ? 'template-1' : 'second';
      await passIn(store(), `p${number}`, { words: 'ada', template });
      if (number % 3 > 0) await install(store(), `p${number}`);
      await scan(`p${number}`, number % 2);
    }
    const filters: Partial<CustomerQuery>[] = [
      {},
      { words: ['ada'] },
      { onPhone: true },
      { onPhone: false },
      { visit: { kind: 'since', day: TODAY - 1 } },
      { visit: { kind: 'since', day: TODAY - 1 }, onPhone: true },
      { visit: { kind: 'before', day: TODAY + 1 }, words: ['ada'], onPhone: true },
    ];
    for (const filter of filters) {
      const all = await found({ ...filter, count: 100 });
      expect(all.next).toBeNull();
      const seen: string[] = [];
      let after: CustomerQuery['after'] = null;
      do {
        const page: Awaited<ReturnType<typeof found>> = await found({ ...filter, after, count: 2 });
        expect(page.hashes.length).toBeLessThanOrEqual(2);
        seen.push(...page.hashes);
        after = page.next;
      } while (after !== null);
      expect(seen).toEqual(all.hashes);
      expect(new Set(seen).size).toBe(all.hashes.length);
    }
  });

  it('a search with a filter that fits nobody looks at a bounded number of passes, and goes on', async () => {
    const many = Array.from({ length: MOST_LOOKED + 5 }, (_, number) => ({
      templateHash: 'template-1',
      decide: () => ({
        create: {
          serialNumber: `s${number}`,
          hash: `h${number}`,
          authenticationToken: 'token',
          overrides: {},
          createdAt: T0,
        },
        words: 'ada',
        result: null,
      }),
    }));
    await store().createPasses(many);
    await install(store(), 'h0');
    const first = await found({ words: ['ada'], onPhone: true });
    expect(first.hashes).toEqual([]);
    expect(first.next).not.toBeNull();
    expect(await found({ words: ['ada'], onPhone: true, after: first.next })).toEqual({ hashes: ['h0'], next: null });
  });

  it('the last scan counts, and no other event', async () => {
    await passIn(store(), 'p1');
    await store().changePass('p1', () => ({ event: event({ accessType: 8 }), result: null }));
    expect(await hashes({ visit: { kind: 'never' } })).toEqual(['p1']);
    await store().changePass('p1', () => ({ event: event({ accessType: SCAN, logged: false }), result: null }));
    expect(await hashes({ visit: { kind: 'never' } })).toEqual(['p1']);
  });
}
