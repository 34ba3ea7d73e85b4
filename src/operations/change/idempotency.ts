// Recognises retries by a caller's key, bound to function, caller, target and parameters.
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { Context } from '../context.ts';
import type { RawFields } from './take-fields.ts';

/**
 * The store's record of a key; null without one. Fails with `parameter_invalid` for a key that is
 * too long. `caller` is an account id, or `holder` for everyone without access.
 */
export function idempotencyOf(
  context: Context,
  key: string | undefined,
  call: {
    readonly name: string;
    readonly caller: number | 'holder';
    readonly target: string;
    readonly input: RawFields;
  },
): Omit<Idempotency, 'phase'> | null {
  if (key === undefined || key === '') return null;
  if (key.length > 255) {
    throw new AppError('parameter_invalid', {
      field: 'requestId',
      message: 'An idempotency key has at most 255 characters.',
    });
  }
  const scope = `${call.name} ${call.caller} ${call.target}`;
  return { scope, key, fingerprint: fingerprintOf(call.input), now: context.clock.now() };
}

/** Tells one call's parameters from another's. Their order does not count. */
export function fingerprintOf(input: RawFields): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(input).sort()) {
    const value = input[name];
    hash.update(`${JSON.stringify(name)}:`);
    hash.update(value instanceof Uint8Array ? value : JSON.stringify(value));
    hash.update('\n');
  }
  return hash.digest('hex');
}
