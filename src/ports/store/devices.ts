// What Passwright asks of a database about phones: which phone has which pass, what each was
// pushed, and which pushes wait. Times are milliseconds since 1970; update tags come from the
// store's one counter.
import type { Account } from './accounts.ts';
import type { PassChange, PassSnapshot } from './passes.ts';

/**
 * A phone under one pass type: a phone may give each type another push token, and appear under
 * several identifiers.
 */
export interface DeviceName {
  readonly deviceLibraryIdentifier: string;
  readonly passTypeIdentifier: string;
}

export interface Device extends DeviceName {
  readonly id: number;
  readonly pushToken: string;
  /** When the device gave this push token. */
  readonly tokenAt: number;
  /** The last push to the device, and what APNs answered; null: no push, or no answer. */
  readonly lastPushAt: number | null;
  readonly lastPushStatus: number | null;
  readonly lastPushReason: string | null;
  /** When the device last asked which of its passes changed; see noteAsked. */
  readonly askedAt: number | null;
}

/** A device that holds a pass, and since when. */
export interface PassDevice extends Device {
  readonly registeredAt: number;
}

/**
 * A pass that was deleted while devices held it. They get a void pass in its place, and stop
 * asking.
 */
export interface WithdrawnPass {
  readonly serialNumber: string;
  readonly authenticationToken: string;
  readonly passTypeIdentifier: string;
  /** The template's name. */
  readonly name: string;
  /** In seconds since 1970, as in HTTP. */
  readonly lastModified: number;
  readonly owner: Account;
}

export interface DeviceStore {
  /**
   * Registers a device for a pass, or renews its push token, in one commit with what `decide`
   * answers. `isNew`: the device was not registered for the pass. `most`: how many devices may hold
   * the pass; absent: any number. `keepsToken`: whether a known device keeps its push token. Fails with `pass_not_found`, and with `rate_limited` for a new
   * device beyond `most`.
   */
  registerDevice<T>(
    hash: string,
    device: DeviceName & {
      readonly pushToken: string;
      readonly at: number;
      readonly most?: number;
      readonly keepsToken?: boolean;
    },
    decide: (snapshot: PassSnapshot, isNew: boolean) => PassChange<T>,
  ): Promise<T>;
  /**
   * Ends a registration, and deletes the device with its last one. `wasRegistered`: the
   * registration existed. Fails with `pass_not_found`.
   */
  unregisterDevice<T>(
    hash: string,
    device: DeviceName,
    decide: (snapshot: PassSnapshot, wasRegistered: boolean) => PassChange<T>,
  ): Promise<T>;
  /** Ends a registration for a deleted pass, where nothing is left to decide. */
  unregisterWithdrawn(serialNumber: string, device: DeviceName): Promise<void>;
  /**
   * Serial numbers of the device's passes that changed after the update tag `since`, and the newest
   * tag among them; null: none. A tag that was never drawn is another server's and counts as 0.
   */
  updatesFor(
    device: DeviceName,
    since: number,
  ): Promise<{ readonly serialNumbers: readonly string[]; readonly updateTag: number } | null>;
  /**
   * Notes that a device asked, the first time and the first time after each push, so that devices
   * which ask without a push write nothing.
   */
  noteAsked(device: DeviceName, now: number): Promise<void>;
  /**
   * The pass that Wallet knows by this pass type and serial number. A pass that has no pass type yet
   * is found by any.
   */
  passBySerialNumber(passTypeIdentifier: string, serialNumber: string): Promise<PassSnapshot | null>;
  /**
   * The same where nobody says the pass type: among the imported passes of an account or of a template,
   * else among all that are not imported. Callers check whose pass it is.
   */
  passWithSerialNumber(
    serialNumber: string,
    among: { readonly accountId: number } | { readonly templateId: number },
  ): Promise<PassSnapshot | null>;
  withdrawnPass(passTypeIdentifier: string, serialNumber: string): Promise<WithdrawnPass | null>;
  /** The devices that hold a pass, in order of registration. */
  devicesOf(passId: number): Promise<readonly PassDevice[]>;
  /** Counts distinct devices that are registered for a pass, or for any pass of a template. */
  countDevices(of: { readonly passId: number } | { readonly templateId: number }): Promise<number>;
}
