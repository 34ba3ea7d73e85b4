// Decides who may ask for a pass as a device: whoever knows its authentication token (Apple's
// Wallet web service).
import { AppError } from '../../errors.ts';
import type { WithdrawnPass } from '../../ports/store/devices.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { sameToken } from '../access/client-hash.ts';
import type { Context } from '../context.ts';
import { requireCertificate } from '../files/pass-files.ts';

/**
 * How a device names a pass, and the token it shows. Null: no token, or one outside the scheme
 * `ApplePass`.
 */
export interface DeviceClaim {
  readonly passTypeIdentifier: string;
  readonly serialNumber: string;
  readonly token: string | null;
}

/** A pass that devices may ask for: an existing one, or one that was deleted while they had it. */
export type HeldPass =
  | { readonly withdrawn: false; readonly snapshot: PassSnapshot }
  | { readonly withdrawn: true; readonly pass: WithdrawnPass };

/** A random UUID, as the serial numbers of our own passes are. */
const UNGUESSABLE = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Fails with `device_unauthorized`. The error is the same for an unknown serial number and a wrong
 * token.
 */
export async function requireHeldPass(context: Context, claim: DeviceClaim): Promise<HeldPass> {
  return requireShown(context, claim, await findHeldPass(context, claim));
}

/**
 * The pass of a request for which Apple names no header ("Return a Personalized Pass"): a token that
 * is shown must be right, and without one a serial number that nobody can guess has to do. Numbers of
 * another product may be guessed, so that a pass with one needs its token.
 * `hasShown`: whether the request has an Authorization at all. Fails with `device_unauthorized`, also
 * for a deleted pass.
 */
export async function requireNamedPass(context: Context, claim: DeviceClaim, hasShown: boolean): Promise<PassSnapshot> {
  const found = await findHeldPass(context, claim);
  if (found === null || found.withdrawn) throw new AppError('device_unauthorized');
  const isSecret = !hasShown && UNGUESSABLE.test(claim.serialNumber);
  const token = isSecret ? found.snapshot.pass.authenticationToken : claim.token;
  await requireShown(context, { ...claim, token }, found);
  return found.snapshot;
}

async function requireShown(context: Context, claim: DeviceClaim, held: HeldPass | null): Promise<HeldPass> {
  // Compare even without a pass, so that the time to answer reveals nothing either.
  const expected =
    held === null ? '' : held.withdrawn ? held.pass.authenticationToken : held.snapshot.pass.authenticationToken;
  const matches = sameToken(claim.token ?? '', expected) && expected !== '';
  if (held === null || !matches) throw new AppError('device_unauthorized');
  if ((await passTypeOf(context, held)) !== claim.passTypeIdentifier) throw new AppError('device_unauthorized');
  return held;
}

async function findHeldPass(
  context: Context,
  { passTypeIdentifier, serialNumber }: DeviceClaim,
): Promise<HeldPass | null> {
  const snapshot = await context.store.passBySerialNumber(passTypeIdentifier, serialNumber);
  if (snapshot !== null) return { withdrawn: false, snapshot };
  const pass = await context.store.withdrawnPass(passTypeIdentifier, serialNumber);
  return pass === null ? null : { withdrawn: true, pass };
}

async function passTypeOf(context: Context, held: HeldPass): Promise<string> {
  if (held.withdrawn) return held.pass.passTypeIdentifier;
  return (await requireCertificate(context, held.snapshot)).passTypeIdentifier;
}
