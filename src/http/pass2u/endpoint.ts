// Defines an endpoint of the Pass2U surface, and the call that it answers.
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Warn } from '../answer-warnings.ts';

export interface Call {
  readonly context: Context;
  /** The account of the request's API key. */
  readonly account: Account;
  /** The values of the path's parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** See operations/depth.ts. */
  readonly depth: Depth;
  /** The request itself, for its headers and for a body that is not JSON. */
  readonly request: Request;
  /** The header Accept-Language. */
  readonly language: string | undefined;
  /** Adds a sentence to the answer's header of warnings; the call still succeeds. */
  readonly warn: Warn;
  /**
   * Reads the JSON object of the body. Fails with `body_too_large`, `body_invalid`,
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
  /** The server answers an object as JSON with status 200. */
  readonly run: (call: Call) => Promise<object | Response>;
}
