// A year of schedules on an injected clock: each firing equals an oracle that is written apart, by going
// through the year in quarters of an hour on wall clocks. None comes twice, none is missed, and the server
// starts anew at random moments. SCHEDULE_PASSES sets how many passes there are.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const PASSES = Number(process.env.SCHEDULE_PASSES ?? 12);
const QUARTER = 15 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;
const BEGIN = Date.parse('2026-12-01T00:00:00Z');
const END = Date.parse('2027-12-01T00:00:00Z');
/** Nobody runs the server then: what was missed follows at the end, or is left out. */
const AWAY = { from: Date.parse('2027-07-03T00:00:00Z'), to: Date.parse('2027-09-10T11:15:00Z') };

type Zone = 'Europe/Berlin' | 'America/New_York' | 'UTC';

interface Plan {
  readonly name: string;
  readonly zone: Zone;
  readonly at: string;
  /** Whether it is due on a day, by the wall clock. */
  readonly on: (day: Wall, pass: Person) => boolean;
  readonly when: JsonObject;
  readonly more?: JsonObject;
  readonly reaches?: (pass: Person) => boolean;
  readonly cap?: { readonly times: number; readonly per: 'month' | 'year' | 'ever' };
  readonly skipsLate?: true;
  readonly days?: number;
}

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
  readonly time: string;
}

/** A pass as the oracle sees it. */
interface Person {
  readonly number: number;
  readonly createdAt: number;
  birthday: string;
  ends: string;
  tier: string;
  lastScan: number;
  deleted: boolean;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const lengthOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const every = (unit: string, at: string, on?: string | number): JsonObject => ({
  every: unit,
  at,
  ...(on === undefined ? {} : { on }),
});
/** A date of the year, moved by days, each year. */
const yearly =
  (birthday: string, days: number) =>
  ({ year, month, day }: Wall) => {
    const [, ofMonth = 0, ofDay = 0] = /(\d\d)-(\d\d)$/.exec(birthday)?.map(Number) ?? [];
    if (ofMonth === 0) return false;
    return [year - 1, year, year + 1].some((each) => {
      const clamped = Math.min(ofDay, lengthOf(each, ofMonth));
      const moved = new Date(Date.UTC(each, ofMonth - 1, clamped + days));
      return moved.getTime() === Date.UTC(year, month - 1, day);
    });
  };
const once =
  (date: string, days: number) =>
  ({ year, month, day }: Wall) =>
    date !== '' && Date.parse(`${date}T00:00:00Z`) + days * DAY === Date.UTC(year, month - 1, day);

const PLANS: readonly Plan[] = [
  {
    name: 'gold-daily',
    zone: 'Europe/Berlin',
    at: '09:00',
    when: every('day', '09:00'),
    on: () => true,
    more: { PSConditions: '{tier} = "gold"' },
    reaches: ({ tier }) => tier === 'gold',
    cap: { times: 5, per: 'month' },
  },
  {
    name: 'monday',
    zone: 'Europe/Berlin',
    at: '08:30',
    when: every('week', '08:30', 'Monday'),
    on: ({ weekday }) => weekday === 'Monday',
  },
  {
    name: 'friday-ny',
    zone: 'America/New_York',
    at: '17:45',
    when: every('week', '17:45', 'Friday'),
    on: ({ weekday }) => weekday === 'Friday',
    skipsLate: true,
  },
  {
    name: 'sunday-capped',
    zone: 'UTC',
    at: '12:00',
    when: every('week', '12:00', 'Sunday'),
    on: ({ weekday }) => weekday === 'Sunday',
    cap: { times: 3, per: 'year' },
  },
  { name: 'first', zone: 'UTC', at: '00:00', when: every('month', '00:00'), on: ({ day }) => day === 1 },
  {
    name: 'thirty-first',
    zone: 'Europe/Berlin',
    at: '20:00',
    when: every('month', '20:00', 31),
    on: ({ year, month, day }) => day === Math.min(31, lengthOf(year, month)),
  },
  {
    name: 'thirtieth-ny',
    zone: 'America/New_York',
    at: '07:15',
    when: every('month', '07:15', 30),
    on: ({ year, month, day }) => day === Math.min(30, lengthOf(year, month)),
    skipsLate: true,
  },
  {
    name: 'last',
    zone: 'UTC',
    at: '23:45',
    when: every('month', '23:45', 'last'),
    on: ({ year, month, day }) => day === lengthOf(year, month),
  },
  {
    name: 'fifteenth',
    zone: 'Europe/Berlin',
    at: '10:00',
    when: every('month', '10:00', 15),
    on: ({ day }) => day === 15,
    more: { PSConditions: 'scanned' },
    reaches: ({ lastScan, createdAt }) => lastScan > createdAt,
  },
  {
    name: 'once-ever',
    zone: 'UTC',
    at: '06:00',
    when: every('month', '06:00', 2),
    on: ({ day }) => day === 2,
    cap: { times: 1, per: 'ever' },
  },
  {
    name: 'birthday',
    zone: 'Europe/Berlin',
    at: '09:00',
    when: { days: 0, after: '{birthday}', yearly: true, at: '09:00' },
    on: (day, { birthday }) => yearly(birthday, 0)(day),
  },
  {
    name: 'before-birthday',
    zone: 'America/New_York',
    at: '09:00',
    when: { days: 7, before: 'birthday', yearly: true, at: '09:00' },
    on: (day, { birthday }) => yearly(birthday, -7)(day),
    skipsLate: true,
  },
  {
    name: 'after-birthday',
    zone: 'UTC',
    at: '18:00',
    when: { days: 30, after: 'birthday', yearly: true, at: '18:00' },
    on: (day, { birthday }) => yearly(birthday, 30)(day),
    more: { PSConditions: '{tier} = "gold"' },
    reaches: ({ tier }) => tier === 'gold',
  },
  {
    name: 'two-before-end',
    zone: 'Europe/Berlin',
    at: '10:15',
    when: { days: 2, before: 'ends', at: '10:15' },
    on: (day, { ends }) => once(ends, -2)(day),
  },
  {
    name: 'on-end',
    zone: 'Europe/Berlin',
    at: '00:15',
    when: { days: 0, after: 'ends', at: '00:15' },
    on: (day, { ends }) => once(ends, 0)(day),
  },
  {
    name: 'after-end',
    zone: 'UTC',
    at: '05:00',
    when: { days: 14, after: 'ends', at: '05:00' },
    on: (day, { ends }) => once(ends, 14)(day),
    cap: { times: 1, per: 'ever' },
  },
  {
    name: 'away-20',
    zone: 'Europe/Berlin',
    at: '18:00',
    when: { days: 20, without: 'scan', at: '18:00' },
    on: () => false,
    days: 20,
  },
  {
    name: 'away-45',
    zone: 'UTC',
    at: '07:30',
    when: { days: 45, without: 'scan', at: '07:30' },
    on: () => false,
    days: 45,
    more: { PSConditions: '{tier} = "gold"' },
    reaches: ({ tier }) => tier === 'gold',
  },
  { name: 'paused', zone: 'UTC', at: '08:00', when: every('day', '08:00'), on: () => false, more: { state: 'paused' } },
  {
    name: 'draft',
    zone: 'UTC',
    at: '08:00',
    when: { days: 1, without: 'scan' },
    on: () => false,
    more: { state: 'draft' },
  },
];

const template = (): JsonObject =>
  pointsTemplate({
    additional: { note: '', log: '', birthday: '', ends: '', tier: '' },
    triggers: {},
    schedules: PLANS.map(({ name, zone, when, more, cap, skipsLate }) => ({
      name,
      zone,
      when,
      ...more,
      ...(cap === undefined ? {} : { cap }),
      ...(skipsLate === true ? { late: 'skip' } : {}),
      actions: [{ action: 'PSActionSetValue', targetPath: 'log', value: `{log}{timestamp} ${name}\n` }],
    })),
  });

/** A generator of numbers from 0 to 1 that are the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const FORMATS = new Map<Zone, Intl.DateTimeFormat>();
function wallIn(zone: Zone, moment: number): Wall {
  let format = FORMATS.get(zone);
  if (format === undefined) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
    });
    FORMATS.set(zone, format);
  }
  const [, day, month, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d:\d\d)$/.exec(format.format(moment))!;
  const weekday = WEEKDAYS[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()]!;
  return { year: Number(year), month: Number(month), day: Number(day), weekday, time: time! };
}

/** What happens to passes in the year, between the quarters. */
interface Act {
  readonly at: number;
  readonly pass: number;
  readonly what: 'scan' | 'birthday' | 'ends' | 'delete';
  readonly value: string;
}

function actsOf(next: () => number): readonly Act[] {
  const acts: Act[] = [];
  const moment = () => {
    for (;;) {
      const at = BEGIN + Math.floor((next() * (END - BEGIN)) / QUARTER) * QUARTER + 7 * 60_000;
      if (at < AWAY.from || at > AWAY.to) return at;
    }
  };
  const two = (value: number) => String(value).padStart(2, '0');
  for (let pass = 0; pass < PASSES; pass++) {
    for (let left = Math.floor(next() * 8); left > 0; left--)
      acts.push({ at: moment(), pass, what: 'scan', value: '' });
    if (next() < 0.4) {
      const value = `${next() < 0.5 ? '--' : '1985-'}${two(1 + Math.floor(next() * 12))}-${two(1 + Math.floor(next() * 28))}`;
      acts.push({ at: moment(), pass, what: 'birthday', value });
    }
    if (next() < 0.4)
      acts.push({ at: moment(), pass, what: 'ends', value: `2027-${two(1 + Math.floor(next() * 12))}-11` });
    if (next() < 0.15) acts.push({ at: moment(), pass, what: 'delete', value: '' });
  }
  return acts.sort((a, b) => a.at - b.at);
}

/** All firings of the year, as `<time> <schedule>` lines of each pass. */
function oracle(people: readonly Person[], acts: readonly Act[]): string[][] {
  const lines: string[][] = people.map(() => []);
  const fired = new Map<string, number[]>();
  const missed = new Set<string>();
  /** When each schedule without scans was judged last, although it may have reached nobody. */
  const lookedAt = new Map<string, number>();
  let act = 0;
  const fire = (plan: Plan, person: Person, moment: number) => {
    if (person.deleted || !(plan.reaches?.(person) ?? true)) return;
    const key = `${plan.name} ${person.number}`;
    const times = fired.get(key) ?? [];
    const now = wallIn(plan.zone, moment);
    const inPeriod = times.filter((time) => {
      const was = wallIn(plan.zone, time);
      if (plan.cap?.per === 'ever') return true;
      return was.year === now.year && (plan.cap?.per === 'year' || was.month === now.month);
    });
    if (plan.cap !== undefined && inPeriod.length >= plan.cap.times) return;
    fired.set(key, [...times, moment]);
    lines[person.number]!.push(`${new Date(moment).toISOString()} ${plan.name}`);
  };
  for (let moment = BEGIN + QUARTER; moment <= END; moment += QUARTER) {
    for (; act < acts.length && acts[act]!.at < moment; act++) {
      const { pass, what, value, at } = acts[act]!;
      const person = people[pass]!;
      if (what === 'scan') person.lastScan = at;
      else if (what === 'delete') person.deleted = true;
      else person[what] = value;
    }
    const isAway = moment >= AWAY.from && moment < AWAY.to;
    const walls = new Map<Zone, Wall>();
    for (const plan of PLANS) {
      const wall = walls.get(plan.zone) ?? wallIn(plan.zone, moment);
      walls.set(plan.zone, wall);
      for (const person of people) {
        const key = `${plan.name} ${person.number}`;
        const isDue =
          plan.days === undefined
            ? wall.time === plan.at && plan.on(wall, person)
            : isAwayLong(plan, plan.days, person, wall, fired.get(key) ?? [], lookedAt);
        if (isDue && isAway) missed.add(key);
        else if (isDue || (moment === AWAY.to && missed.has(key) && plan.skipsLate !== true))
          fire(plan, person, moment);
      }
    }
    if (moment === AWAY.to) missed.clear();
  }
  return lines;
}

/** Whether a pass was away long enough, and was not told so since its last visit. */
function isAwayLong(
  plan: Plan,
  days: number,
  { lastScan, number }: Person,
  wall: Wall,
  times: readonly number[],
  looked: Map<string, number>,
): boolean {
  if (wall.time !== plan.at || times.some((time) => time >= lastScan)) return false;
  const last = wallIn(plan.zone, lastScan);
  const away = (Date.UTC(wall.year, wall.month - 1, wall.day) - Date.UTC(last.year, last.month - 1, last.day)) / DAY;
  if (away < days) return false;
  // Left out by its condition, it is looked at again that many days later.
  const key = `${plan.name} ${number} ${lastScan}`;
  const day = Date.UTC(wall.year, wall.month - 1, wall.day) / DAY;
  const before = looked.get(key);
  if (before !== undefined && day - before < days) return false;
  looked.set(key, day);
  return true;
}

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
    const acts = actsOf(next);
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
