// The words of a card's schedules, in German.
import type { Texts } from '../en/index.ts';

const DAYS: Readonly<Record<string, string>> = {
  Monday: 'Montag',
  Tuesday: 'Dienstag',
  Wednesday: 'Mittwoch',
  Thursday: 'Donnerstag',
  Friday: 'Freitag',
  Saturday: 'Samstag',
  Sunday: 'Sonntag',
};
const days = (count: number) => (count === 1 ? '1 Tag' : `${count} Tage`);
const ofDays = (count: number) => (count === 1 ? '1 Tag' : `${count} Tagen`);

export const schedules: Texts['schedules'] = {
  title: 'Zeitpläne',
  link: 'Zeitpläne',
  linkText: 'Was zu einer Zeit geschieht: jeden Morgen, an einem Geburtstag, oder wenn jemand lange nicht da war.',
  intro: 'Ein Zeitplan ändert Karten zu einer Zeit. Er läuft, sobald er veröffentlicht ist.',
  none: 'Diese Karte hat noch keinen Zeitplan. Rezepte wie „Geburtstag“ fügen einen hinzu; oder schreiben Sie ihn als schedules in den Code der Karte.',
  toCode: 'Den Code öffnen',
  faulty: 'Diese Zeitpläne brauchen noch einen Blick:',
  states: { active: 'Läuft', paused: 'Angehalten', draft: 'Entwurf' },
  unpublished: 'Noch nicht veröffentlicht.',
  statePublished: (state) => `Veröffentlicht als: ${state}.`,
  everyDay: (at) => `Jeden Tag um ${at}`,
  everyWeek: (day, at) => `Jeden ${DAYS[day] ?? day} um ${at}`,
  everyMonth: (day, at) => `Am ${day}. jedes Monats um ${at}`,
  lastOfMonth: (at) => `Am letzten Tag jedes Monats um ${at}`,
  onDate: (date, at) => `Am Tag von ${date} um ${at}`,
  beforeDate: (count, date, at) => `${days(count)} vor ${date} um ${at}`,
  afterDate: (count, date, at) => `${days(count)} nach ${date} um ${at}`,
  eachYear: (words) => `${words}, jedes Jahr`,
  withoutScan: (count) => `Nach ${ofDays(count)} ohne Scan`,
  withoutScanAt: (count, at) => `Nach ${ofDays(count)} ohne Scan, um ${at}`,
  inZone: (zone) => `Uhren von ${zone}`,
  onlyIf: (condition) => `nur wenn ${condition}`,
  cap: (times, per) => {
    const often = times === 1 ? 'einmal' : `${times}-mal`;
    const period = { day: 'am Tag', week: 'in der Woche', month: 'im Monat', year: 'im Jahr', ever: 'insgesamt' }[per];
    return `höchstens ${often} ${period} für jede Karte`;
  },
  quiet: (from, to) => `nicht von ${from} bis ${to}`,
  skipsLate: 'nicht, wenn er mehr als eine Stunde zu spät ist',
  next: 'Nächstes Mal',
  noNext: 'keines steht an',
  last: 'Letztes Mal',
  reached: (reached, leftOut) => `${reached === 1 ? '1 Karte' : `${reached} Karten`} erreicht, ${leftOut} ausgelassen`,
  never: 'noch nie',
  pause: 'Anhalten',
  start: 'Starten',
  about: (action, name) => `${action}: ${name}`,
  tryIt: 'Wen er heute erreichen würde',
  wouldReach: (name, reached, looked) =>
    `Heute würde „${name}“ ${reached} von ${looked === 1 ? '1 Karte' : `${looked} Karten`} erreichen.`,
  lookedAtFirst: 'Nur die ersten Karten wurden angesehen.',
  wouldNot: 'Nicht erreicht',
  because: {
    state: 'der Zeitplan läuft nicht',
    template_paused: 'die Regeln der Karte sind angehalten',
    over: 'die Karte ist ungültig oder abgelaufen',
    audience: 'die Bedingung trifft nicht zu',
    segment: 'nicht im Segment',
    segment_missing: 'das Segment fehlt',
    cap: 'oft genug erreicht',
    no_date: 'es gibt kein Datum',
    other_time: 'an einem anderen Tag fällig',
    visited: 'war vor Kurzem da',
    reached: 'seit dem letzten Besuch schon erreicht',
  },
  done: 'Im Entwurf gespeichert. Es gilt, sobald Sie die Karte veröffentlichen.',
};
