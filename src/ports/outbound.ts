// Requests that templates and webhooks cause: URL actions, images named by URL, messages. The adapter
// guards them (semantics.md).

/**
 * Says how deep in a chain of calls of this server by itself a request is, signed
 * (operations/depth.ts). Sent to this server's origin only.
 */
export const DEPTH_HEADER = 'x-passwright-depth';

/** At this depth a request to our own server is refused (semantics.md, "Triggers"). */
export const REFUSED_DEPTH = 3;

/** What a request says when it goes to our own server. */
export interface OwnCall {
  readonly depth: number;
  /** The value of DEPTH_HEADER. */
  readonly header: string;
}

export interface OutboundRequest {
  readonly url: string;
  readonly method: string;
  /** A template's choice: what frames or routes a message, and DEPTH_HEADER, is left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly ownCall: OwnCall;
  readonly body?: string;
  /** For the whole request including redirects and the body, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * The most bytes of the body to read; `onTooLarge` says whether a longer body is an error or is
   * cut.
   */
  readonly maxBytes: number;
  readonly onTooLarge: 'fail' | 'truncate';
  /** False: a redirect is the answer. Absent: it is followed. */
  readonly followsRedirects?: false;
}

export type OutboundFailure =
  | 'url_invalid'
  | 'scheme_refused'
  | 'credentials_refused'
  | 'port_refused'
  | 'address_refused'
  | 'depth_exceeded'
  | 'too_many_redirects'
  | 'timeout'
  | 'too_large'
  | 'connection_failed';

export type OutboundResult =
  | {
      readonly ok: true;
      /** Any HTTP status, 404 and 500 too: the request went through. */
      readonly status: number;
      readonly contentType: string | null;
      readonly body: Uint8Array;
      /** The header Retry-After; absent: there is none. */
      readonly retryAfter?: string;
      /** The header Cache-Control; absent: there is none. */
      readonly cacheControl?: string;
      readonly durationMs: number;
    }
  | {
      readonly ok: false;
      readonly reason: OutboundFailure;
      readonly message: string;
      readonly durationMs: number;
    };

export interface Outbound {
  /**
   * Never rejects: a failure is an answer with a reason and a sentence that an owner understands.
   */
  request(request: OutboundRequest): Promise<OutboundResult>;
  /**
   * Why an address may not be requested, as a sentence; null: it may, as far as the text tells. A
   * request checks what its name leads to as well.
   */
  refusalOf(url: string): string | null;
  close(): Promise<void>;
}
