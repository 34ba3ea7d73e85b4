// Compares bytes at once: Vitest asks for each byte of two files whether they are equal, six seconds
// for a database of a megabyte. Loaded once a worker.
import { expect } from 'vitest';

expect.addEqualityTesters([
  (one: unknown, other: unknown): boolean | undefined => {
    if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return undefined;
    // Bytes of another class differ by their class, where a test is strict.
    return one.constructor === other.constructor ? Buffer.compare(one, other) === 0 : undefined;
  },
]);
