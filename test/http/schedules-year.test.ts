// A year of schedules on an injected clock: each firing equals an oracle that is written apart, by going
// through the year in quarters of an hour on wall clocks. None comes twice, none is missed, and the server
// starts anew at random moments. SCHEDULE_PASSES sets how many passes there are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Act,
  AWAY,
  actsOf,
  BEGIN,
  END,
  oracle,
  type Person,
  QUARTER,
  random,
  template,
} from '../fixtures/http/schedule-year.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

const PASSES = Number(process.env.SCHEDULE_PASSES ?? 12);

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
    const logs: string[] = hashes.map(() => '');
    const gone = new Set<number>();
    const logOf = async (pass: number) => {
      const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hashes[pass] });
      return String(userFields.log ?? '');
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
      const isAway = now >= AWAY.from - QUARTER && now < AWAY.to;
      const due = Math.max(await nextTime(), now);
      const at = due >= AWAY.from && due < AWAY.to && !isAway ? AWAY.to : due;
      // It may move what is due next.
      if (act < acts.length && acts[act]!.at < Math.min(at, END)) {
        await apply(acts[act++]!);
        continue;
      }
      if (at > END) break;
      now = at;
      if (next() < 0.02) {
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
    const seen = logs.map((log) => sorted(log.split('\n').filter((line) => line !== '')));
    expect(starts).toBeGreaterThan(3);
    expect(seen.flat().length).toBeGreaterThan(PASSES * 50);
    for (const [pass, lines] of expected.entries()) expect(seen[pass], `pass ${pass}`).toEqual(sorted(lines));
  } finally {
    await t.close();
    await rm(folder, { recursive: true, force: true });
  }
});
