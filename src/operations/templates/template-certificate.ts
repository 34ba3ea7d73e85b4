// Which pass type the passes of a template get. A template chooses by naming it, as pass.json does: in its constructor's
// `passTypeIdentifier`, or in the parameter of that name, which goes first. Only new passes get it; a pass keeps its own.
import { AppError } from '../../errors.ts';
import type { Template } from '../../ports/store/templates.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { certificateWarnings } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';

export interface PassTypeChoice {
  /** Absent: it stays as it is. Null: none, so the owner's newest certificate. */
  readonly choice?: string | null;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

const PATH = 'passTypeIdentifier';
/** As images are taken away. */
const NO_CHOICE = 'DELETE';

/**
 * A pass type that the owner has no certificate for is refused as a parameter (`parameter_invalid`); in a constructor, which
 * may be the pass.json out of somebody else's .pkpass, it is a warning and changes nothing.
 */
export async function choosePassType(
  context: Context,
  ownerId: number,
  given: { readonly parameter?: string | undefined; readonly constructor?: JsonObject | undefined },
  template: Template | null,
): Promise<PassTypeChoice> {
  const named = given.parameter ?? given.constructor?.[PATH];
  const own = new Set((await context.store.certificates(ownerId)).map((certificate) => certificate.passTypeIdentifier));
  const isChoice = typeof named === 'string' && own.has(named);
  if (given.parameter !== undefined && given.parameter !== NO_CHOICE && !isChoice) {
    const has = own.size === 0 ? 'it has none' : `it has one for ${[...own].join(', ')}`;
    throw new AppError('parameter_invalid', {
      field: PATH,
      message: `There is no certificate for the pass type "${given.parameter}" in this account; ${has}. Import it first.`,
    });
  }
  const present = template?.passTypeIdentifier ?? null;
  const choice = given.parameter === NO_CHOICE ? null : isChoice ? named : present;
  const used = await context.store.certificateFor(ownerId, choice, context.clock.now());
  const warnings: string[] = [];
  if (typeof named === 'string' && !isChoice && given.parameter === undefined) {
    warnings.push(
      `There is no certificate for the pass type "${named}" in this account, so new passes are made with ` +
        `"${used?.passTypeIdentifier ?? ''}". Import the certificate and save again, or leave ${PATH} out.`,
    );
  }
  if (template !== null && choice !== present && (await context.store.countPasses(template.id)) > 0) {
    warnings.push(
      `New passes get the pass type "${used?.passTypeIdentifier ?? ''}". Those that were made keep theirs, because Wallet takes a pass of ` +
        'another type for another pass.',
    );
  }
  for (const warning of await certificateWarnings(context, ownerId)) {
    if (warning.passTypeIdentifier === used?.passTypeIdentifier) warnings.push(warning.message);
  }
  return {
    ...(choice === present ? {} : { choice }),
    warnings: warnings.map((message) => ({ path: PATH, message })),
  };
}
