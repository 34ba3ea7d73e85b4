// The words of a card's schedules: what happens at a time.
import type { CapPeriod, ScheduleState } from '../../../rules/schedules/schedule.ts';
import type { WhyNot } from '../../../rules/schedules/why-not.ts';

export const schedules = {
  title: 'Schedules',
  link: 'Schedules',
  linkText: 'What happens at a time: each morning, on a birthday, or when somebody has not been here for a while.',
  intro: 'A schedule changes cards at a time. It runs once it is published.',
  none: 'This card has no schedule yet. Recipes such as “Birthday” add one; or write it as schedules in the code of the card.',
  toCode: 'Open the code',
  faulty: 'These schedules need another look:',
  states: { active: 'Runs', paused: 'Paused', draft: 'Draft' } satisfies Record<ScheduleState, string>,
  unpublished: 'Not published yet.',
  statePublished: (state: string) => `Published as: ${state}.`,
  everyDay: (at: string) => `Each day at ${at}`,
  everyWeek: (day: string, at: string) => `Each ${day} at ${at}`,
  everyMonth: (day: number, at: string) => `On day ${day} of each month at ${at}`,
  lastOfMonth: (at: string) => `On the last day of each month at ${at}`,
  onDate: (date: string, at: string) => `On the day of ${date} at ${at}`,
  beforeDate: (days: number, date: string, at: string) =>
    `${days === 1 ? '1 day' : `${days} days`} before ${date} at ${at}`,
  afterDate: (days: number, date: string, at: string) =>
    `${days === 1 ? '1 day' : `${days} days`} after ${date} at ${at}`,
  eachYear: (words: string) => `${words}, each year`,
  withoutScan: (days: number) => `After ${days === 1 ? '1 day' : `${days} days`} without a scan`,
  withoutScanAt: (days: number, at: string) =>
    `After ${days === 1 ? '1 day' : `${days} days`} without a scan, at ${at}`,
  inZone: (zone: string) => `Clocks of ${zone}`,
  onlyIf: (condition: string) => `only if ${condition}`,
  cap: (times: number, per: CapPeriod) => {
    const often = times === 1 ? 'once' : `${times} times`;
    return per === 'ever' ? `at most ${often} for each card` : `at most ${often} a ${per} for each card`;
  },
  quiet: (from: string, to: string) => `not from ${from} to ${to}`,
  skipsLate: 'not when it is more than an hour late',
  next: 'Next time',
  noNext: 'none waits',
  last: 'Last time',
  reached: (reached: number, leftOut: number) =>
    `${reached === 1 ? '1 card' : `${reached} cards`} reached, ${leftOut} left out`,
  never: 'not yet',
  pause: 'Pause',
  start: 'Start',
  about: (action: string, name: string) => `${action}: ${name}`,
  tryIt: 'Whom it would reach today',
  wouldReach: (name: string, reached: number, looked: number) =>
    `Today “${name}” would reach ${reached} of ${looked === 1 ? '1 card' : `${looked} cards`}.`,
  lookedAtFirst: 'Only the first cards were looked at.',
  wouldNot: 'Not reached',
  because: {
    state: 'the schedule does not run',
    template_paused: 'the rules of the card are paused',
    over: 'the card is void or over',
    audience: 'the condition is false',
    segment: 'not in the segment',
    segment_missing: 'the segment is missing',
    cap: 'reached often enough',
    no_date: 'there is no date',
    other_time: 'due on another day',
    visited: 'was here lately',
    reached: 'reached since the last visit',
  } satisfies Record<WhyNot['kind'], string>,
  done: 'Saved in the draft. It takes effect when you publish the card.',
};
