// For tests of many scans: a server with one known account, a template that counts scans, one pass
// of it, and a connection of its own to the database.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Pass } from '../../src/ports/store/passes.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { pointsTemplate } from '../open-app.ts';
import { heldIn, phoneOf } from '../wallet/phone.ts';
import { type Client, type Env, type RunningServer, startServer } from './processes.ts';

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery' };
export const POINTS = 'structure_headerFields_points_value';

export function startTill(env: Env = {}): Promise<RunningServer> {
  // An address without a push server, so that each job stays in the table.
  const nowhere = { APNS_HOST: '127.0.0.1', APNS_PORT: '1' };
  return startServer({ ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password, ...nowhere, ...env });
}

export async function login(client: Client): Promise<string> {
  const answer = await client.call('login', OWNER);
  if (answer.success !== true) throw new Error(`login: ${JSON.stringify(answer)}`);
  return answer.clientHash;
}

/**
 * A pass that a phone holds and that gains a point with every scan; the scanner shows how many it
 * has.
 */
export async function makeCountingPass(client: Client, clientHash: string): Promise<string> {
  const passConstructor = pointsTemplate({ additional: { note: '', counter: 0, psScanText: `{${POINTS}}` } });
  const template = await client.call('insertUpdateTemplate', { clientHash, templateName: 'Count', passConstructor });
  const { templateHash } = template;
  const pass = await client.call('createPassFromTemplateFields', { clientHash, templateHash });
  if (pass.success !== true) throw new Error(JSON.stringify([template, pass]));
  await install(client, pass.hashedSerialNumber, 'a phone');
  return pass.hashedSerialNumber;
}

/** Registers a device for a pass as a phone does. */
export async function install(client: Client, hash: string, device: string): Promise<void> {
  const fetch = async (path: string, { method = 'GET', headers, body }: RequestInit = {}) => {
    const answer = await client.request(method, path, headers as Record<string, string>, body as string);
    return new Response(answer.bytes.length === 0 ? null : new Uint8Array(answer.bytes), { status: answer.status });
  };
  const file = await client.get(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
  const status = await phoneOf({ fetch }, encodeURIComponent(device)).register(heldIn(file.bytes));
  if (status !== 201) throw new Error(`The device was answered ${status}.`);
}

/** The stored data of a pass. */
export interface Stored {
  readonly pass: Pass;
  readonly points: unknown;
  /** Events with access type 7 that were logged. */
  readonly scans: number;
  /** Update tags of the push jobs that wait for this pass. */
  readonly jobTags: readonly number[];
  /** Idempotency keys of scans that have an answer. */
  readonly answeredKeys: readonly string[];
  /** What PRAGMA integrity_check says. */
  readonly integrity: unknown;
}

/** Reads the database file beside the running server. */
export async function readStored(dataDir: string, hash: string): Promise<Stored> {
  const file = join(dataDir, 'passwright.sqlite');
  const store = await openSqliteStore({ file, exclusive: false });
  const database = new Sqlite(file, { readonly: true });
  try {
    const { pass } = (await store.passByHash(hash))!;
    const events = await store.tracking(pass.id);
    const jobs = await store.waitingJobs(1000);
    const answered = "SELECT key FROM idempotency_keys WHERE scope LIKE 'trackPassAccess %' AND answer IS NOT NULL";
    return {
      pass,
      points: pass.overrides[POINTS],
      scans: events.filter((event) => event.accessType === 7 && event.logged).length,
      jobTags: jobs.filter((job) => job.kind === 'push_pass' && job.subjectId === pass.id).map((job) => job.updateTag),
      answeredKeys: database.prepare<[], string>(answered).pluck().all(),
      integrity: database.pragma('integrity_check', { simple: true }),
    };
  } finally {
    database.close();
    await store.close();
  }
}
