// What Passwright asks of a database about images, which are named by their content.

export interface StoredImage {
  /** SHA-256 of the bytes, hex; see `replaceImage`. */
  readonly hash: string;
  /** `image/png`, `image/jpeg`, ... as the bytes say. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ImageStore {
  /** Stores the bytes under their content hash; storing the same bytes again changes nothing. */
  putImage(image: StoredImage): Promise<void>;
  /**
   * Puts a clean picture in the place of an image that an older version kept as it was uploaded. The
   * hash stays, because templates and passes refer to it, although it is no longer that of the bytes.
   */
  replaceImage(image: StoredImage): Promise<void>;
  image(hash: string): Promise<StoredImage | null>;
  /** The whole content hash that has this beginning, or null. */
  imageHash(beginning: string): Promise<string | null>;
}
