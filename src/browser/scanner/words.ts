// The words of the scanner's script. The page hands them over in its visitor's language
// (ui/texts/en/scanner.ts).

export interface Words {
  readonly scanned: string;
  readonly checked: string;
  /** The title of a scan that changed nothing. */
  readonly unchanged: string;
  /** Of a code that came twice. */
  readonly repeated: string;
  readonly data: string;
  /** The title for a scan that waits to be sent. */
  readonly kept: string;
  readonly keptWhy: string;
  readonly checkOffline: string;
  readonly refused: string;
  readonly oneWaits: string;
  /** `{count}` is a number. */
  readonly manyWait: string;
  readonly signInToSend: string;
  readonly signedInAs: string;
  readonly usesClientHash: string;
  readonly signedOut: string;
  readonly offline: string;
  readonly configured: string;
  readonly configurationRead: string;
  /** `{name}` is the till's. */
  readonly till: string;
  readonly lockedOut: string;
  /** `{counted}` and `{amount}` are numbers. */
  readonly someCounted: string;
  readonly undo: string;
  readonly undone: string;
  readonly undoOffline: string;
  readonly finding: string;
  readonly findOffline: string;
  readonly foundNone: string;
  readonly foundMany: string;
  readonly saved: string;
  /** `{names}` are parameters. */
  readonly ignored: string;
  readonly noUrl: string;
  readonly cameraRefused: string;
  readonly cameraMissing: string;
  readonly cameraInsecure: string;
  readonly cameraStart: string;
  readonly cameraStop: string;
  readonly stays: string;
  readonly returns: string;
  /** By the server's error code; codes without an entry show the server's own message. */
  readonly failures: Readonly<Record<string, string>>;
}
