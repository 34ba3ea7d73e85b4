// Push notifications to Apple's service (APNs). The adapter keeps connections; what to push, and what becomes of it, is
// decided by operations.

/** Who pushes: the pass type certificate is the client certificate of the connection. */
export interface PushIdentity {
  /** Of the certificate: connections are kept by it. */
  readonly id: number;
  /** The topic: the certificate's pass type identifier. */
  readonly passTypeIdentifier: string;
  /** Original DER. */
  readonly certificate: Uint8Array;
  /** The certificate that issued it, original DER. */
  readonly intermediate: Uint8Array;
  /** PKCS#8 DER, not encrypted. */
  readonly privateKey: Uint8Array;
}

/**
 * What became of one push. `delivered`: APNs took it. `gone`: the device no longer has the pass, or the token is none
 * (410 Unregistered, 400 BadDeviceToken); `since`: when APNs knew it, in ms since 1970, null when it does not say.
 * `busy`: try this device later (429), not before `retryAfterMs` when APNs says so. `unavailable`: APNs cannot take pushes now, or was not
 * reached at all, or refused the certificate as soon as it saw it; every push to it waits. `refused`: trying again is of no
 * use, such as a wrong topic, or a token of another one (DeviceTokenNotForTopic): a wrong certificate causes that as well, so
 * the registration stays.
 */
export type PushVerdict = 'delivered' | 'gone' | 'busy' | 'unavailable' | 'refused';

export interface PushResult {
  readonly verdict: PushVerdict;
  /** Of the HTTP answer; null when there was none. */
  readonly status: number | null;
  /** APNs' word for it, such as `BadDeviceToken`; else a sentence on what went wrong. Null when delivered. */
  readonly reason: string | null;
  readonly since: number | null;
  readonly retryAfterMs: number | null;
}

export interface Push {
  /** Sends an empty payload to one device. Never rejects. May be called as often as one likes: it waits for a free stream. */
  send(identity: PushIdentity, pushToken: string): Promise<PushResult>;
  /** Closes every connection; what is under way ends as `unavailable`. */
  close(): Promise<void>;
}
