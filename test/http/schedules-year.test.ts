// A year of schedules on an injected clock: each firing equals an oracle that is written apart, by going
// through the year in quarters of an hour on wall clocks. None comes twice, none is missed, and the server
// starts anew at random moments. SCHEDULE_PASSES sets how many passes there are,
// SCHEDULE_RESTARTS how often it starts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSchedule } from '../../src/operations/schedules/run-schedule.ts';
import { SCHEDULE } from '../../src/rules/passes/facts.ts';
import {
  type Act,
  AWAY,
  actsOf,
  BEGIN,
  END,
  oracle,
  type Person,
  planOf,
  random,
  template,
} from '../fixtures/http/schedule-year.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const PASSES = Number(process.env.SCHEDULE_PASSES ?? 8);
/** How often the server starts anew, at random moments. */
const RESTARTS = Number(process.env.SCHEDULE_RESTARTS ?? 6);
const isoOf = (time: number) => new Date(time).toISOString().replace('.000', '');

test('each firing of a year equals the oracle, with starts in between', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-year-'));
  let now = BEGIN;
  const options = { env: { DATA_DIR: join(folder, 'data') }, injected: { clock: { now: () => now } } };
  let t: TestApp = await openTestApp(options);
  try {
    const next = random(20_261_130);
    const hash = await t.template(template());
    const people: Person[] = [];
    const hashes: string[] = [];
    for (let number = 0; number < PASSES; number++) {
      const two = (value: number) => String(value).padStart(2, '0');
      const month = two(1 + Math.floor(next() * 12));
      const birthday =
        number === 0 ? '2000-02-29' : number === 1 ? '' : `19${70 + (number % 30)}-${month}-${two(1 + (number % 28))}`;
      const ends = number % 3 === 0 ? '' : `2027-${month}-${two(1 + Math.floor(next() * 28))}`;
      const tier = number % 4 === 0 ? 'gold' : 'plain';
      hashes.push(await t.pass(hash, { birthday, ends, tier }));
      people.push({ number, createdAt: now, birthday, ends, tier, lastScan: now, deleted: false });
    }
    await t.deliver();
    const acts = actsOf(next, PASSES);
    const moments = Array.from({ length: RESTARTS }, () => BEGIN + next() * (END - BEGIN)).sort((a, b) => a - b);
    const logs: string[][] = hashes.map(() => []);
    const gone = new Set<number>();
    /** The firings that a pass has seen, oldest first: what they wrote, and when their events were. */
    const logOf = async (pass: number) => {
      const events = (await t.events(hashes[pass]!)).filter(({ accessType }) => accessType === SCHEDULE);
      const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hashes[pass] });
      const letters = [...String(userFields.log ?? '')];
      expect(letters.length, `firings of pass ${pass}`).toBe(events.length);
      return events.map(({ time }, index) => `${isoOf(time)} ${planOf(letters[index]!)}`);
    };
    const apply = async ({ at, pass, what, value }: Act) => {
      now = at;
      const call = { clientHash: t.clientHash, hashedSerialNumber: hashes[pass] };
      if (gone.has(pass)) return;
      if (what === 'scan') await t.call('trackPassAccess', { ...call, accessType: 7 });
      else if (what === 'delete') {
        logs[pass] = await logOf(pass);
        gone.add(pass);
        await t.call('deletePass', call);
      } else await t.call('updatePassFields', { ...call, [what]: value });
    };
    /** The next time at which anything is due. */
    const nextTime = async () => {
      const [due] = await t.app.context.store.claimDues(1, Number.MAX_SAFE_INTEGER);
      const jobs = await t.app.context.store.waitingJobs(50);
      const times = [due?.dueAt, ...jobs.map(({ runAt }) => runAt)].filter((time) => time !== undefined);
      return Math.min(...times);
    };
    let act = 0;
    let starts = 0;
    while (now < END) {
      const due = Math.max(await nextTime(), now);
      const at = due >= AWAY.from && due < AWAY.to ? AWAY.to : due;
      // It may move what is due next.
      if (act < acts.length && acts[act]!.at < Math.min(at, END)) {
        await apply(acts[act++]!);
        continue;
      }
      if (at > END) break;
      now = at;
      if ((moments[starts] ?? END) <= now) {
        // The server ends in the middle of its work.
        const working = t.deliver().catch(() => {});
        await t.close();
        await working;
        t = await openTestApp(options);
        starts++;
      }
      await t.deliver();
    }
    for (const [pass] of hashes.entries()) if (!gone.has(pass)) logs[pass] = await logOf(pass);
    const expected = oracle(people, acts);
    const sorted = (lines: readonly string[]) => [...lines].sort();
    const firings = logs.flat().length;
    if (process.env.SCHEDULE_PASSES !== undefined)
      console.log(`${PASSES} passes, ${acts.length} changes, ${firings} firings, ${starts} starts`);
    expect(starts).toBeGreaterThan(RESTARTS / 2);
    expect(firings).toBeGreaterThan(PASSES * 50);
    for (const [pass, lines] of expected.entries()) expect(sorted(logs[pass]!), `pass ${pass}`).toEqual(sorted(lines));
  } finally {
    await t.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('a run that goes through many passes goes on where the server ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-walk-'));
  let now = BEGIN;
  const options = { env: { DATA_DIR: join(folder, 'data') }, injected: { clock: { now: () => now } } };
  let t: TestApp = await openTestApp(options);
  try {
    const { clientHash } = t;
    const count = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
    const schedules = [{ name: 'all', when: { every: 'day', at: '09:00' }, actions: count }];
    const templateHash = await t.template(pointsTemplate({ schedules }));
    await t.call('batchCreate', { clientHash, templateHash, mode: 'blank', count: 120 });
    await t.deliver();
    now += 10 * 60 * 60 * 1000;
    const [job] = await t.app.context.store.claimJobs(1, now);
    await runSchedule(t.app.context, job!);
    const counters = async () => {
      const { template } = (await t.app.context.store.templateByHash(templateHash))!;
      const passes = await t.app.context.store.passesBehind(template.id, 0, 200);
      return passes.map(({ overrides, access }) => `${overrides.counter ?? 0} ${access[SCHEDULE]?.count ?? 0}`);
    };
    const some = await counters();
    expect([some.length, some.filter((each) => each === '1 1').length]).toEqual([120, 50]);
    await t.close();
    t = await openTestApp(options);
    // What the first server had claimed and did already is void.
    await runSchedule(t.app.context, job!);
    await t.deliver();
    expect(new Set(await counters())).toEqual(new Set(['1 1']));
  } finally {
    await t.close();
    await rm(folder, { recursive: true, force: true });
  }
});
