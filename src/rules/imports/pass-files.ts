// Many passes of another product, as they were read from a folder or an archive.
import type { JsonObject } from '../values/values.ts';

export interface PassInFile {
  /** The name of the file below the folder, or in the archive. */
  readonly name: string;
  readonly passJson: JsonObject;
  /** Image name -> its digest in the manifest of the package; empty for a pass.json alone. */
  readonly images: Readonly<Record<string, string>>;
  /** The bytes of images by their names. */
  imageBytes(names: readonly string[]): Readonly<Record<string, Uint8Array>>;
  /** What would make this pass, and files of the pass that it cannot hold. Fails with `template_invalid`. */
  template(): { readonly passConstructor: JsonObject; readonly leftOut: readonly string[] };
}

export interface PassFiles {
  /** In the order of the alphabet, so that a second run meets the same pass first. */
  readonly names: readonly string[];
  /** Fails with `template_invalid`; the message names the file. */
  read(name: string): Promise<PassInFile>;
}
