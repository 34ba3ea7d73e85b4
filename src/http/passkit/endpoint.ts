// What an endpoint of the PassKit surface is, and what it is given.
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Warn } from '../answer-warnings.ts';
import type { PassKitBody } from './body.ts';

export interface OpenCall {
  readonly context: Context;
  /** What stands in the path, by the names there. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** See operations/depth.ts. */
  readonly depth: Depth;
  /** Says something in a header of the answer, which succeeds all the same. */
  readonly warn: Warn;
  /** Read when it is asked for. Fails with `body_too_large`, `body_invalid`. */
  body(): Promise<PassKitBody>;
}

export interface Call extends OpenCall {
  /** Whose token the request has. */
  readonly account: Account;
}

/** An object is answered as JSON with status 200. */
export type Answer = object | Response;

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v2. */
  readonly path: `/${string}`;
} & (
  | { readonly open?: false; readonly run: (call: Call) => Promise<Answer> }
  /** Open: no token is asked for, whoever knows the path may call it. */
  | { readonly open: true; readonly run: (call: OpenCall) => Promise<Answer> }
);
