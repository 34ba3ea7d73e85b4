// What Passwright asks of a database about images, which are named by their content.

export interface StoredImage {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** `image/png`, `image/jpeg`, ... as found by reading the bytes. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ImageStore {
  /** Keeps the bytes under their content hash; storing the same twice is fine. */
  putImage(image: StoredImage): Promise<void>;
  image(hash: string): Promise<StoredImage | null>;
  /** The whole content hash that begins so, or null. */
  imageHash(beginning: string): Promise<string | null>;
}
