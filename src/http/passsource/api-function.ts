// What an API function is: one entry that validates its parameters, documents them and what it answers, and runs it.
import { z } from 'zod';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import type { Parameters } from '../parameters.ts';
import { read } from './reading.ts';

/** One call of a function. */
export interface Call {
  readonly context: Context;
  readonly throttle: GuessThrottle;
  readonly parameters: Parameters;
  readonly address: string;
  readonly depth: number;
  readonly idempotencyKey: string | undefined;
  /** Sets the browser session, or ends it with null. */
  setSession(session: string | null): void;
}

type Answer = Readonly<Record<string, unknown>>;

interface Description {
  /** One line, a sentence without its subject: "Logs an event." */
  readonly summary: string;
  /** What a caller wonders about next. */
  readonly description?: string;
  /** Whose clientHash it takes: `owner` needs one with access, `optional` does more with one. The operation checks it. */
  readonly access: 'none' | 'owner' | 'optional';
  /** Parameters beside the declared ones: API paths of the pass, or the names of images. */
  readonly more?: 'paths' | 'images';
  /** Whether an Idempotency-Key makes a retry answer the first answer again. */
  readonly retries?: true;
  /** Whether it runs triggers: a run that psTriggerError stopped answers its fields beside the failure. */
  readonly runsTriggers?: true;
  /** Without `success`. */
  readonly answer: z.ZodRawShape;
  /** The parameters of a call that works; $CLIENT, $TEMPLATE, $PASS and $PASSWORD stand for the reader's own. */
  readonly example: Readonly<Record<string, string>>;
}

interface Entry<P extends z.ZodRawShape> extends Description {
  readonly parameters: P;
  readonly run: (call: Call, input: z.infer<z.ZodObject<P>>) => Promise<Answer>;
}

export interface ApiFunction extends Description {
  readonly parameters: z.ZodRawShape;
  /** Fails with `parameter_missing`, `parameter_invalid`, and what the operation fails with. */
  readonly run: (call: Call) => Promise<Answer>;
}

/** Puts the reading of the parameters before the function. */
export function apiFunction<P extends z.ZodRawShape>(entry: Entry<P>): ApiFunction {
  const schema = z.object(entry.parameters);
  return { ...entry, run: (call) => entry.run(call, read(schema, call.parameters)) };
}
