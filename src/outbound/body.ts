// Reads the body of an answer up to a limit. A body that is not read to its end is destroyed, and
// its socket with it, so that no connection stays open.

import type { Readable } from 'node:stream';
import { Refusal } from './refusal.ts';

/**
 * Reads at most `maxBytes` bytes. Throws Refusal too_large when there are more and `onTooLarge` is
 * 'fail'.
 */
export async function readBody(
  body: Readable,
  declaredBytes: number | null,
  limit: { readonly maxBytes: number; readonly onTooLarge: 'fail' | 'truncate' },
  host: string,
): Promise<Uint8Array> {
  const { maxBytes, onTooLarge } = limit;
  if (onTooLarge === 'fail' && declaredBytes !== null && declaredBytes > maxBytes) {
    discard(body);
    throw tooLarge(host, maxBytes);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const room = maxBytes - bytes;
    if (chunk.length > room) {
      if (onTooLarge === 'fail') throw tooLarge(host, maxBytes);
      chunks.push(chunk.subarray(0, room));
      break;
    }
    chunks.push(chunk);
    bytes += chunk.length;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Destroys a body that is not needed, such as that of a redirect. */
export function discard(body: Readable): void {
  body.on('error', () => {});
  body.destroy();
}

function tooLarge(host: string, maxBytes: number): Refusal {
  return new Refusal('too_large', `The answer of ${host} is larger than ${maxBytes} bytes.`);
}
