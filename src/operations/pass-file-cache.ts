// Caches parts of pass files between calls.
import { LRUCache } from 'lru-cache';
import type { PackedFile } from '../pass/archive.ts';
import type { SignedPass } from '../pass/package.ts';
import type { Signer } from '../pass/sign.ts';
import type { Program } from '../rules/templates/program.ts';

/**
 * The caches: packed images by style and uploads, signers by certificate, signed passes by version.
 */
export interface PassFiles {
  readonly images: LRUCache<string, readonly PackedFile[]>;
  /** By design; null for a design whose translations differ from pass to pass. */
  readonly localizations: WeakMap<Program, readonly PackedFile[] | null>;
  readonly signers: LRUCache<number, Signer>;
  readonly signed: LRUCache<string, SignedPass>;
  /** Images of older versions that are being decoded, by content hash. */
  readonly cleaning: Map<string, Promise<Uint8Array>>;
  /** How many pass files were served since the start: newly signed, and from the cache. */
  readonly served: { signed: number; kept: number };
}

export const MEGABYTE = 1024 * 1024;

export function createPassFiles(): PassFiles {
  const sizeOf = (files: readonly PackedFile[]) => files.reduce((sum, file) => sum + file.data.length, 1);
  return {
    images: new LRUCache({ maxSize: 64 * MEGABYTE, sizeCalculation: sizeOf }),
    localizations: new WeakMap(),
    signers: new LRUCache({ max: 200 }),
    signed: new LRUCache({
      maxSize: 16 * MEGABYTE,
      sizeCalculation: ({ passJson, files, manifest, signature }) =>
        // Count the strings, which may be the pass's own. All passes of a template share the other
        // files.
        sizeOf([passJson, manifest, signature, ...files.filter(({ name }) => name.endsWith('.strings'))]),
    }),
    cleaning: new Map(),
    served: { signed: 0, kept: 0 },
  };
}
