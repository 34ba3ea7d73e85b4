// The messages between a decoder and its process.
import type { ErrorCode } from '../errors.ts';
import type { CleanPicture } from '../ports/pictures.ts';
import type { ImageSlot } from '../rules/vocabulary.ts';

export interface Order {
  readonly bytes: Uint8Array;
  readonly slot: ImageSlot | null;
  /** The process ends itself when it holds more resident memory, in bytes. */
  readonly mostMemory: number;
}

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'picture'; readonly picture: CleanPicture }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'crashed'; readonly message: string };
