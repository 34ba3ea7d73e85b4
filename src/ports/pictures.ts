// The port to the program that decodes pictures. Strangers send pictures, and a small file may take
// minutes and gigabytes to decode, so the server's process decodes none.
import type { ImageSlot } from '../rules/vocabulary.ts';

/** The purpose of a picture. */
export interface PictureWish {
  /** The picture's place in a pass; null: the caller does not know it yet. */
  readonly slot: ImageSlot | null;
  /** Whether the caller accepts a vector image (SVG) too. */
  readonly vector: boolean;
}

/** A PNG from a complete decoding: upright, one frame, and of at most 4 megapixels. */
export interface CleanPicture {
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Pictures {
  /**
   * Decodes an upload and makes the clean picture of it. Fails with `image_invalid` (also when
   * decoding takes too much time or memory), `image_too_large`, and `rate_limited` with
   * `retryAfter` (s) beside its message when too many pictures wait.
   */
  clean(bytes: Uint8Array, wish: PictureWish): Promise<CleanPicture>;
  /**
   * The same port for pictures that count as the caller's: callers get turns, and a full queue
   * refuses whoever has the most pictures in it.
   */
  forCaller(caller: string): Pictures;
  /** Ends the processes; pictures under way fail. */
  close(): Promise<void>;
}
