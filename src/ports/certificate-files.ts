// The port to the program that reads certificate files of people who do not run this server: the
// maker of an encrypted file decides how long opening the file takes.

export interface UploadedFile {
  readonly bytes: Uint8Array;
  /** What the file is for, as messages and the `field` of errors say it. */
  readonly role: 'certificate' | 'key' | 'intermediate';
  /** The password of a .p12 or of an encrypted key. */
  readonly password: string | undefined;
}

export interface ReadFile {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8 DER, not encrypted. */
  readonly privateKeys: readonly Uint8Array[];
}

export interface CertificateFiles {
  /**
   * Reads the files of one upload, in their order, in a process of its own. Fails with
   * `certificate_invalid` (also when opening takes too much time or memory), and with `rate_limited`
   * when too many uploads are being read.
   */
  read(files: readonly UploadedFile[]): Promise<readonly ReadFile[]>;
  /** Ends the processes; files under way fail. */
  close(): Promise<void>;
}
