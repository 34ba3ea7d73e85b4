// The webhook of the ledger: another system that hears of each scan. Kills happen while it thinks.
import { type Receiver, signedBy, startReceiver } from '../fixtures/http/webhook-receiver.ts';
import type { Client, Env } from '../fixtures/scenarios/processes.ts';
import { POINTS } from '../fixtures/scenarios/till.ts';
import type { Line } from './check.ts';
import type { Acknowledged } from './clients.ts';
import type { Place } from './items.ts';

const PATH = '/scans';
/** How long it thinks before it answers, in ms. */
const THINKS = 15;

export interface Listener {
  /** What lets servers reach it. */
  readonly env: Env;
  /** Makes the webhook. */
  listen(client: Client, place: Place): Promise<void>;
  /**
   * Each scan was told at least once, with a signature, and the first tellings of a pass in order.
   * `again`: tellings of what was told already, which a server cannot avoid when it ends between
   * an answer and the note of it. Throws when anybody else than the server has signed.
   */
  line(items: readonly Acknowledged[], places: readonly Place[]): Line;
  close(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const receiver = await startReceiver();
  receiver.answer(PATH, (_, response) => setTimeout(() => response.end('ok'), THINKS));
  let secret = '';
  return {
    env: { OUTBOUND_ALLOW: `127.0.0.1:${receiver.port}` },
    async listen(client, { clientHash, templateHash }) {
      const hook = { clientHash, url: receiver.at(PATH), events: 'pass.scanned', templateHash };
      const made = await client.call('insertUpdateWebhook', hook);
      if (made.success !== true) throw new Error(`There is no webhook: ${JSON.stringify(made)}`);
      secret = made.secret;
    },
    line: (items, places) => lineOf(receiver, secret, items, places),
    close: receiver.close,
  };
}

function lineOf(receiver: Receiver, secret: string, items: readonly Acknowledged[], places: readonly Place[]): Line {
  const seen = receiver.seen(PATH);
  const told = new Map<string, { pass: string; points: number }>();
  for (const each of seen) {
    const at = Number(each.headers['webhook-timestamp']);
    if (signedBy(each, [secret], at) !== 1) throw new Error(`A telling has no signature: ${each.body}`);
    const id = String(each.headers['webhook-id']);
    if (told.has(id)) continue;
    const { hashedSerialNumber: pass, changed } = JSON.parse(each.body).data;
    told.set(id, { pass, points: changed[POINTS].after });
  }
  const scans = items.filter(({ kind }) => kind === 'scan');
  let lost = 0;
  let doubled = 0;
  for (const [client, { hashedSerialNumber }] of places.entries()) {
    const asked = scans.filter((item) => item.client === client).length;
    const points = [...told.values()].filter(({ pass }) => pass === hashedSerialNumber).map((each) => each.points);
    // Each scan adds a point: in order these are 1, 2, 3 and so on.
    const missing = Array.from({ length: asked }, (_, index) => index + 1).filter((point) => !points.includes(point));
    const late = points.filter((point, index) => point < (points[index - 1] ?? 0));
    lost += missing.length + late.length;
    doubled += points.length - new Set(points).size;
  }
  return { kind: 'webhook', acknowledged: scans.length, lost, doubled, again: seen.length - told.size };
}
