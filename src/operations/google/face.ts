// Renders the face of a pass and the class of a template for an issuer, with what the server knows
// besides: names, public images, the language.
import { classId, googleClass, googleFace } from '../../pass/google/face.ts';
import type { FaceInput, GoogleClass, GoogleFace, GoogleIdentity, GoogleResource } from '../../pass/google/input.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { factsFor, factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { endingOf } from '../files/pass-files.ts';
import { effectiveImages } from '../files/shared-files.ts';
import { urlOfImage } from '../images.ts';

/** Where Google tells of saved and deleted passes, under the server's root. */
export const GOOGLE_CALLBACK_PATH = '/google/callback';

/** Whether Google can fetch images from the server and call it back. */
export function isPublic({ settings }: Pick<Context, 'settings'>): boolean {
  const { protocol, hostname } = new URL(settings.rootUrl);
  const isLocal = hostname === 'localhost' || /^(?:127|10|192\.168|\[)/.test(hostname) || !hostname.includes('.');
  return protocol === 'https:' && !isLocal;
}

/** The object of a pass. `resource`: that of the object that Google has; undefined: the template's. */
export async function faceOf(
  context: Context,
  snapshot: PassSnapshot,
  issuerId: string,
  resource?: GoogleResource,
): Promise<GoogleFace> {
  const program = await context.programs.load(snapshot.template);
  const common = commonOf(context, program, snapshot, issuerId, snapshot.pass.overrides);
  const input = { ...common, facts: factsOf(context, snapshot), ending: endingOf(context, snapshot) };
  return googleFace(resource === undefined ? input : { ...input, resource });
}

/** The class of a template. `resource`: see FaceInput. */
export async function classOf(
  context: Context,
  snapshot: TemplateSnapshot,
  issuerId: string,
  resource?: GoogleResource,
): Promise<GoogleClass> {
  const program = await context.programs.load(snapshot.template);
  const { owner, template } = snapshot;
  const nobody = { hash: '', serialNumber: '', templateHash: template.hash, overrides: {}, access: {} };
  const input = { ...commonOf(context, program, snapshot, issuerId, {}), facts: factsFor(context, owner, nobody) };
  return googleClass(resource === undefined ? input : { ...input, resource });
}

export function classIdOf({ template }: TemplateSnapshot, issuerId: string, resource: GoogleResource): string {
  return classId(issuerId, template.hash, resource);
}

function commonOf(
  context: Context,
  program: Program,
  { template, owner }: TemplateSnapshot,
  issuerId: string,
  overrides: Overrides,
): Omit<FaceInput, 'facts'> {
  const { rootUrl } = context.settings;
  const identity: GoogleIdentity = {
    issuerId,
    templateName: template.name,
    // As on Apple's passes: an account without a name has its e-mail address for one.
    ownerName: owner.name === owner.email ? template.name : owner.name,
    callbackUrl: isPublic(context) ? `${rootUrl}${GOOGLE_CALLBACK_PATH}` : null,
    defaultLogo: owner.logo === null ? `${rootUrl}/scanner/icon-512.png` : urlOfImage(context, owner.logo.imageHash),
    language: owner.language ?? 'en',
  };
  const images = Object.entries(effectiveImages(program, overrides)).map(([name, hash]) => [
    name,
    urlOfImage(context, hash),
  ]);
  return { program, identity, images: Object.fromEntries(images) };
}
