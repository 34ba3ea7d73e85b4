// Push notifications to Apple's service (APNs). The adapter keeps connections; operations decide
// what to push and what follows from the result.

/** Who pushes: the pass type certificate is the client certificate of the connection. */
export interface PushIdentity {
  /** The certificate's id: the adapter has one connection for each. */
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
 * The result of one push. `delivered`: APNs accepted the push. `gone`: the device no longer has the
 * pass, or the token is invalid (410 Unregistered, 400 BadDeviceToken); `since`: when APNs learned
 * it, in ms since 1970, null when APNs does not say. `busy`: try this device later (429), not
 * before `retryAfterMs` when APNs says so. `unavailable`: APNs cannot accept pushes now, was not
 * reached, or refused the certificate at once; every push to APNs waits. `refused`: trying again is
 * of no use, as with a wrong topic or a token of another topic (DeviceTokenNotForTopic). A wrong
 * certificate causes that too, so the registration stays.
 */
export type PushVerdict = 'delivered' | 'gone' | 'busy' | 'unavailable' | 'refused';

export interface PushResult {
  readonly verdict: PushVerdict;
  /** The status of the HTTP answer; null without an answer. */
  readonly status: number | null;
  /**
   * The reason that APNs names, such as `BadDeviceToken`, else a sentence on what went wrong. Null
   * when delivered.
   */
  readonly reason: string | null;
  readonly since: number | null;
  readonly retryAfterMs: number | null;
}

export interface Push {
  /**
   * Sends an empty payload to one device. Never rejects. Any number of calls may run at once: a
   * call waits for a free stream.
   */
  send(identity: PushIdentity, pushToken: string): Promise<PushResult>;
  /** Closes every connection; pushes under way end as `unavailable`. */
  close(): Promise<void>;
}
