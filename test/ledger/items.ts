// What the ledger's clients ask of a server: one item is one thing that must happen exactly once,
// however often a client has to ask.
import type { JsonObject } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import type { Client } from '../fixtures/scenarios/processes.ts';
import { heldIn, phoneOf } from '../fixtures/wallet/phone.ts';

export const KINDS = ['scan', 'edit', 'creation', 'registration', 'phone', 'mail', 'issue'] as const;
export type Kind = (typeof KINDS)[number];

/** The kinds of one round of a client: scans are what a server does most. */
export const ROUND: readonly Kind[] = [
  'scan',
  'scan',
  'edit',
  'creation',
  'scan',
  'registration',
  'phone',
  'mail',
  'issue',
];

export const NAME = 'structure_secondaryFields_name_value';

/** Counts the runs of onCreate. */
export const CREATED = 'created';

/** A scan adds a point, an edit and a creation count themselves, and no two barcodes are the same. */
export function ledgerTemplate(): JsonObject {
  const add = (targetPath: string) => ({ action: 'PSActionIncrementValue', targetPath, amount: 1 });
  return pointsTemplate({
    barcode: { format: 'PKBarcodeFormatQR', message: 'drawn', PSBarcodeKind: 'random' },
    additional: { note: '', counter: 0, [CREATED]: 0 },
    triggers: { onScan: add('structure_headerFields_points_value'), onEdit: add('counter'), onCreate: add(CREATED) },
  });
}

/** A campaign and the hash of its only template. */
export interface Campaign {
  readonly name: string;
  readonly templateHash: string;
}

/** Where a client's items belong. */
export interface Place {
  readonly clientHash: string;
  readonly templateHash: string;
  /** The client's own pass, which it scans and edits. */
  readonly hashedSerialNumber: string;
  /** A pass that phones install and nothing changes, so that changes cost no more with each phone. */
  readonly shelf: string;
  /** Empty: clients ask for no passes of campaigns. */
  readonly campaigns: readonly Campaign[];
}

/** The campaign that clients ask in one of their rounds; the same for each client. */
export function campaignOf({ campaigns }: Place, round: number): Campaign {
  return campaigns[round % campaigns.length]!;
}

/** `full`: the server refused the item for good, because its campaign is full. */
export type Outcome = 'made' | 'full' | 'unknown';

/** Asks for an item of a client's round. Rejects when the connection broke. */
export async function ask(client: Client, kind: Kind, key: string, place: Place, round: number): Promise<Outcome> {
  if (kind !== 'issue') return (await askOnce(client, kind, key, place)) ? 'made' : 'unknown';
  const { clientHash } = place;
  const { templateHash } = campaignOf(place, round);
  const order = { clientHash, templateHash, points: key };
  const { success, code } = await client.call('createPassFromTemplateFields', order, { 'idempotency-key': key });
  return success === true ? 'made' : code === 'issue_limit_reached' ? 'full' : 'unknown';
}

/** Answers whether the server acknowledged the item. */
async function askOnce(client: Client, kind: Exclude<Kind, 'issue'>, key: string, place: Place): Promise<boolean> {
  const { clientHash, templateHash, hashedSerialNumber, shelf } = place;
  const call = async (name: string, parameters: JsonObject) =>
    (await client.call(name, { clientHash, ...parameters }, { 'idempotency-key': key })).success === true;
  switch (kind) {
    case 'scan':
      return call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    case 'edit':
      return edit(client, key, place);
    case 'creation':
      return call('createPassFromTemplateFields', { templateHash, note: key });
    case 'mail':
      return call('createPassFromTemplateFields', { templateHash, note: key, recoveryEmail: addressOf(key) });
    case 'registration':
      return register(client, key, templateHash);
    case 'phone':
      return install(client, key, shelf);
  }
}

/** The recipient of a mail item. */
export function addressOf(key: string): string {
  return `${key}@holders.example`;
}

/** Sends the editor's form as a browser does, with its one-time key. */
async function edit(client: Client, key: string, { clientHash, hashedSerialNumber }: Place): Promise<boolean> {
  const form = { clientHash, hashedSerialNumber, requestId: key, [NAME]: key };
  return (await send(client, '/pass/editor.php', form)) === 200;
}

/** Sends the registration form, with its one-time key. */
async function register(client: Client, key: string, templateHash: string): Promise<boolean> {
  const form = { templateHash, requestId: key, psForm: '0', [`psForm_0_${NAME}`]: key, psForm_0_submit: '1' };
  return (await send(client, '/pass/register.php', form)) === 302;
}

async function send(client: Client, path: string, form: Record<string, string>): Promise<number> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return (await client.request('POST', path, headers, String(new URLSearchParams(form)))).status;
}

/** Downloads a pass and registers a device for it, as a phone does. */
export async function install(client: Client, device: string, hashedSerialNumber: string): Promise<boolean> {
  const file = await client.get(`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}&download=true`);
  if (file.status !== 200) return false;
  const fetch = async (path: string, { method = 'GET', headers, body }: RequestInit = {}) => {
    const answer = await client.request(method, path, headers as Record<string, string>, body as string);
    return new Response(null, { status: answer.status });
  };
  const status = await phoneOf({ fetch }, device).register(heldIn(file.bytes));
  return status === 201 || status === 200;
}
