// A loop of URL actions that call this server ends: each request to our own rootPath says how deep it is.
import { AppError } from '../errors.ts';
import { DEPTH_HEADER } from '../ports/outbound.ts';

/** At this depth a request to our own rootPath is refused (semantics.md, "Triggers"). */
const REFUSED_DEPTH = 3;

/** The header for a request that a call of this depth causes. The outbound adapter sends it to our own origin only. */
export function depthHeader(depth: number): Record<string, string> {
  return { [DEPTH_HEADER]: String(depth + 1) };
}

/** The depth of an incoming request: 0 for everyone but ourselves. Fails with `depth_exceeded`. */
export function readDepth(header: string | undefined): number {
  const depth = header !== undefined && /^\d{1,3}$/.test(header) ? Number(header) : 0;
  if (depth >= REFUSED_DEPTH) throw new AppError('depth_exceeded');
  return depth;
}
