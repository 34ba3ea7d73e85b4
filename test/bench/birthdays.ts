// Measures schedules among 1,000,000 passes with a birthday each: what the birthdays of a day take, and
// those of 37 days that a server was away for, while scans come in at a steady rate.
import { strictEqual } from 'node:assert';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openChangeJobs } from '../../src/jobs/change-jobs.ts';
import { openScheduleJobs } from '../../src/jobs/schedule-jobs.ts';
import type { Context } from '../../src/operations/context.ts';
import type { Push } from '../../src/ports/push.ts';
import { SCHEDULE } from '../../src/rules/passes/facts.ts';
import { keyOfSchedule } from '../../src/rules/schedules/due.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type BenchApp, openBenchAppIn, POINTS, SHOP_CARD } from './bench-app.ts';
import { filledFolder } from './filled.ts';
import { warm } from './many-passes.ts';
import { spreadOf, timed } from './rounds.ts';
import { type Effort, limitRow, type Row, timeRow } from './row.ts';
import { p99 } from './scans-over-http.ts';
import { SCANS_A_SECOND, scanUntilStopped } from './steady-scans.ts';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = DAY / 24;
/** Birthdays fall on so many different days. */
export const DAYS_OF_YEAR = 365;
const BORN = Date.UTC(1990, 0, 1);
/** How many days a server was away for: about 100,000 of 1,000,000 passes are due then. */
const DAYS_AWAY = 37;
/** How long scans come in without a firing before each day, for comparison. */
const SCANS_ALONE_MS = 5000;
/** Pushes go to a server that is not Apple's, so that the development certificate may push. */
export const APNS = { APNS_HOST: '127.0.0.1' };

const NAME = 'birthday';
export const KEY = keyOfSchedule(NAME);

/** The shop's card with a present on each birthday at 9:00 UTC. */
export const BIRTHDAY_CARD: JsonObject = {
  ...SHOP_CARD,
  additional: { ...(SHOP_CARD.additional as JsonObject), birthday: '' },
  schedules: [
    {
      name: NAME,
      when: { days: 0, after: '{birthday}', yearly: true, at: '09:00' },
      actions: [
        { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 10 },
        { action: 'PSActionSetValue', targetPath: 'street', value: 'Happy birthday, {name}!' },
      ],
    },
  ],
};

/** Of the pass whose id leaves this remainder when divided by DAYS_OF_YEAR. */
export const birthdayOf = (day: number): string => new Date(BORN + day * DAY).toISOString().slice(0, 10);

/** When the birthdays of each remainder are due next, in ms: index is the remainder. */
export function nextBirthdays(now: number): readonly number[] {
  const year = new Date(now).getUTCFullYear();
  return Array.from({ length: DAYS_OF_YEAR }, (_, day) => {
    const inYear = (which: number) => Date.parse(`${which}${birthdayOf(day).slice(4)}T09:00:00Z`);
    return inYear(year) > now ? inYear(year) : inYear(year + 1);
  });
}

/** A clock that runs, and that jumps. */
export function openClock() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    jumpTo: (time: number) => {
      ahead = time - Date.now();
    },
  };
}

export type Clock = ReturnType<typeof openClock>;

/** A database with the passes, and the app on it. */
export interface Birthdays {
  /** Before the names of its rows. */
  readonly prefix: string;
  readonly bench: BenchApp;
  readonly passes: number;
  /** Some passes to scan. */
  readonly hashes: readonly string[];
  /** The number that a statement answers. */
  readonly one: (sql: string) => Promise<number>;
}

export async function birthdays({ quick, rounds }: Effort): Promise<Row[]> {
  const passes = quick ? 20_000 : 1_000_000;
  const folder = await filledFolder(passes, {
    name: 'birthdays',
    card: BIRTHDAY_CARD,
    eventsAPass: 1,
    columns: {
      overrides: `json_set(one.overrides, '$.birthday',
        date(${BORN / 1000}, 'unixepoch', '+' || (ids.id % ${DAYS_OF_YEAR}) || ' days'))`,
    },
  });
  const file = join(folder, 'passwright.sqlite');
  writeDues(file);
  const clock = openClock();
  const bench = await openBenchAppIn(folder, APNS, { card: BIRTHDAY_CARD, now: clock.now });
  const client = new Sqlite(file, { readonly: true });
  try {
    await warm(bench);
    const hashes = client.prepare<[], string>('SELECT hash FROM passes ORDER BY random() LIMIT 1000').pluck().all();
    const one = async (sql: string) => client.prepare<[], number>(sql).pluck().get()!;
    return await measureBirthdays({ prefix: '', bench, passes, hashes, one }, clock, Math.min(rounds, 5));
  } finally {
    client.close();
    await bench.close();
  }
}

/** A row for each pass, as if its template had just been saved: an earlier run has put some off by a year. */
function writeDues(file: string): void {
  const client = new Sqlite(file);
  try {
    client.exec('CREATE TEMP TABLE next (day INTEGER PRIMARY KEY, at INTEGER NOT NULL)');
    const first = client.prepare<[], number>('SELECT min(id) FROM passes').pluck().get()!;
    const add = client.prepare<[number, number]>('INSERT INTO temp.next VALUES (?, ?)');
    client.transaction(() => {
      for (const [day, at] of nextBirthdays(Date.now()).entries()) add.run(day, at);
      client.exec('DELETE FROM dues; DELETE FROM schedule_runs');
      // The first pass, which the others are copies of, has none yet.
      client
        .prepare("UPDATE passes SET overrides = json_set(overrides, '$.birthday', ?) WHERE id = ?")
        .run(birthdayOf(first % DAYS_OF_YEAR), first);
      client
        .prepare(`
          INSERT INTO dues (pass_id, template_id, key, due_at)
          SELECT p.id, p.template_id, ?, next.at FROM passes p JOIN temp.next ON next.day = p.id % ${DAYS_OF_YEAR}`)
        .run(KEY);
    })();
    client.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    client.close();
  }
}

/** Throws unless each birthday was one event, and its row waits for the next year. */
export async function measureBirthdays(given: Birthdays, clock: Clock, days: number): Promise<Row[]> {
  const { prefix, bench, passes, hashes, one } = given;
  const { test } = bench;
  const push: Push = {
    send: async () => ({ verdict: 'delivered', status: 200, reason: null, since: null, retryAfterMs: null }),
    close: async () => {},
  };
  const context: Context = { ...test.app.context, push };
  const changes = openChangeJobs(context);
  const schedules = openScheduleJobs(context);
  const scanning = () => scanUntilStopped(context, test.owner, hashes);
  // Pushes of an earlier run are no part of this one.
  await changes.settle();
  changes.start();
  const lastEvent = await one('SELECT max(id) FROM events');
  const look = await timed(200, () => context.store.claimDues(16, clock.now()));

  /** Fires what is due; ns a firing, and the ms of each scan meanwhile. */
  const fire = async () => {
    const due = await one(`SELECT count(*) FROM dues WHERE due_at <= ${clock.now()}`);
    const scans = scanning();
    const started = performance.now();
    await schedules.settle();
    const took = performance.now() - started;
    return { due, took, each: (took * 1e6) / due, scans: await scans.stop() };
  };
  const alone: number[] = [];
  const ofDays: Awaited<ReturnType<typeof fire>>[] = [];
  for (let day = 0; day < days; day++) {
    const scans = scanning();
    await wait(SCANS_ALONE_MS);
    alone.push(...(await scans.stop()));
    clock.jumpTo(nextMorning(clock.now()));
    ofDays.push(await fire());
  }
  clock.jumpTo(nextMorning(clock.now()) + (DAYS_AWAY - 1) * DAY);
  const away = await fire();
  await changes.close();
  await schedules.close();

  const fired = ofDays.reduce((sum, { due }) => sum + due, away.due);
  const ofYear = (days + DAYS_AWAY) / DAYS_OF_YEAR;
  // Two days may differ by a pass.
  strictEqual(Math.abs(fired - passes * ofYear) <= days + DAYS_AWAY, true, `${fired} fired`);
  const events = `FROM events WHERE id > ${lastEvent} AND access_type = ${SCHEDULE}`;
  strictEqual(await one(`SELECT count(*) ${events}`), fired);
  strictEqual(await one(`SELECT count(DISTINCT pass_id) ${events}`), fired);
  strictEqual(await one(`SELECT count(*) FROM dues WHERE due_at > ${clock.now()}`), passes);

  const count = (number: number) => number.toLocaleString('en');
  const each = spreadOf(ofDays.map((day) => day.each)).median;
  const scansRow = (name: string, scans: readonly number[]): Row => ({
    ...limitRow(`${prefix}  p99 of scans meanwhile, ${name}`, [p99(scans)], { atMost: 20 }),
    ours: `${count(scans.length)} at ${SCANS_A_SECOND}/s`,
    reference: `without a firing: ${p99(alone).toFixed(1)} ms`,
  });
  const ofDay = count(ofDays[0]!.due);
  return [
    limitRow(
      `${prefix}the ${ofDay} birthdays of a day, ${count(passes)} passes`,
      ofDays.map(({ took }) => took),
      null,
    ),
    scansRow(
      'a day',
      ofDays.flatMap(({ scans }) => scans),
    ),
    timeRow(
      `${prefix}${count(away.due)} due at once, each, to one of the ${ofDay}`,
      [away.each],
      { name: 'one of a day', figures: [each] },
      { atMost: 1.3 },
    ),
    scansRow(`${DAYS_AWAY} days`, away.scans),
    limitRow(`${prefix}  look for due passes where none is`, [look / 1e6], { atMost: 5 }),
  ];
}

/** A second after the next 9:00 UTC. */
function nextMorning(now: number): number {
  const today = Math.floor(now / DAY) * DAY + 9 * HOUR;
  return (today > now ? today : today + DAY) + 1000;
}
