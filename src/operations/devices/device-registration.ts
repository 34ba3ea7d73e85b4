// Registers a phone for a pass, or ends its registration. The event is logged and its triggers have
// run before the phone gets its answer, so that its next download contains their changes.
import { AppError } from '../../errors.ts';
import { DELETE, INSTALL } from '../../rules/passes/facts.ts';
import { type Answering, beginning, continueRun, type RunInput, type Step } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { withPrograms } from '../programs.ts';
import { type DeviceClaim, requireHeldPass } from './device-access.ts';

export interface DeviceInput extends DeviceClaim {
  readonly deviceLibraryIdentifier: string;
  /** The depth of the request; see depth.ts. */
  readonly depth: Depth;
}

/** Devices get no data in answer. */
const answering: Answering = () => ({});

/**
 * Registers a device for a pass; true when it was not registered before. Each new registration is
 * an onInstall, also on a second device. Registering again renews the push token. Fails with
 * `device_unauthorized`, and with `rate_limited` when DEVICE_LIMIT devices hold the pass.
 */
export async function registerDevice(
  context: Context,
  input: DeviceInput & { readonly pushToken: string },
): Promise<boolean> {
  const held = await requireHeldPass(context, input);
  // Refuse new registrations of a deleted pass, because it never changes again.
  if (held.withdrawn) throw new AppError('device_unauthorized');
  const { hash } = held.snapshot.pass;
  const run = runOf(hash, INSTALL, input.depth);
  const begin = beginning(context, run, answering);
  const { deviceLibraryIdentifier, passTypeIdentifier, pushToken } = input;
  const most = context.settings.devicesOfPass;
  const device = { deviceLibraryIdentifier, passTypeIdentifier, pushToken, at: context.clock.now(), most };
  const step = await withPrograms(context.programs, () =>
    context.store.registerDevice<Step | null>(hash, device, (snapshot, isNew) =>
      isNew ? begin(snapshot) : { result: null },
    ),
  );
  if (step !== null) await continueRun(context, run, step, answering);
  return step !== null;
}

/**
 * Ends a registration, which is an onDelete. A missing registration is no error. Fails with
 * `device_unauthorized`.
 */
export async function unregisterDevice(context: Context, input: DeviceInput): Promise<void> {
  const held = await requireHeldPass(context, input);
  if (held.withdrawn) return context.store.unregisterWithdrawn(input.serialNumber, input);
  const { hash } = held.snapshot.pass;
  const run = runOf(hash, DELETE, input.depth);
  const begin = beginning(context, run, answering);
  const step = await withPrograms(context.programs, () =>
    context.store.unregisterDevice<Step | null>(hash, input, (snapshot, wasRegistered) =>
      wasRegistered ? begin(snapshot) : { result: null },
    ),
  );
  if (step !== null) await continueRun(context, run, step, answering);
}

function runOf(hash: string, accessType: typeof INSTALL | typeof DELETE, depth: Depth): RunInput {
  return { hash, accessType, depth, idempotency: null, account: null };
}
