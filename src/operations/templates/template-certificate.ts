// Decides which pass type the passes of a template get. A template chooses one by name: in the
// parameter `passTypeIdentifier`, which goes first, or in its constructor, as pass.json does. Only
// new passes get the choice; a pass keeps its own type.
import { AppError } from '../../errors.ts';
import { allowsNfc } from '../../pass/pass-certificate.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import { PERSONALIZATION } from '../../rules/vocabulary.ts';
import { certificateWarnings } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';

export interface PassTypeChoice {
  /** Absent: the choice stays. Null: no choice, so the owner's newest certificate counts. */
  readonly choice?: string | null;
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

const PATH = 'passTypeIdentifier';
/** The word that removes the choice, the same as for images. */
const NO_CHOICE = 'DELETE';

/**
 * Refuses a pass type without a certificate of the owner when it is a parameter
 * (`parameter_invalid`). In a constructor, which may be the pass.json of somebody else's .pkpass,
 * it only causes a warning.
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
  const ofNfc =
    given.constructor === undefined
      ? []
      : refusedBy(used, given.constructor).map(({ path, message }) => ({ path, message }));
  return {
    ...(choice === present ? {} : { choice }),
    warnings: [...warnings.map((message) => ({ path: PATH, message })), ...ofNfc],
  };
}

/** Warnings about parts of a card that Wallet wants another certificate for than its passes get. */
export async function certificateFindings(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
  passConstructor: JsonObject,
): Promise<readonly Diagnostic[]> {
  const used = await context.store.certificateFor(owner.id, template.passTypeIdentifier, context.clock.now());
  return refusedBy(used, passConstructor);
}

/**
 * The console of an iPhone says of such a file that "Passes with an NFC dictionary or a Personalization
 * JSON file must be signed with an enhanced Passbook certificate". Phones trust no development
 * certificate anyway, so there is nothing more to say of one.
 */
function refusedBy(certificate: Certificate | null, design: JsonObject): readonly Diagnostic[] {
  if (certificate === null || certificate.accountId === null || allowsNfc(certificate.certificate)) return [];
  const { redeemed } = design;
  const designs = [design, ...(isObject(redeemed) ? [redeemed] : [])];
  const path = ['nfc', PERSONALIZATION].find((part) => designs.some((each) => (each[part] ?? null) !== null));
  if (path === undefined) return [];
  const message =
    `Wallet refuses passes with ${path} that the certificate for ${certificate.passTypeIdentifier} signs. Ask Apple for NFC ` +
    '(developer.apple.com/contact/passkit), make a "Pass Type ID with NFC" certificate and import it.';
  return [{ severity: 'warning', code: 'certificate_without_nfc', path, message }];
}
