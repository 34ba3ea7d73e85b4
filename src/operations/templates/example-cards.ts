// Our examples as cards to start from.
import { AppError } from '../../errors.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { viewConstructor } from '../files/view-template.ts';
import type { Example } from './example.ts';

export interface ExampleCard {
  /** The example's name, by which pages ask for it. */
  readonly name: string;
  readonly view: PassView;
}

/** Drawn examples, in their order. Fails with `role_forbidden`. */
export async function exampleCards(
  context: Context,
  caller: Caller,
  examples: readonly Example[],
): Promise<readonly ExampleCard[]> {
  const account = requireRight(context, caller, 'rules');
  return Promise.all(
    examples.map(async (example) => ({
      name: example.templateName,
      view: await viewConstructor(context, account, example),
    })),
  );
}

/** Fails with `template_not_found`. */
export function requireExample(examples: readonly Example[], name: string): Example {
  const found = examples.find(({ templateName }) => templateName === name);
  if (found === undefined) throw new AppError('template_not_found', { field: 'example' });
  return found;
}
