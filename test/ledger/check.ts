// Compares what clients were acknowledged with what is in the database, what arrived as mail, and
// what phones were told.
import { CREATE } from '../../src/rules/passes/facts.ts';
import type { Received } from '../fixtures/mail/mail-server.ts';
import type { ReceivedPush } from '../fixtures/push/apns-stand-in.ts';
import { POINTS } from '../fixtures/scenarios/till.ts';
import { tokenOf } from '../fixtures/wallet/phone.ts';
import type { Acknowledged } from './clients.ts';
import { addressOf, CREATED, type Kind, NAME, type Place } from './items.ts';
import type { PassRow, Rows } from './rows.ts';

/** The kinds of lines: of the clients' items, and of what each pass must have. */
export type Checked = Kind | 'batch' | 'onCreate' | 'barcode' | 'push' | 'webhook';

export interface Line {
  readonly kind: Checked;
  /** For onCreate and barcodes all passes of the template. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  /**
   * Deliveries of the same thing again, which a server cannot avoid when it ends between a delivery
   * and the note of it: mails with the same Message-ID, messages to webhooks with the same id.
   */
  readonly again: number | null;
}

export interface Outside {
  readonly mails: readonly Received[];
  readonly pushes: readonly ReceivedPush[];
}

/** The device that holds a client's own pass. */
export function deviceOf(client: number): string {
  return `own-phone-${client}`;
}

export function check(
  rows: Rows,
  places: readonly Place[],
  items: readonly Acknowledged[],
  outside: Outside,
): readonly Line[] {
  const { passes, events } = rows;
  const own = places.map(({ hashedSerialNumber }) => passes.find(({ hash }) => hash === hashedSerialNumber)!);
  const ofLedger = passes.filter(({ templateHash }) => templateHash === places[0]!.templateHash);
  const of = (kind: Acknowledged['kind']) => items.filter((item) => item.kind === kind);
  const keysOf = (kind: Acknowledged['kind']) => of(kind).map(({ key }) => key);

  /** Each client's own pass counts its items, in the pass and in its events. */
  const counted = (kind: Kind, path: string, accessType: number): Line => {
    let lost = 0;
    let doubled = 0;
    for (const [client, pass] of own.entries()) {
      const asked = of(kind).filter((item) => item.client === client).length;
      const seen = [pass.overrides[path] ?? 0, events(pass.id, accessType), pass.access[accessType]?.count ?? 0];
      lost += Math.max(0, asked - Math.min(...seen.map(Number)));
      doubled += Math.max(0, Math.max(...seen.map(Number)) - asked);
    }
    return line(kind, keysOf(kind).length, lost, doubled);
  };
  const times = (path: string) => timesOf(passes.map(({ overrides }) => overrides[path]));

  const edits = counted('edit', 'counter', 8);
  const lostNames = own.filter((pass, client) => {
    const last = of('edit').findLast((item) => item.client === client);
    return last !== undefined && pass.overrides[NAME] !== last.key;
  });
  const notes = times('note');
  const registrations = once('registration', keysOf('registration'), times(NAME));
  const twiceRegistered = passes.filter(({ id, access }) => (access[4]?.count ?? 0) > 1 || events(id, 4) > 1);
  const mails = mailLine(keysOf('mail'), outside.mails);
  const passesOfMails = once('mail', keysOf('mail'), notes);
  return [
    counted('scan', POINTS, 7),
    { ...edits, lost: edits.lost + lostNames.length },
    once('creation', keysOf('creation'), notes),
    { ...registrations, doubled: registrations.doubled + twiceRegistered.length },
    once('phone', keysOf('phone'), timesOf(rows.devices)),
    { ...mails, lost: mails.lost + passesOfMails.lost, doubled: mails.doubled + passesOfMails.doubled },
    issueLine(of('issue'), rows),
    batchLine(keysOf('batch'), notes),
    onCreateLine(ofLedger, events),
    barcodeLine(ofLedger),
    pushLine(items, outside.pushes, places.length),
  ];
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

function once(kind: Checked, keys: readonly string[], times: ReadonlyMap<unknown, number>): Line {
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
 * A campaign makes no pass more than maxIssue, counts each once, and refuses nobody before it is
 * full.
 */
function issueLine(items: readonly Acknowledged[], { passes, campaigns }: Rows): Line {
  const keys = items.filter(({ isRefused }) => !isRefused).map(({ key }) => key);
  const made = once('issue', keys, timesOf(passes.map(({ overrides }) => overrides.points)));
  const asked = new Map(campaigns.map(({ name }) => [name, items.filter(({ campaign }) => campaign === name)]));
  let { lost, doubled } = made;
  for (const { name, maxIssue, issued, passes: found } of campaigns) {
    doubled += Math.max(0, found - maxIssue, issued - found);
    lost += Math.max(0, found - issued);
    if (found < maxIssue) lost += asked.get(name)!.filter(({ isRefused }) => isRefused).length;
  }
  return line('issue', keys.length, lost, doubled);
}

/** Each row is one pass, also a row of a batch whose acknowledgement never came. */
function batchLine(keys: readonly string[], notes: ReadonlyMap<unknown, number>): Line {
  const rows = [...notes].filter(([note]) => String(note).startsWith('batch-'));
  const { lost } = once('batch', keys, notes);
  return line('batch', keys.length, lost, rows.filter(([, times]) => times > 1).length);
}

function onCreateLine(passes: readonly PassRow[], events: Rows['events']): Line {
  let lost = 0;
  let doubled = 0;
  for (const { id, overrides, access } of passes) {
    const seen = [overrides[CREATED] ?? 0, access[CREATE]?.count ?? 0, events(id, CREATE)].map(Number);
    if (Math.min(...seen) < 1) lost += 1;
    if (Math.max(...seen) > 1) doubled += 1;
  }
  return line('onCreate', passes.length, lost, doubled);
}

function barcodeLine(passes: readonly PassRow[]): Line {
  const messages = passes.flatMap(({ overrides }) => overrides.barcode_message ?? []);
  return line('barcode', passes.length, passes.length - messages.length, messages.length - new Set(messages).size);
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
