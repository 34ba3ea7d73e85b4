// Asks the server to log a scan or a check, and answers one of four outcomes.

export const SCAN = 7;
export const CHECK = 0;

export interface Track {
  /** The same for every try, so that the server logs the scan once. */
  readonly key: string;
  readonly text: string;
  readonly accessType: typeof SCAN | typeof CHECK;
  /** How many scans it counts for; absent: one. */
  readonly amount?: number;
}

/** The answer of trackPassAccess (http/passsource/README.md of the server). */
export interface Answer {
  readonly updated?: boolean;
  /** Why nothing changed. */
  readonly unchanged?: {
    readonly message: string;
    readonly error?: string;
  };
  readonly scanText?: string;
  readonly scanColor?: string;
  readonly description?: string;
  readonly informationURL?: string;
  readonly displayURL?: string;
  /** Of a scan for several: how many counted. */
  readonly counted?: number;
  /** Names the scan for taking it back; absent: it cannot be taken back here. */
  readonly undo?: number;
  /** Why texts are missing. */
  readonly problem?: string;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly answer: Answer }
  /** Nobody is logged in, or the clientHash is no longer valid. */
  | { readonly kind: 'stranger'; readonly code: string; readonly message: string }
  /** The server may or may not have received the scan: try again under the same key. */
  | { readonly kind: 'unreachable' };

const PATIENCE = 10_000;
const STRANGERS = ['client_hash_missing', 'client_hash_invalid', 'account_expired', 'till_locked'];
const TRY_AGAIN = ['internal', 'rate_limited', 'store_unavailable', 'overloaded', 'idempotency_in_progress'];

/**
 * Asks the API with a clientHash, else a route that reads this browser's session, because the API
 * never reads sessions.
 */
export async function track(
  base: string,
  clientHash: string,
  { key, text, accessType, amount }: Track,
): Promise<Outcome> {
  const address = clientHash === '' ? `${base}/scanner/track` : `${base}/api/trackPassAccess.php`;
  const input = { hashedSerialNumber: text, accessType, ...(clientHash === '' ? { amount } : { clientHash }) };
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = await response.json();
    if (answer.success === true) return { kind: 'answered', answer };
    const { code, message } = answer as { code: string; message: string };
    if (STRANGERS.includes(code)) return { kind: 'stranger', code, message };
    if (typeof code !== 'string' || TRY_AGAIN.includes(code)) return { kind: 'unreachable' };
    return { kind: 'refused', code, message, answer };
  } catch {
    // There is no network, no answer in time, or a proxy's page instead of the server's answer.
    return { kind: 'unreachable' };
  }
}
