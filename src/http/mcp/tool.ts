// What a tool of assistants is: its words, its input, the role that it needs, and the operation that
// it calls.
import type { z } from 'zod';
import type { Assistant } from '../../operations/access/authorize-assistant.ts';
import type { Context } from '../../operations/context.ts';
import type { Depth } from '../../operations/depth.ts';
import type { AssistantRole } from '../../ports/store/api-keys.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { JsonValue } from '../../rules/values/values.ts';

/** One message of an assistant. */
export interface Call {
  readonly context: Context;
  readonly assistant: Assistant;
  readonly words: SentenceWords;
  readonly depth: Depth;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly needs: AssistantRole;
  readonly input: z.ZodObject;
  /** Whether it writes anything. */
  readonly changes: boolean;
  /** `given`: what the schema has read. */
  run(call: Call, given: Record<string, unknown>): Promise<JsonValue>;
}

/** Gives `run` the types of its input. */
export function tool<const Input extends z.ZodObject>(
  made: Omit<Tool, 'input' | 'run'> & {
    readonly input: Input;
    readonly run: (call: Call, given: z.output<Input>) => Promise<unknown>;
  },
): Tool {
  return { ...made, run: async (call, given) => (await made.run(call, given as z.output<Input>)) as JsonValue };
}
