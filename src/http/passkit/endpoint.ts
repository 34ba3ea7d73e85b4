// Defines an endpoint of the PassKit surface, and the call that it answers.
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Warn } from '../answer-warnings.ts';
import type { PassKitBody } from './body.ts';

export interface OpenCall {
  readonly context: Context;
  /** The values of the path's parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** See operations/depth.ts. */
  readonly depth: Depth;
  /** Adds a sentence to the answer's header of warnings; the call still succeeds. */
  readonly warn: Warn;
  /** Reads the body on demand. Fails with `body_too_large`, `body_invalid`. */
  body(): Promise<PassKitBody>;
}

export interface Call extends OpenCall {
  /** The account of the request's token. */
  readonly account: Account;
}

/** The server answers an object as JSON with status 200. */
export type Answer = object | Response;

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v2. */
  readonly path: `/${string}`;
} & (
  | { readonly open?: false; readonly run: (call: Call) => Promise<Answer> }
  /** Open: the endpoint needs no token; everybody who knows the path may call it. */
  | { readonly open: true; readonly run: (call: OpenCall) => Promise<Answer> }
);
