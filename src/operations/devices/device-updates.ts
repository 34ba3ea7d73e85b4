// Answers what a phone asks after a push: which of its passes changed, and then each of them.
import type { DeviceName } from '../../ports/store/devices.ts';
import { DEVICE_UPDATE } from '../../rules/passes/facts.ts';
import { findPass } from '../access/access.ts';
import { runEvent } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { lastModifiedOf, makePassFile, type PassFile } from '../files/pass-files.ts';
import { makeWithdrawnFile } from '../files/withdrawn-file.ts';
import { type DeviceClaim, requireHeldPass } from './device-access.ts';

/**
 * The serial numbers that changed since `tag`, and the tag for the device's next question; null:
 * none. A tag that this server did not make counts as no tag, so the answer lists every pass of the
 * device. It asks for no token, as Apple says, because serial numbers reveal nothing.
 */
export async function listUpdates(
  context: Context,
  device: DeviceName,
  tag: string | undefined,
): Promise<{ readonly serialNumbers: readonly string[]; readonly lastUpdated: string } | null> {
  const since = tag !== undefined && /^\d{1,15}$/.test(tag) ? Number(tag) : 0;
  const updates = await context.store.updatesFor(device, since);
  await context.store.noteAsked(device, context.clock.now());
  return updates && { serialNumbers: updates.serialNumbers, lastUpdated: String(updates.updateTag) };
}

export interface FetchInput extends DeviceClaim {
  /** The `lastModified` that the device has, in seconds since 1970; null: it does not say. */
  readonly modifiedSince: number | null;
  /** False for HEAD: a request that only looks changes nothing. */
  readonly logs: boolean;
  readonly depth: Depth;
}

export type Fetched =
  | { readonly kind: 'unmodified'; readonly lastModified: number }
  | ({ readonly kind: 'file' } & PassFile);

/**
 * The pass as a device gets it, after onDeviceUpdate, or `unmodified` when the device has it
 * already. A deleted pass comes as a void one. Fails with `device_unauthorized`,
 * `certificate_missing`.
 */
export async function fetchPass(context: Context, input: FetchInput): Promise<Fetched> {
  const { modifiedSince } = input;
  const hasAlready = (lastModified: number) => modifiedSince !== null && modifiedSince >= lastModified;
  const held = await requireHeldPass(context, input);
  if (held.withdrawn) {
    const { lastModified } = held.pass;
    if (hasAlready(lastModified)) return { kind: 'unmodified', lastModified };
    return { kind: 'file', bytes: await makeWithdrawnFile(context, held.pass), lastModified };
  }
  const { hash } = held.snapshot.pass;
  if (input.logs) {
    const run = { hash, accessType: DEVICE_UPDATE, depth: input.depth, idempotency: null, account: null } as const;
    await runEvent(context, run, () => ({}));
  }
  const snapshot = input.logs ? await findPass(context, hash) : held.snapshot;
  const lastModified = lastModifiedOf(snapshot);
  if (hasAlready(lastModified)) return { kind: 'unmodified', lastModified };
  return { kind: 'file', ...(await makePassFile(context, snapshot)) };
}
