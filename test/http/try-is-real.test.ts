// A try tells what a real event then does: for generated templates, drafts, states and events, the
// simulator's values, traces, pushes and answers are those of the events. TRY_RUNS sets how many.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { ownerOf } from '../../src/operations/access/caller.ts';
import type { Context } from '../../src/operations/context.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess } from '../../src/operations/events/track-access.ts';
import { type TryInput, tryRules } from '../../src/operations/events/try-rules.ts';
import { createPass } from '../../src/operations/passes/create-pass.ts';
import type { OutboundResult } from '../../src/ports/outbound.ts';
import {
  ACCESS_TYPES,
  type AccessType,
  CREATE,
  isLoggedByServer,
  SCAN,
  TRIGGER_OF,
} from '../../src/rules/passes/facts.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { actions, overrides } from '../fixtures/rules/any-actions.ts';
import { constructorOf } from '../fixtures/rules/sample-pass.ts';

const RUNS = Number(process.env.TRY_RUNS ?? 300);
const SEED = 15;

let t: TestApp;
let context: Context;
beforeAll(async () => {
  t = await openTestApp();
  const answered: OutboundResult = {
    ok: true,
    status: 200,
    contentType: 'text/plain',
    body: new Uint8Array(),
    durationMs: 0,
  };
  // Every service answers, because a try takes each request for a success.
  const outbound = { ...t.app.context.outbound, request: async () => answered };
  context = { ...t.app.context, outbound };
});
afterAll(() => t.close());

const types = ACCESS_TYPES.filter((type) => type === CREATE || !isLoggedByServer(type));
const drawn = fc.record({
  type: fc.constantFrom<AccessType>(...types, SCAN, SCAN),
  list: actions,
  /** What the card's own texts ask for. */
  shown: fc.constantFrom<JsonObject>(
    {},
    { psScanText: '{counter} of 10, {note}', psScanColor: '{note}' },
    { psScanText: '{psScanText}', psPassDescription: '{structure_headerFields_points_value}' },
  ),
  seen: fc.constantFrom('', 'scanned', '!registered', '{counter} > 2'),
  start: overrides,
  scans: fc.nat(2),
  times: fc.integer({ min: 1, max: 3 }),
  minutes: fc.nat(20),
  isDraft: fc.boolean(),
  kind: fc.constantFrom<JsonValue>(null, null, 'nonReplicable', 'random'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function constructorFor({ type, list, shown, seen, kind }: Drawn): JsonObject {
  const event = TRIGGER_OF[type]!;
  return constructorOf({
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: 'Now %@' }],
      secondaryFields: [
        { key: 'seen', label: 'SEEN', value: '{note}', ...(seen === '' ? {} : { PSConditions: seen }) },
      ],
    },
    barcode: {
      format: 'PKBarcodeFormatQR',
      message: '{hashedSerialNumber}',
      ...(kind === null ? {} : { PSBarcodeKind: kind }),
    },
    additional: { note: 'n', counter: 0, code: '', ...shown },
    triggers: { [event]: list },
  });
}

/** Without what only a request that was sent has, and the names that only a stored pass has. */
function comparable(value: unknown, names: Readonly<Record<string, string>> = {}): unknown {
  let json = JSON.stringify(value, (key, part) =>
    key === 'problems' || key === 'status' || key === 'durationMs' ? undefined : part,
  );
  for (const [name, stand] of Object.entries(names)) json = json.replaceAll(name, stand);
  return JSON.parse(json);
}

let serial = 0;

/** A template with the generated rules, as its draft or published, and what publishing it takes. */
async function templateWith(given: Drawn): Promise<{ readonly hash: string; publish(): Promise<void> }> {
  const { store } = context;
  const passConstructor = constructorFor(given);
  const hash = `template-of-try-${serial++}`;
  const template = {
    accountId: t.owner.id,
    hash,
    name: 'Generated',
    isPublic: false,
    triggersPaused: false,
    passConstructor: given.isDraft ? constructorFor({ ...given, list: [] }) : passConstructor,
    now: t.now(),
  };
  await store.createTemplate(template);
  if (given.isDraft) {
    const draft = { baseVersion: 1, passConstructor, editedBy: t.owner.email, editedAt: t.now() };
    await store.changeDraft(hash, () => ({ draft, result: null }));
  }
  const publish = async () => {
    if (given.isDraft) await store.changeTemplate(hash, t.now(), () => ({ passConstructor, result: null }));
  };
  return { hash, publish };
}

const inputOf = (templateHash: string, { type, times }: Drawn, pass: string | null): TryInput => ({
  templateHash,
  rules: null,
  accessType: type,
  key: null,
  times,
  pass,
  run: null,
  set: {},
  at: null,
});

/** The answer of the API's operation; a run that psTriggerError stops is an error beside it. */
async function answerOf(work: () => Promise<JsonObject>): Promise<JsonObject> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'trigger_error') throw error;
    return { ...(error.beside as JsonObject), stopped: error.message };
  }
}

/** How often each kind of thing was compared. */
const met = { changed: 0, unchanged: 0, stopped: 0, failed: 0, requests: 0, pictures: 0, drafts: 0, made: 0, taken: 0 };

async function tryAndTrack(given: Drawn): Promise<void> {
  const { store } = context;
  const { hash, publish } = await templateWith(given);
  // Another pass claims a barcode that actions like to write.
  await t.pass(hash, given.kind === 'nonReplicable' ? { barcode_message: '5' } : {});
  const pass = await t.install(await t.pass(hash));
  await store.changePass(pass, ({ pass: { overrides: own } }) => ({
    overrides: { ...own, ...given.start },
    result: null,
  }));
  const words = en.sentences;
  for (let scan = 0; scan < given.scans; scan++)
    await store.changePass(pass, () => ({ event: scanned(), result: null }));
  t.advance(given.minutes * 60_000);
  const page = await tryRules(context, ownerOf(t.owner), words, inputOf(hash, given, pass)).catch(refusal);
  await publish();
  const track = () =>
    trackAccess(context, t.owner, { hashedSerialNumber: pass, accessType: given.type, depth: UNCALLED, words });
  if (page instanceof AppError) {
    met.taken++;
    await expect(track()).rejects.toMatchObject({ code: page.code });
    return;
  }
  expect({ ...page.rules, program: null, errors: [] }).toMatchObject({ which: given.isDraft ? 'draft' : 'published' });
  const { runs, isCut } = page.result!;
  expect({ runs: runs.length, isCut }).toEqual({ runs: given.times, isCut: false });
  if (runs.some(({ requests }) => requests.some(({ purpose }) => purpose === 'image'))) {
    met.pictures++;
    return;
  }
  for (const run of runs) {
    const before = (await store.passByHash(pass))!.pass;
    const pushes = await pushesOf(before.id);
    const answer = await answerOf(track);
    const after = (await store.passByHash(pass))!.pass;
    const event = (await store.tracking(after.id)).at(-1)!;
    expect(comparable(run.answer)).toEqual(comparable(answer));
    expect(comparable(run.pass.overrides)).toEqual(comparable(after.overrides));
    expect(run.pass.access).toEqual(after.access);
    expect(comparable(run.event.trace)).toEqual(comparable(event.trace));
    const { outcome, changed, logged } = event;
    expect({ outcome: run.event.outcome, changed: run.event.changed, logged: run.event.logged }).toEqual({
      outcome,
      changed,
      logged,
    });
    expect(run.isPushed, 'push').toBe((await pushesOf(before.id)) > pushes);
    met[outcome === 'stopped' ? 'stopped' : outcome === 'error' ? 'failed' : changed ? 'changed' : 'unchanged']++;
    met.requests += run.requests.length;
  }
  if (given.isDraft) met.drafts++;
}

const scanned = () =>
  ({ accessType: SCAN, time: t.now(), outcome: 'fired', logged: true, trace: null, changed: false }) as const;

const refusal = (error: unknown) => {
  if (error instanceof AppError && error.code === 'barcode_taken') return error;
  throw error;
};

/** The update tag of the pass's waiting push; each push draws a higher one. */
async function pushesOf(passId: number): Promise<number> {
  return (await context.store.waitingJob('push_pass', passId))?.updateTag ?? 0;
}

async function tryAndMake(given: Drawn): Promise<void> {
  const { store } = context;
  const { hash, publish } = await templateWith(given);
  const words = en.sentences;
  const page = await tryRules(context, ownerOf(t.owner), words, inputOf(hash, given, null));
  await publish();
  const [run] = page.result!.runs;
  if (run!.requests.some(({ purpose }) => purpose === 'image')) {
    met.pictures++;
    return;
  }
  const { stopped } = await answerOf(async () =>
    createPass(context, t.owner, { templateHash: hash, fields: {}, depth: UNCALLED }),
  );
  expect(run!.answer.stopped).toBe(stopped);
  const template = (await store.templateByHash(hash))!.template;
  const [made] = await store.passesOf(template.id, { start: 0, count: 1 });
  const names = { [made!.hash]: 'SIMULATED', [made!.serialNumber]: 'SIMULATED' };
  const event = (await store.tracking(made!.id)).at(-1)!;
  const own = (values: JsonObject) => (given.kind === 'random' ? { ...values, barcode_message: null } : values);
  expect(comparable(own(run!.pass.overrides))).toEqual(comparable(own(made!.overrides), names));
  expect(run!.pass.access).toEqual(made!.access);
  // A barcode that was drawn for a pass differs from pass to pass.
  if (given.kind !== 'random') expect(comparable(run!.event.trace)).toEqual(comparable(event.trace, names));
  met.made++;
}

test(`${RUNS} tries tell what then happens`, async () => {
  const property = fc.asyncProperty(drawn, async (given) => {
    await (given.type === CREATE ? tryAndMake(given) : tryAndTrack(given));
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: process.env.TRY_RUNS !== undefined });
  if (process.env.TRY_RUNS !== undefined) process.stdout.write(`${JSON.stringify(met)}\n`);
  // The property would hold of rules that do nothing.
  for (const [kind, count] of Object.entries(met)) {
    if (kind !== 'taken') expect(count, `${kind}: ${count}`).toBeGreaterThan(RUNS / 100);
  }
}, 3_600_000);
