// An API function: one entry that validates the parameters, documents them and the answer, and
// runs.
import { z } from 'zod';
import { accountOf, authenticate } from '../../operations/access/authenticate.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Parameters } from '../parameters.ts';
import { pathParameters, read } from './function-parameters.ts';

/** One call of a function. */
export interface Call {
  readonly context: Context;
  readonly throttle: GuessThrottle;
  readonly parameters: Parameters;
  readonly address: string;
  /** Counts a pass that is about to be made for nobody's account. Fails with `rate_limited`. */
  admitCreation(): Promise<void>;
  readonly depth: Depth;
  /** The header Accept-Language. */
  readonly language: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Logs the browser in, where no other site made the browser ask. */
  startSession(caller: Caller): void;
  /** Logs the browser out. */
  endSession(): Promise<void>;
}

/**
 * A call with the account of its clientHash; null for nobody, and where the function needs none.
 */
interface AuthenticatedCall extends Call {
  readonly account: Account | null;
  /** The parameters beside the declared ones; see `more`, without which there are none. */
  readonly fields: Parameters;
}

type Answer = Readonly<Record<string, unknown>>;

type Access = 'none' | 'owner' | 'optional';

interface Description {
  /** One line, a sentence without its subject: "Logs an event." */
  readonly summary: string;
  /** What a caller needs to know besides the summary. */
  readonly description?: string;
  /**
   * Which clientHash a call has: `owner` needs one with access, `optional` may do more with one.
   * `run` gets its account, and the operation decides what the account may do.
   */
  readonly access: Access;
  /** Parameters beside the declared ones: API paths of the pass, or the names of images. */
  readonly more?: 'paths' | 'images';
  /** Whether a body may hold pictures, in base64. With `more` every body may. */
  readonly pictures?: true;
  /** Whether a retry with the same Idempotency-Key gets the first answer again. */
  readonly retries?: true;
  /**
   * Whether it runs triggers: the failure of a run that psTriggerError stopped has the answer's
   * fields.
   */
  readonly runsTriggers?: true;
  /** The fields of the answer besides `success`. */
  readonly answer: z.ZodRawShape;
  /**
   * The parameters of a call that works; the reader fills in $CLIENT, $TEMPLATE, $PASS, $BATCH,
   * $SEGMENT, $BULK, $WEBHOOK, $MESSAGE and $PASSWORD.
   */
  readonly example: Readonly<Record<string, string>>;
}

/** The parameters without clientHash; the call has the account instead. */
type Input<P extends z.ZodRawShape> = Omit<z.infer<z.ZodObject<P>>, 'clientHash'>;

interface Entry<P extends z.ZodRawShape> extends Description {
  readonly parameters: P;
  /** Fails for parameters that do not fit together. Runs before the clientHash is checked. */
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
  const own = [...Object.keys(entry.parameters), 'clientHash', ...(entry.retries ? ['requestId'] : [])];
  const fieldsIn = (parameters: Parameters) => (entry.more === undefined ? {} : pathParameters(parameters, own));
  return {
    ...entry,
    async run(call) {
      const { clientHash, ...others } = read(schema, call.parameters) as { readonly clientHash?: string };
      const input = others as Input<P>;
      entry.check?.(input);
      const account = await CALLER[entry.access](call.context, clientHash);
      return entry.run({ ...call, account, fields: fieldsIn(call.parameters) }, input);
    },
  };
}

/** Finds the caller. Where no clientHash is needed, a wrong one counts as none. */
const CALLER: Readonly<Record<Access, typeof authenticate>> = {
  none: async () => null,
  optional: accountOf,
  owner: authenticate,
};
