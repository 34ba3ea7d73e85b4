import { measuredStore } from '../../src/metrics/measured.ts';
import { accountOf } from '../../src/operations/access/authenticate.ts';
import { consequencesOf } from '../../src/operations/change/consequences.ts';
import { factsOf, scanAnswer } from '../../src/operations/change/pass-facts.ts';
import { ONCE, repeated } from '../../src/operations/change/repeated-run.ts';
import { beginning, changeOf, newRunKey, noteFor } from '../../src/operations/change/run-triggers.ts';
import { UNCALLED } from '../../src/operations/depth.ts';
import { trackAccess, trackAnswer } from '../../src/operations/events/track-access.ts';
import { recordAccess, SCAN } from '../../src/rules/passes/facts.ts';
import { appliedRules } from '../../src/rules/triggers/rule-places.ts';
import { traceJson } from '../../src/rules/triggers/trace.ts';
import { begin } from '../../src/rules/triggers/triggers.ts';
import { claimAfter, ownValuesAfter, passAfter, pushAfter } from '../../src/store/changes.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { makePasses, openBenchApp } from './bench-app.ts';
import { openScanner } from './scans.ts';

const bench = await openBenchApp('/dev/shm');
const hashes = await makePasses(bench, 400);
const scanner = openScanner(bench, hashes);
for (let i = 0; i < 30; i++) await scanner.scan();
const { context } = bench.test.app;
const snapshot = (await context.store.passByHash(hashes[0]!))!;
const answering = trackAnswer({ accessType: SCAN, times: 1, words: en.sentences });
const input = {
  hash: hashes[0]!,
  accessType: SCAN,
  depth: UNCALLED,
  idempotency: null,
  account: bench.test.owner,
} as const;
const decide = () => beginning(context, input, answering)(snapshot);
const change = decide();
const program = context.programs.at(snapshot.template);
const facts = () => factsOf(context, snapshot);
const segment = begin(program, facts(), SCAN);
function t(name: string, f: () => unknown) {
  for (let i = 0; i < 20000; i++) f();
  let best = 1e9;
  for (let k = 0; k < 2000; k++) {
    const s = performance.now();
    for (let i = 0; i < 20; i++) f();
    best = Math.min(best, (performance.now() - s) / 20);
  }
  console.log(name.padEnd(28), (best * 1000).toFixed(2), 'us');
}
t('decide', decide);
const accessText = JSON.stringify(snapshot.pass.access);
const ovText = JSON.stringify(snapshot.pass.overrides);
const fresh = () => ({
  ...snapshot,
  pass: { ...snapshot.pass, overrides: JSON.parse(ovText), access: JSON.parse(accessText) },
});
t('fresh', fresh);
t('decide fresh', () => beginning(context, input, answering)(fresh()));
t('passAfter fresh', () => {
  const f = fresh();
  const c = beginning(context, input, answering)(f);
  return passAfter(f, c);
});
t('all fresh', () => {
  const f = fresh();
  const c = beginning(context, input, answering)(f);
  const r = passAfter(f, c)!;
  return [
    JSON.stringify(r.overrides),
    JSON.stringify(r.access),
    JSON.stringify(r.undo),
    ownValuesAfter(f.pass, { templateId: 1, overrides: r.overrides! }),
    JSON.stringify(c.event!.trace),
  ];
});
async function ta(name: string, f: () => Promise<unknown>) {
  for (let i = 0; i < 20000; i++) await f();
  let best = 1e9;
  for (let k = 0; k < 2000; k++) {
    const s = performance.now();
    for (let i = 0; i < 20; i++) await f();
    best = Math.min(best, (performance.now() - s) / 20);
  }
  console.log(name.padEnd(28), (best * 1000).toFixed(2), 'us');
}
const faked = {
  ...context,
  store: {
    ...context.store,
    changePass: async (_: string, decide: any) => ({ replayed: false, result: decide(snapshot).result }),
  },
} as any;
const done = { done: { updated: true } };
const empty = {
  ...context,
  store: { ...context.store, changePass: async () => ({ replayed: false, result: done }) },
} as any;
const counted = {
  ...context,
  store: measuredStore(
    { ...context.store, changePass: async () => ({ replayed: false, result: done }) } as any,
    { event() {} } as any,
  ),
} as any;
const given = { hashedSerialNumber: hashes[0]!, accessType: SCAN, depth: UNCALLED, words: en.sentences } as const;
await ta('trackAccess, store decides', () => trackAccess(faked, bench.test.owner, given));
await ta('trackAccess, store empty', () => trackAccess(empty, bench.test.owner, given));
await ta('trackAccess, store counted', () => trackAccess(counted, bench.test.owner, given));
await ta('accountOf', () => accountOf(context, bench.test.clientHash));
await ta('accountById', () => context.store.accountById(bench.test.owner.id));
await ta('empty async', async () => 1);
{
  const w = context.store as any;
  void w;
}
async function tn(name: string, f: () => Promise<unknown>, n: number) {
  for (let i = 0; i < 3000; i++) await f();
  let best = 1e9;
  for (let k = 0; k < 500; k++) {
    const s = performance.now();
    for (let i = 0; i < n; i++) await f();
    best = Math.min(best, (performance.now() - s) / n);
  }
  console.log(name.padEnd(28), (best * 1000).toFixed(2), 'us');
}
await tn('setImmediate turn', () => new Promise((r) => setImmediate(r)), 10);
await tn('empty transaction', () => context.store.changePass(hashes[0]!, () => ({ result: null })), 10);
await tn('touch', () => context.store.changePass(hashes[0]!, () => ({ touchedAt: 1, push: true, result: null })), 10);
await tn(
  'touch, overrides',
  () =>
    context.store.changePass(hashes[0]!, (s) => ({
      overrides: { ...s.pass.overrides },
      touchedAt: 1,
      push: true,
      result: null,
    })),
  10,
);

let at = 0;
await tn(
  'scan',
  () => trackAccess(context, bench.test.owner, { ...given, hashedSerialNumber: hashes[1 + (at++ % 399)]! }),
  10,
);
await tn('change as decided', () => context.store.changePass(hashes[1 + (at++ % 399)]!, () => change), 10);
await bench.close();
process.exit(0);
