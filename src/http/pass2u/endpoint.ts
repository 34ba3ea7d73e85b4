// What an endpoint of the Pass2U surface is, and what it is given.
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Warn } from '../answer-warnings.ts';

export interface Call {
  readonly context: Context;
  /** Whose API key the request has. */
  readonly account: Account;
  /** What stands in the path, by the names there. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** See operations/depth.ts. */
  readonly depth: Depth;
  /** For a body that is not JSON, and its headers. */
  readonly request: Request;
  /** The header Accept-Language. */
  readonly language: string | undefined;
  /** Says something in a header of the answer, which succeeds all the same. */
  readonly warn: Warn;
  /**
   * The JSON object of the body. Fails with `body_too_large`, `body_invalid`,
   * `media_type_unsupported`.
   */
  body(): Promise<JsonObject>;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v2. */
  readonly path: `/${string}`;
  /** The media type of its answers; by default JSON. */
  readonly answers?: string;
  /** An object is answered as JSON with status 200. */
  readonly run: (call: Call) => Promise<object | Response>;
}
