// Numbers of templates: kept up to date by every change, the lists behind them, and events by the
// quarter of an hour.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PassState, TemplateCounts } from '../../src/ports/store/counts.ts';
import type { Pass, PassChange } from '../../src/ports/store/passes.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { CREATE, DELETE, EDIT, INSTALL, PUSH, REGISTER, SCAN } from '../../src/rules/passes/facts.ts';
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

const NONE: TemplateCounts = { created: 0, installed: 0, deleted: 0, scanned: 0, registered: 0, onPhones: 0 };
const QUARTER = 900_000;
/** The first quarter of an hour that begins at T0 or later. */
const Q0 = Math.ceil(T0 / QUARTER) * QUARTER;
const TEMPLATES = ['template-1', 'template-2'] as const;
const PATHS = ['points', 'structure_backFields_news_value', 'quote"\'é'];

const log = (store: Store, hash: string, given: Parameters<typeof event>[0]) =>
  store.changePass(hash, () => ({ event: event(given), result: null }));

async function allPassesOf(store: Store, templateId: number): Promise<readonly Pass[]> {
  return store.passesBehind(templateId, 0, 10_000);
}

/** Counts the passes themselves, one by one. */
async function recount(store: Store, templateId: number): Promise<TemplateCounts> {
  const passes = await allPassesOf(store, templateId);
  const held = await Promise.all(
    passes.map(
      async ({ id }) => (await store.devicesOf(id)).length > 0 || (await store.googleObject(id))?.isSaved === true,
    ),
  );
  const having = (type: 2 | 4 | 6 | 7) => passes.filter(({ access }) => access[type] !== undefined).length;
  return {
    created: passes.length,
    installed: having(INSTALL),
    deleted: having(DELETE),
    scanned: having(SCAN),
    registered: having(REGISTER),
    onPhones: held.filter((each) => each).length,
  };
}

export function countCases(store: Current): void {
  test('each number counts passes, not events', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    for (const [hash, types] of [
      ['p1', [INSTALL, REGISTER, SCAN, SCAN, SCAN]],
      ['p2', [INSTALL, DELETE]],
      ['p3', [SCAN]],
      ['p4', []],
    ] as const) {
      await passIn(store(), hash, { event: event({ accessType: CREATE }) });
      for (const accessType of types) await log(store(), hash, { accessType });
    }
    await passIn(store(), 'stranger', { template: 'other', event: event({ accessType: INSTALL }) });
    await log(store(), 'p4', { accessType: REGISTER, outcome: 'stopped', logged: false });
    await install(store(), 'p1');
    const counts = { created: 4, installed: 2, deleted: 1, scanned: 2, registered: 1, onPhones: 1 };
    expect(await store().templateCounts(template.id)).toEqual(counts);
    expect(await store().countPasses(template.id)).toBe(4);
    expect(await store().templateCounts(999)).toEqual(NONE);
    expect(await store().countPasses(999)).toBe(0);
    await uninstall(store(), 'p1');
    expect(await store().templateCounts(template.id)).toEqual({ ...counts, onPhones: 0 });
  });

  test('an account gets the numbers of its own templates at once', async () => {
    const first = await templateIn(store());
    const second = await templateIn(store(), { hash: 'template-2' });
    const bob = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    const strange = await store().createTemplate(newTemplate(bob.id, { hash: 'bob' }));
    await passIn(store(), 'p1', { event: event() });
    await passIn(store(), 'b1', { template: 'bob' });
    expect(await store().countsOfAccount(first.accountId)).toEqual(
      new Map([
        [first.id, { ...NONE, created: 1, scanned: 1 }],
        [second.id, NONE],
      ]),
    );
    expect(await store().countsOfAccount(bob.id)).toEqual(new Map([[strange.id, { ...NONE, created: 1 }]]));
    expect(await store().countsOfAccount(999)).toEqual(new Map());
  });

  test('the lists behind the numbers have the newest pass first, page by page', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    for (const hash of ['p1', 'p2', 'p3', 'p4', 'p5']) await passIn(store(), hash);
    await passIn(store(), 'stranger', { template: 'other', event: event() });
    for (const [hash, type] of [
      ['p1', SCAN],
      ['p3', SCAN],
      ['p5', SCAN],
      ['p2', INSTALL],
      ['p3', DELETE],
      ['p4', REGISTER],
    ] as const) {
      await log(store(), hash, { accessType: type });
    }
    await install(store(), 'p5');
    await install(store(), 'p1');
    const list = async (state: PassState, before: number | null = null, count = 10) =>
      store().passesIn(template.id, state, { before, count });
    const hashes = async (...given: Parameters<typeof list>) => (await list(...given)).map(({ hash }) => hash);
    expect(await hashes('created')).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    expect(await hashes('scanned')).toEqual(['p5', 'p3', 'p1']);
    expect(await hashes('installed')).toEqual(['p2']);
    expect(await hashes('deleted')).toEqual(['p3']);
    expect(await hashes('registered')).toEqual(['p4']);
    expect(await hashes('onPhones')).toEqual(['p5', 'p1']);
    const [newest, next] = await list('scanned', null, 2);
    expect(await hashes('scanned', newest!.id, 1)).toEqual(['p3']);
    expect(await hashes('scanned', next!.id)).toEqual(['p1']);
    const [first] = await list('onPhones', null, 1);
    expect(first).toEqual((await store().passByHash('p5'))!.pass);
  });

  test('events count in the quarter of an hour of their time, those of the whole template too', async () => {
    const template = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    await passIn(store(), 'p1');
    for (const time of [Q0, Q0 + QUARTER - 1, Q0 + QUARTER]) await log(store(), 'p1', { time });
    await log(store(), 'p1', { time: Q0, logged: false });
    await log(store(), 'p1', { time: Q0, accessType: EDIT });
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: Q0 + 5 }));
    const spans = [
      { from: Q0 - QUARTER, to: Q0 },
      { from: Q0, to: Q0 + QUARTER },
      { from: Q0 + QUARTER, to: Q0 + 2 * QUARTER },
      { from: Q0, to: Q0 + 2 * QUARTER },
    ];
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([0, 2, 1, 3]);
    expect(await store().accessesIn(template.id, EDIT, spans)).toEqual([0, 1, 0, 1]);
    expect(await store().accessesIn(template.id, PUSH, spans)).toEqual([0, 1, 0, 1]);
    expect(await store().accessesIn(other.id, SCAN, spans)).toEqual([0, 0, 0, 0]);
    const whole = { from: Q0, to: Q0 + 2 * QUARTER };
    expect(await store().accessesOfAccount(template.accountId, SCAN, whole)).toEqual(new Map([[template.id, 3]]));
    expect(await store().accessesOfAccount(999, SCAN, whole)).toEqual(new Map());
    expect(await store().lastOfTemplate(template.id, PUSH)).toBe(Q0 + 5);
    expect(await store().lastOfTemplate(other.id, PUSH)).toBeNull();
  });

  test('what happened stays in the numbers of its day, when its pass goes or moves and its event is purged', async () => {
    const template = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    for (const hash of ['p1', 'p2', 'p3']) await passIn(store(), hash, { event: event({ time: Q0 }) });
    await store().deletePass('p1', Q0);
    await store().changePass('p2', () => ({ templateId: other.id, touchedAt: Q0, barcode: null, result: null }));
    await store().purgeEvents(Q0 + 1, { after: 0, size: 100, drop: true });
    await log(store(), 'p2', { time: Q0 });
    const spans = [{ from: Q0, to: Q0 + QUARTER }];
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([3]);
    expect(await store().accessesIn(other.id, SCAN, spans)).toEqual([1]);
    await store().deleteTemplate(template.id, Q0);
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([0]);
    expect(await store().templateCounts(template.id)).toEqual(NONE);
  });

  test('a scan that is undone counts nowhere any more, under the template that it ran under', async () => {
    const template = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    await passIn(store(), 'p1');
    await log(store(), 'p1', { time: Q0 });
    const [scan] = await store().tracking((await store().passByHash('p1'))!.pass.id);
    await store().changePass('p1', () => ({ templateId: other.id, touchedAt: Q0, barcode: null, result: null }));
    const spans = [{ from: Q0, to: Q0 + QUARTER }];
    const note = { who: 'ada@example.com', reason: '', undoes: scan!.id };
    const undoing = event({ accessType: EDIT, time: Q0, note });
    await store().changePass('p1', () => ({ access: {}, event: undoing, touchedAt: Q0, result: null }));
    expect(await store().accessesIn(template.id, SCAN, spans)).toEqual([0]);
    expect(await store().accessesIn(other.id, SCAN, spans)).toEqual([0]);
    expect(await store().templateCounts(other.id)).toMatchObject({ created: 1, scanned: 0 });
  });

  test('a pass for trying out counts in no number and is in no list, whatever happens to it', async () => {
    const template = await templateIn(store());
    const made = { serialNumber: 's', hash: 'try', authenticationToken: 't', overrides: { points: 1 }, createdAt: T0 };
    const create = { ...made, isTest: true };
    await store().createPass('template-1', () => ({ create, event: event({ time: Q0 }), result: null }));
    await install(store(), 'try');
    await store().changePass('try', () => ({ overrides: { points: 2, note: 'x' }, touchedAt: T0, result: null }));
    const [scan] = await store().tracking((await store().passByHash('try'))!.pass.id);
    const note = { who: 'ada@example.com', reason: '', undoes: scan!.id };
    const none = async () => {
      const { id } = template;
      expect(await store().templateCounts(id)).toEqual(NONE);
      expect(await store().accessesIn(id, SCAN, [{ from: Q0, to: Q0 + QUARTER }])).toEqual([0]);
      expect(await store().countOwnValues(id, 'points')).toBe(0);
      for (const state of ['created', 'scanned', 'onPhones'] as const) {
        expect(await store().passesIn(id, state, { before: null, count: 5 })).toEqual([]);
      }
    };
    await none();
    await store().changePass('try', () => ({ event: event({ accessType: EDIT, time: Q0, note }), result: null }));
    await none();
    await store().deletePass('try', T0);
    await none();
  });

  /** One piece of work; `pass` and `other` choose among what is there by then. */
  const work = fc.record({
    what: fc.constantFrom(
      ...([
        'make',
        'make',
        'log',
        'log',
        'write',
        'write',
        'clear',
        'move',
        'install',
        'install',
        'uninstall',
      ] as const),
      ...(['lose phone', 'delete', 'fail', 'purge', 'save', 'google', 'google', 'google removes'] as const),
    ),
    pass: fc.nat(20),
    other: fc.nat(1),
    type: fc.constantFrom(CREATE, INSTALL, REGISTER, DELETE, SCAN, EDIT),
    logged: fc.boolean(),
    paths: fc.subarray(PATHS),
  });

  test('after any work the numbers are what counting one by one gives', async () => {
    const ids: number[] = [];
    for (const hash of TEMPLATES) ids.push((await templateIn(store(), { hash })).id);
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(work, { minLength: 5, maxLength: 25 }), async (pieces) => {
        const hashes = async () => {
          const all = await Promise.all(ids.map((id) => allPassesOf(store(), id)));
          return all.flat().map(({ hash }) => hash);
        };
        for (const { what, pass, other, type, logged, paths } of pieces) {
          const present = await hashes();
          const hash = present[pass % Math.max(1, present.length)];
          const values = Object.fromEntries(paths.map((path) => [path, 1]));
          const change = (decide: (present: Pass) => Partial<PassChange<null>>) =>
            hash === undefined
              ? null
              : store().changePass(hash, (snapshot) => ({ ...decide(snapshot.pass), result: null }));
          if (what === 'make') {
            const given = { event: event({ accessType: type, logged }), overrides: values };
            await passIn(store(), `p${++made}`, { template: TEMPLATES[other]!, ...given });
          }
          if (what === 'log') await change(() => ({ event: event({ accessType: type, logged }) }));
          if (what === 'write') {
            await change(({ overrides }) => ({ overrides: { ...overrides, ...values }, touchedAt: T0, push: true }));
          }
          if (what === 'clear') await change(() => ({ overrides: values }));
          if (what === 'move') await change(() => ({ templateId: ids[other]!, touchedAt: T0, barcode: null }));
          if (hash !== undefined && what === 'install') await install(store(), hash);
          if (hash !== undefined && what === 'uninstall') await uninstall(store(), hash);
          if (hash !== undefined && what === 'google') await saveInGoogle(store(), hash);
          if (hash !== undefined && what === 'google removes') await removeInGoogle(store(), hash);
          if (what === 'lose phone') await losePhone(store());
          if (hash !== undefined && what === 'delete') await store().deletePass(hash, T0);
          if (what === 'fail') await failTogether(store(), hash, `x${++made}`);
          if (what === 'purge') {
            const limits = { staleBefore: T0 - 1, unusedBefore: T0 + 1 };
            await store().purgePasses(limits, { after: 0, size: 1000, drop: true });
          }
          if (what === 'save') {
            await store().changeTemplate(TEMPLATES[other]!, T0, (_, now) => ({ passConstructor: now, result: null }));
          }
        }
        for (const id of ids) {
          expect(await store().templateCounts(id)).toEqual(await recount(store(), id));
          const passes = await allPassesOf(store(), id);
          for (const path of PATHS) {
            const own = passes.filter(({ overrides }) => Object.hasOwn(overrides, path)).length;
            expect({ path, own: await store().countOwnValues(id, path) }).toEqual({ path, own });
          }
        }
      }),
      { numRuns: 25 },
    );
  });
}

/** APNs says that the phone of the first waiting push is gone. */
async function losePhone(store: Store): Promise<void> {
  const [job] = await store.waitingJobs(1);
  if (job === undefined) return;
  const { targets, step } = await store.pushTargets(job, 1);
  const gone = targets.map(({ deviceId, pushToken }) => ({
    ...{ deviceId, pushToken, time: T0, status: 410, reason: 'Unregistered' },
    fate: { kind: 'gone', since: null } as const,
  }));
  await store.recordPushes(job, gone, step);
}

/** Makes a pass and changes another in one commit that fails at the end. */
async function failTogether(store: Store, hash: string | undefined, name: string): Promise<void> {
  const create = { serialNumber: name, hash: name, authenticationToken: name, overrides: { points: 1 }, createdAt: T0 };
  const making = store.createPasses([
    { templateHash: TEMPLATES[0], decide: () => ({ create, event: event(), result: null }) },
    { templateHash: 'absent', decide: () => ({ create, result: null }) },
  ]);
  await expect(making).rejects.toMatchObject({ code: 'template_not_found' });
  if (hash === undefined) return;
  const changing = store.changePasses([
    { hash, decide: () => ({ overrides: {}, event: event({ accessType: SCAN }), touchedAt: T0, result: null }) },
    { hash: 'absent', decide: () => ({ result: null }) },
  ]);
  await expect(changing).rejects.toMatchObject({ code: 'pass_not_found' });
}
