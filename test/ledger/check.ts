// Compares what clients were acknowledged with what is in the database, what arrived as mail, and
// what phones were told.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Received } from '../fixtures/mail/mail-server.ts';
import type { ReceivedPush } from '../fixtures/push/apns-stand-in.ts';
import { POINTS } from '../fixtures/scenarios/till.ts';
import { tokenOf } from '../fixtures/wallet/phone.ts';
import type { Acknowledged } from './clients.ts';
import { addressOf, type Kind, NAME, type Place } from './items.ts';

export interface Line {
  readonly kind: Kind | 'push';
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /**
   * Deliveries of the same thing again, which a server cannot avoid when it ends between a delivery
   * and the note of it: mails with the same Message-ID, pushes.
   */
  readonly again: number | null;
}

export interface Outside {
  readonly mails: readonly Received[];
  readonly pushes: readonly ReceivedPush[];
}

interface PassRow {
  readonly id: number;
  readonly hash: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, { readonly count: number }>>;
}

/** The device that holds a client's own pass. */
export function deviceOf(client: number): string {
  return `own-phone-${client}`;
}

/** Reads the database of a server that has stopped. Throws when the database is damaged. */
export function check(
  dataDir: string,
  places: readonly Place[],
  items: readonly Acknowledged[],
  outside: Outside,
): readonly Line[] {
  const database = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    const integrity = database.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`The database is damaged: ${integrity}`);
    const passes = database
      .prepare<[], { id: number; hash: string; overrides: string; access: string }>(
        'SELECT id, hash, overrides, access FROM passes',
      )
      .all()
      .map((row): PassRow => ({ ...row, overrides: JSON.parse(row.overrides), access: JSON.parse(row.access) }));
    const own = places.map(({ hashedSerialNumber }) => passes.find(({ hash }) => hash === hashedSerialNumber)!);
    const events = database
      .prepare<[number, number], number>(
        'SELECT count(*) FROM events WHERE pass_id = ? AND access_type = ? AND logged = 1',
      )
      .pluck();
    const devices = database.prepare<[], string>('SELECT device_library_identifier FROM devices').pluck().all();
    const of = (kind: Kind) => items.filter((item) => item.kind === kind);
    const keysOf = (kind: Kind) => of(kind).map(({ key }) => key);

    /** Each client's own pass counts its items, in the pass and in its events. */
    const counted = (kind: Kind, path: string, accessType: number): Line => {
      let lost = 0;
      let doubled = 0;
      for (const [client, pass] of own.entries()) {
        const asked = of(kind).filter((item) => item.client === client).length;
        const seen = [pass.overrides[path] ?? 0, events.get(pass.id, accessType)!, pass.access[accessType]?.count ?? 0];
        lost += Math.max(0, asked - Math.min(...seen.map(Number)));
        doubled += Math.max(0, Math.max(...seen.map(Number)) - asked);
      }
      return line(kind, keysOf(kind).length, lost, doubled);
    };
    /** Each key is the value of one pass. */
    const named = (kind: Kind, path: string): Line => {
      const times = timesOf(passes.map(({ overrides }) => overrides[path]));
      return once(kind, keysOf(kind), times);
    };

    const edits = counted('edit', 'counter', 8);
    const lostNames = own.filter((pass, client) => {
      const last = of('edit').findLast((item) => item.client === client);
      return last !== undefined && pass.overrides[NAME] !== last.key;
    });
    const registrations = named('registration', NAME);
    const twiceRegistered = passes.filter(({ id, access }) => (access[4]?.count ?? 0) > 1 || events.get(id, 4)! > 1);
    const mails = mailLine(keysOf('mail'), outside.mails);
    const passesOfMails = named('mail', 'note');
    return [
      counted('scan', POINTS, 7),
      { ...edits, lost: edits.lost + lostNames.length },
      named('creation', 'note'),
      { ...registrations, doubled: registrations.doubled + twiceRegistered.length },
      once('phone', keysOf('phone'), timesOf(devices)),
      { ...mails, lost: mails.lost + passesOfMails.lost, doubled: mails.doubled + passesOfMails.doubled },
      pushLine(items, outside.pushes, places.length),
    ];
  } finally {
    database.close();
  }
}

function line(
  kind: Line['kind'],
  acknowledged: number,
  lost: number,
  doubled: number,
  again: number | null = null,
): Line {
  return { kind, acknowledged, lost, doubled, again };
}

function timesOf(values: readonly unknown[]): ReadonlyMap<unknown, number> {
  const times = new Map<unknown, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

function once(kind: Kind, keys: readonly string[], times: ReadonlyMap<unknown, number>): Line {
  const lost = keys.filter((key) => !times.has(key)).length;
  return line(kind, keys.length, lost, keys.filter((key) => (times.get(key) ?? 0) > 1).length);
}

/** Tries of one mail have one Message-ID, so that its reader sees one mail. */
function mailLine(keys: readonly string[], received: readonly Received[]): Line {
  const ids = new Map<string, Set<string>>();
  for (const { to, mail } of received) {
    const address = to[0] ?? '';
    ids.set(address, (ids.get(address) ?? new Set()).add(mail.messageId ?? ''));
  }
  const lost = keys.filter((key) => !ids.has(addressOf(key))).length;
  const doubled = keys.filter((key) => (ids.get(addressOf(key))?.size ?? 0) > 1).length;
  const distinct = [...ids.values()].reduce((sum, each) => sum + each.size, 0);
  return line('mail', keys.length, lost, doubled, received.length - distinct);
}

/**
 * The phone that holds a client's pass hears of its last change: a push comes later than the first
 * request for that change. Pushes of one pass are put together, so there is nothing to be doubled.
 */
function pushLine(items: readonly Acknowledged[], pushes: readonly ReceivedPush[], clients: number): Line {
  let lost = 0;
  for (let client = 0; client < clients; client++) {
    const last = items.findLast((item) => item.client === client && (item.kind === 'scan' || item.kind === 'edit'));
    const token = tokenOf(deviceOf(client));
    const told = pushes.findLast((push) => push.token === token);
    if (last !== undefined && (told === undefined || told.at < last.askedAt)) lost += 1;
  }
  return line('push', pushes.length, lost, 0);
}
