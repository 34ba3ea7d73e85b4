// Drafts: one a template, with a revision that is never used again, gone with its publication or its
// template; and who made each version.
import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { PUSH } from '../../src/rules/passes/facts.ts';
import { DIFFICULT, event, newAccount, newTemplate, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const HASH = 'ab'.repeat(32);
const BY_ADA = { baseVersion: 1, editedBy: 'ada@example.com', editedAt: T0 + 5 };

async function write(store: Store, logoText: string, hash = 'template-1'): Promise<number> {
  const { draft } = await store.changeDraft(hash, () => ({
    draft: { ...BY_ADA, passConstructor: { logoText } },
    result: null,
  }));
  return draft!.revision;
}

export function draftCases(store: Current): void {
  test('a draft comes back as it was written, beside its template', async () => {
    const template = await templateIn(store());
    expect(await store().draftOf(template.id)).toBeNull();
    const { draft, result } = await store().changeDraft('template-1', (snapshot, present) => {
      expect(snapshot.template).toEqual(template);
      expect(present).toBeNull();
      return { draft: { ...BY_ADA, passConstructor: DIFFICULT }, result: 'written' };
    });
    expect(result).toBe('written');
    expect(draft).toEqual({
      ...BY_ADA,
      templateId: template.id,
      revision: expect.any(Number),
      passConstructor: DIFFICULT,
    });
    expect(await store().draftOf(template.id)).toEqual(draft);
    const { passConstructor: _, ...head } = draft!;
    const other = await templateIn(store(), { hash: 'other' });
    expect(await store().draftHeads([other.id, template.id])).toEqual([head]);
    expect(await store().draftHeads([])).toEqual([]);
    // The template and its version are as before.
    expect((await store().templateById(template.id))?.template).toEqual(template);
    expect(await store().templateVersion(template.id, 1)).toEqual({ type: 'storeCard' });
  });

  test('each write has a new revision, also after the draft was dropped', async () => {
    const { id } = await templateIn(store());
    const revisions = [await write(store(), 'a'), await write(store(), 'b')];
    const dropped = await store().changeDraft('template-1', (_, present) => {
      expect(present).toMatchObject({ revision: revisions[1], passConstructor: { logoText: 'b' } });
      return { draft: null, result: null };
    });
    expect(dropped.draft).toBeNull();
    expect(await store().draftOf(id)).toBeNull();
    revisions.push(await write(store(), 'c'));
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
    expect(revisions[0]).toBeGreaterThan(0);
  });

  test('a decision that answers no draft, or throws, writes nothing', async () => {
    const { id } = await templateIn(store());
    await write(store(), 'a');
    const before = await store().draftOf(id);
    expect(await store().changeDraft('template-1', () => ({ result: 3 }))).toEqual({ draft: before, result: 3 });
    const refusal = new Error('no');
    const refused = store().changeDraft('template-1', () => {
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(await store().draftOf(id)).toEqual(before);
    await expect(store().changeDraft('absent', () => ({ draft: null, result: null }))).rejects.toMatchObject({
      code: 'template_not_found',
    });
  });

  test('of writes that come together, each sees the one before', async () => {
    await templateIn(store());
    const seen = await Promise.all(
      [1, 2, 3].map((number) =>
        store().changeDraft('template-1', (_, present) => ({
          draft: { ...BY_ADA, passConstructor: { logoText: `${number}` } },
          result: present?.passConstructor.logoText ?? null,
        })),
      ),
    );
    expect(seen.map(({ result }) => result)).toEqual([null, '1', '2']);
  });

  test('a change of the template sees its draft, and publishes it in the same commit', async () => {
    const { id } = await templateIn(store(), { author: 'Passwright' });
    const revision = await write(store(), 'a');
    const kept = await store().changeTemplate('template-1', T0 + 7, (_, __, draft) => {
      expect(draft).toEqual({ revision, baseVersion: 1 });
      return { passConstructor: { logoText: 'other' }, author: 'PassSource API', result: null };
    });
    expect(kept.template.version).toBe(2);
    // A version that somebody else makes leaves the draft.
    expect(await store().draftOf(id)).toMatchObject({ baseVersion: 1, passConstructor: { logoText: 'a' } });
    const refusal = new Error('no');
    const refused = store().changeTemplate('template-1', T0 + 8, () => {
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(await store().draftOf(id)).not.toBeNull();
    await store().changeTemplate('template-1', T0 + 9, () => ({
      passConstructor: { logoText: 'a' },
      author: 'ada@example.com',
      note: 'Colour',
      dropsDraft: true,
      result: null,
    }));
    expect(await store().draftOf(id)).toBeNull();
    expect(await store().templateVersions(id, { before: 4, count: 3 })).toMatchObject([
      { version: 3, author: 'ada@example.com', note: 'Colour', createdAt: T0 + 9 },
      { version: 2, author: 'PassSource API', note: null, createdAt: T0 + 7 },
      { version: 1, author: 'Passwright', note: null, createdAt: T0 },
    ]);
  });

  test('a draft goes with its template, and no other does', async () => {
    const { id } = await templateIn(store());
    const other = await templateIn(store(), { hash: 'other' });
    await write(store(), 'a');
    await write(store(), 'b', 'other');
    await store().deleteTemplate(id, T0);
    expect(await store().draftOf(id)).toBeNull();
    expect(await store().draftOf(other.id)).toMatchObject({ passConstructor: { logoText: 'b' } });
  });

  test('an image that a draft alone names is in use', async () => {
    const bytes = new Uint8Array([1]);
    await store().putImage({ hash: HASH, mediaType: 'image/png', bytes });
    const { id } = await templateIn(store());
    await store().changeDraft('template-1', () => ({
      draft: { ...BY_ADA, passConstructor: { images: { logo: HASH } } },
      result: null,
    }));
    expect(await store().purgeImages(T0, true)).toEqual({ count: 0, bytes: 0 });
    await store().deleteTemplate(id, T0);
    expect(await store().purgeImages(T0, true)).toEqual({ count: 1, bytes: 1 });
  });

  test('an event has the version under which it ran', async () => {
    const { id } = await templateIn(store());
    const { id: passId } = await passIn(store(), 'p1');
    const scan = () => store().changePass('p1', () => ({ event: event({ trace: null }), result: null }));
    await scan();
    await store().changeTemplate('template-1', T0 + 1, () => ({
      passConstructor: { logoText: 'b' },
      event: event({ accessType: PUSH, time: T0 + 1, outcome: 'skipped' }),
      result: null,
    }));
    await scan();
    const page = { before: Number.MAX_SAFE_INTEGER, count: 9 };
    const { events } = await store().eventsOfPass(passId, page);
    expect(events.map(({ accessType, templateVersion }) => [accessType, templateVersion])).toEqual([
      [7, 2],
      [PUSH, 2],
      [7, 1],
    ]);
    const stranger = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await store().createTemplate(newTemplate(stranger.id, { hash: 'bob' }));
    expect((await store().eventsOf([id], { ...page, look: 9 }, {})).events).toHaveLength(3);
  });
}
