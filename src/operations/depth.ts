// How deep in a chain of calls of this server by itself a request is, so that a loop of URL actions ends. Each request
// that a URL action or an image makes to our own server carries its depth, signed, because anybody may send a header.
import { createHmac } from 'node:crypto';
import { AppError } from '../errors.ts';
import { type OwnCall, REFUSED_DEPTH } from '../ports/outbound.ts';
import { sameToken } from './access/client-hash.ts';
import type { Context } from './context.ts';

declare const read: unique symbol;

/** A plain number is no depth, so a door that forgets to read the header does not compile. */
export type Depth = number & { readonly [read]: true };

/** Of calls that no request caused: commands and the first start. */
export const UNCALLED = 0 as Depth;

/** How long a signed depth counts, in ms: a request that carries it arrives within ten seconds or never. */
const LIFETIME = 60 * 1000;

const SHAPE = /^(\d{1,3})\.(\d{1,15})\.([0-9a-f]{64})$/;

/** What a request that a call of this depth causes says to our own server. */
export function ownCall(context: Pick<Context, 'settings' | 'clock'>, depth: Depth): OwnCall {
  const claim = `${depth + 1}.${context.clock.now() + LIFETIME}`;
  return { depth: depth + 1, header: `${claim}.${sign(context, claim)}` };
}

/**
 * The depth of an incoming request by its header: 0 for everyone but ourselves, also for a header that this server did
 * not sign or that is too old. Fails with `depth_exceeded`.
 */
export function readDepth(context: Pick<Context, 'settings' | 'clock'>, header: string | undefined): Depth {
  const [, depth, expiresAt, signature] = SHAPE.exec(header ?? '') ?? [];
  if (depth === undefined || !sameToken(signature!, sign(context, `${depth}.${expiresAt}`))) return UNCALLED;
  if (Number(expiresAt) <= context.clock.now()) return UNCALLED;
  if (Number(depth) >= REFUSED_DEPTH) throw new AppError('depth_exceeded');
  return Number(depth) as Depth;
}

function sign({ settings }: Pick<Context, 'settings'>, claim: string): string {
  return createHmac('sha256', settings.secret).update(`depth ${claim}`).digest('hex');
}
