// Caches parts of pass files between calls.
import { LRUCache } from 'lru-cache';
import type { ManifestFrame } from '../pass/manifest.ts';
import type { SharedSection, SignedPass } from '../pass/package.ts';
import type { Signer } from '../pass/sign.ts';
import type { Program } from '../rules/templates/program.ts';
import type { Look } from '../rules/vocabulary.ts';

/** What the passes of a design share that have no images of their own. */
export interface DesignFiles {
  readonly look: Look;
  /** Keys of `images`. */
  readonly images: readonly string[];
  readonly texts: SharedSection;
  readonly manifest: ManifestFrame;
}

/**
 * The caches: packed images by folder, look and uploads, signers by certificate, signed passes by
 * version.
 */
export interface PassFiles {
  readonly images: LRUCache<string, SharedSection>;
  readonly designs: WeakMap<Program, DesignFiles>;
  /** By design; null for a design whose translations differ from pass to pass. */
  readonly localizations: WeakMap<Program, SharedSection | null>;
  readonly signers: LRUCache<number, Signer>;
  /** Entries count the bytes that only their pass has; its images are in `images` too. */
  readonly signed: LRUCache<string, SignedPass>;
  /** Images of older versions that are being decoded, by content hash. */
  readonly cleaning: Map<string, Promise<Uint8Array>>;
  /** How many pass files were served since the start: newly signed, and from the cache. */
  readonly served: { signed: number; kept: number };
}

export const MEGABYTE = 1024 * 1024;

export function createPassFiles(): PassFiles {
  return {
    images: new LRUCache({ maxSize: 64 * MEGABYTE, sizeCalculation: ({ entries }) => entries.length + 1 }),
    designs: new WeakMap(),
    localizations: new WeakMap(),
    signers: new LRUCache({ max: 200 }),
    signed: new LRUCache({ maxSize: 16 * MEGABYTE }),
    cleaning: new Map(),
    served: { signed: 0, kept: 0 },
  };
}
