// Requests that templates cause: URL actions and images named by URL. The adapter guards them
// (semantics.md).

/**
 * How deep in a loop of calls to this server a request is. Sent to this server's origin only; in
 * lower case, see the adapter.
 */
export const DEPTH_HEADER = 'x-passwright-depth';

export interface OutboundRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole request including redirects and the body, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * The most bytes of the body to read; `onTooLarge` says whether a longer body is an error or is
   * cut.
   */
  readonly maxBytes: number;
  readonly onTooLarge: 'fail' | 'truncate';
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
  close(): Promise<void>;
}
