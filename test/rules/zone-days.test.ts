// Days in time zones: where they begin when clocks are put forward or back, and their dates. And what
// clocks there show.
import { expect, test } from 'vitest';
import { lastDays, momentAt, wallClock } from '../../src/rules/values/zone-days.ts';

const at = Date.parse;
const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
const days = (now: string, count: number, zone: string) =>
  lastDays(at(now), count, zone).map(({ date, from, to }) => [date, iso(from), iso(to)]);

test.each([
  ['UTC', '2026-11-29T23:59:59Z', ['2026-11-29', '2026-11-29T00:00:00Z', '2026-11-30T00:00:00Z']],
  ['Europe/Berlin', '2026-11-29T23:30:00Z', ['2026-11-30', '2026-11-29T23:00:00Z', '2026-11-30T23:00:00Z']],
  ['America/New_York', '2026-07-01T03:59:00Z', ['2026-06-30', '2026-06-30T04:00:00Z', '2026-07-01T04:00:00Z']],
  ['Asia/Kathmandu', '2026-11-29T18:15:00Z', ['2026-11-30', '2026-11-29T18:15:00Z', '2026-11-30T18:15:00Z']],
  ['Pacific/Auckland', '2026-12-31T11:00:00Z', ['2027-01-01', '2026-12-31T11:00:00Z', '2027-01-01T11:00:00Z']],
  // A day of 23 hours, one of 25, and days that begin at one o'clock or have midnight twice.
  ['Europe/Berlin', '2026-03-29T10:00:00Z', ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z']],
  ['Europe/Berlin', '2026-10-25T10:00:00Z', ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z']],
  ['Africa/Cairo', '2024-04-26T10:00:00Z', ['2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z']],
  ['Africa/Cairo', '2024-11-01T10:00:00Z', ['2024-11-01', '2024-10-31T22:00:00Z', '2024-11-01T22:00:00Z']],
])('in %s at %s', (zone, now, expected) => {
  expect(days(now, 1, zone)).toEqual([expected]);
});

test('the last days follow each other without a gap, oldest first', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kolkata']) {
    const all = lastDays(at('2026-11-29T12:00:00Z'), 400, zone);
    expect(all).toHaveLength(400);
    for (const [index, day] of all.entries()) {
      const hours = (day.to - day.from) / 3_600_000;
      expect([zone, day.date, hours >= 23 && hours <= 25]).toEqual([zone, day.date, true]);
      // Every zone begins its days at a full quarter of an hour.
      expect(day.from % 900_000).toBe(0);
      if (index > 0) expect(day.from).toBe(all[index - 1]!.to);
    }
    expect(all.at(-1)!.date).toBe('2026-11-29');
  }
});

test.each([
  ['Europe/Berlin', '2026-11-29T14:05', '2026-11-29T13:05:00Z'],
  ['America/New_York', '2026-07-01T00:00', '2026-07-01T04:00:00Z'],
  ['Asia/Kathmandu', '2026-11-29T00:15', '2026-11-28T18:30:00Z'],
  // Two o'clock comes twice, and the first one counts.
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
])('clocks in %s show %s at %s', (zone, wall, time) => {
  expect(iso(momentAt(wall, zone)!)).toBe(time);
  expect(wallClock(at(time), zone)).toBe(wall);
});

test('a time that clocks are put forward over is the one after it, and other texts are no time', () => {
  const skipped = momentAt('2026-03-29T02:30', 'Europe/Berlin')!;
  expect(skipped).toBeGreaterThanOrEqual(at('2026-03-29T01:00:00Z'));
  expect(skipped).toBeLessThanOrEqual(at('2026-03-29T01:30:00Z'));
  for (const text of ['', '2026-11-29', '2026-13-01T00:00', 'now', '2026-11-29T14:05Z', '2026-11-29 14:05']) {
    expect(momentAt(text, 'UTC'), text).toBeNull();
  }
});
