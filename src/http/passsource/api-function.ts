// What an API function is: one entry that validates its parameters, documents them and what it answers, and runs it.
import { z } from 'zod';
import { accountOf, authenticate } from '../../operations/access/authenticate.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Parameters } from '../parameters.ts';
import { read } from './reading.ts';

/** One call of a function. */
export interface Call {
  readonly context: Context;
  readonly throttle: GuessThrottle;
  readonly parameters: Parameters;
  readonly address: string;
  readonly depth: Depth;
  readonly idempotencyKey: string | undefined;
  /** Sets the browser session, or ends it with null. */
  setSession(session: string | null): void;
}

/** A call with the account of its clientHash: null for nobody, and where none is taken. */
interface AuthenticatedCall extends Call {
  readonly account: Account | null;
}

type Answer = Readonly<Record<string, unknown>>;

type Access = 'none' | 'owner' | 'optional';

interface Description {
  /** One line, a sentence without its subject: "Logs an event." */
  readonly summary: string;
  /** What a caller wonders about next. */
  readonly description?: string;
  /**
   * Whose clientHash it takes: `owner` needs one with access, `optional` does more with one. `run` is
   * given its account; the operation decides what that may do.
   */
  readonly access: Access;
  /** Parameters beside the declared ones: API paths of the pass, or the names of images. */
  readonly more?: 'paths' | 'images';
  /** Whether a body may hold pictures, in base64. With `more` every body may. */
  readonly pictures?: true;
  /** Whether an Idempotency-Key makes a retry answer the first answer again. */
  readonly retries?: true;
  /** Whether it runs triggers: a run that psTriggerError stopped answers its fields beside the failure. */
  readonly runsTriggers?: true;
  /** Without `success`. */
  readonly answer: z.ZodRawShape;
  /** The parameters of a call that works; $CLIENT, $TEMPLATE, $PASS and $PASSWORD stand for the reader's own. */
  readonly example: Readonly<Record<string, string>>;
}

/** The parameters without the clientHash, in whose place the call has its account. */
type Input<P extends z.ZodRawShape> = Omit<z.infer<z.ZodObject<P>>, 'clientHash'>;

interface Entry<P extends z.ZodRawShape> extends Description {
  readonly parameters: P;
  /** Fails for parameters that do not fit. It runs before the clientHash is looked at. */
  readonly check?: (input: Input<P>) => void;
  readonly run: (call: AuthenticatedCall, input: Input<P>) => Promise<Answer>;
}

export interface ApiFunction extends Description {
  readonly parameters: z.ZodRawShape;
  /**
   * Fails with `parameter_missing`, `parameter_invalid`, then `client_hash_invalid`, then with the
   * codes of the operation.
   */
  readonly run: (call: Call) => Promise<Answer>;
}

/** Reads the parameters and finds the caller before the function runs. */
export function apiFunction<P extends z.ZodRawShape>(entry: Entry<P>): ApiFunction {
  const schema = z.object(entry.parameters);
  return {
    ...entry,
    async run(call) {
      const { clientHash, ...others } = read(schema, call.parameters) as { readonly clientHash?: string };
      const input = others as Input<P>;
      entry.check?.(input);
      const account = await CALLER[entry.access](call.context, clientHash);
      return entry.run({ ...call, account }, input);
    },
  };
}

/** Finds the caller. Where no clientHash is needed, a wrong one counts as none. */
const CALLER: Readonly<Record<Access, typeof authenticate>> = {
  none: async () => null,
  optional: accountOf,
  owner: authenticate,
};
