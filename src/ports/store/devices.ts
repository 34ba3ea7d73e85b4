// What Passwright asks of a database about phones: which hold which pass, what they have been told, and which pushes wait.
// Times are milliseconds since 1970; update tags come from the store's one counter.
import type { Account } from './accounts.ts';
import type { PassChange, PassSnapshot } from './passes.ts';

/** A phone under one pass type: it may give each type another push token, and appear under several identifiers. */
export interface DeviceName {
  readonly deviceLibraryIdentifier: string;
  readonly passTypeIdentifier: string;
}

export interface Device extends DeviceName {
  readonly id: number;
  readonly pushToken: string;
  /** When the device gave this push token. */
  readonly tokenAt: number;
  /** When it was last pushed to, and what APNs answered; null: never, or no answer. */
  readonly lastPushAt: number | null;
  readonly lastPushStatus: number | null;
  readonly lastPushReason: string | null;
}

/** A device that holds a pass, since when. */
export interface PassDevice extends Device {
  readonly registeredAt: number;
}

/** A pass that was deleted while devices held it: they are given a void pass in its place, and stop asking. */
export interface WithdrawnPass {
  readonly serialNumber: string;
  readonly authenticationToken: string;
  readonly passTypeIdentifier: string;
  /** The template's name. */
  readonly name: string;
  /** Seconds since 1970, as HTTP says it. */
  readonly lastModified: number;
  readonly owner: Account;
}

export interface DeviceStore {
  /**
   * Registers a device for a pass, or renews its push token, in one commit with what `decide` says of the pass. `isNew`: it
   * was not registered for it. Fails with `pass_not_found`.
   */
  registerDevice<T>(
    hash: string,
    device: DeviceName & { readonly pushToken: string; readonly at: number },
    decide: (snapshot: PassSnapshot, isNew: boolean) => PassChange<T>,
  ): Promise<T>;
  /** Ends a registration; the device goes with its last one. `wasRegistered`: there was one. Fails with `pass_not_found`. */
  unregisterDevice<T>(
    hash: string,
    device: DeviceName,
    decide: (snapshot: PassSnapshot, wasRegistered: boolean) => PassChange<T>,
  ): Promise<T>;
  /** The same for a pass that was deleted; nothing is left to decide. */
  unregisterWithdrawn(serialNumber: string, device: DeviceName): Promise<void>;
  /** Serial numbers of the device's passes that changed after the update tag `since`, and the newest tag of these; null: none. */
  updatesFor(
    device: DeviceName,
    since: number,
  ): Promise<{ readonly serialNumbers: readonly string[]; readonly updateTag: number } | null>;
  passBySerialNumber(serialNumber: string): Promise<PassSnapshot | null>;
  withdrawnPass(serialNumber: string): Promise<WithdrawnPass | null>;
  /** The devices that hold a pass, in order of registration. */
  devicesOf(passId: number): Promise<readonly PassDevice[]>;
  /** Distinct devices registered for a pass, or for any pass of a template. */
  countDevices(of: { readonly passId: number } | { readonly templateId: number }): Promise<number>;
  /** The passes of a template that at least one device holds. */
  countInstalled(templateId: number): Promise<number>;
}
