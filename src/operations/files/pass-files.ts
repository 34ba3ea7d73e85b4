// Makes signed pass files. Signers and signed passes stay in the cache while they are valid. A pass
// is signed when somebody fetches it, never inside an event. The cache holds the text of a pass and
// its RSA signature and not the zip: writing the rest again is cheap, and a memory full of copies
// slows the garbage collector.
import { createPrivateKey } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import { passJsonText, signPass, sizeOf, zipPass } from '../../pass/package.ts';
import { type Ending, renderPass } from '../../pass/render.ts';
import { createSigner, type Signer } from '../../pass/sign.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { expiryOf } from '../../rules/passes/expiry.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { styleOf } from '../../rules/passes/fit.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { shownDesign } from '../../rules/passes/shown-design.ts';
import { isAsking } from '../../rules/passes/shown-flags.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type JsonObject, mapTexts } from '../../rules/values/values.ts';
import { lookOf, POSTER } from '../../rules/vocabulary.ts';
import { createPassBudget, factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { sharedFiles } from './shared-files.ts';

export interface PassFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** When the pass or its template last changed, in seconds since 1970. */
  readonly lastModified: number;
}

/** The signed .pkpass of a pass as it is now. Fails with `certificate_missing`. */
export async function makePassFile(context: Context, snapshot: PassSnapshot): Promise<PassFile> {
  const { pass, template, owner } = snapshot;
  const certificate = await requireCertificate(context, snapshot);
  requireValid(context, certificate);
  const lastModified = lastModifiedOf(snapshot);
  const program = await context.programs.load(template);
  const ending = endingOf(context, snapshot);
  const facts = factsOf(context, snapshot);
  const expiry = expiryOf(program, { ...facts, budget: createPassBudget() });
  // The cache must not serve a file beyond the moment from which the pass is void.
  const isVoid = ending !== null || (expiry !== null && expiry <= context.clock.now());
  const version = `${pass.updateTag} ${template.updateTag} ${template.updatedAt} ${isVoid}`;
  const key = `${pass.id} ${version} ${certificate.id} ${owner.name}`;
  const kept = context.files.signed.get(key);
  if (kept !== undefined) {
    context.files.served.kept++;
    return { bytes: zipPass(kept, signerOf(context, certificate)), lastModified };
  }
  const passJson = render(context, program, snapshot, certificate, facts);
  const look = lookOf(styleOf(passJson), passJson.preferredStyleSchemes, Object.hasOwn(passJson, POSTER));
  const asking = ending === null && isAsking(program, pass.access) ? program.personalization : null;
  const design = shownDesign(program, pass.overrides);
  const { shared, ownBytes } = await sharedFiles(context, snapshot, look, design, asking);
  const packing = {
    passJson: holdersText(facts, passJson),
    shared,
    signer: signerOf(context, certificate),
    signingTime: context.clock.now(),
  };
  const { signed, bytes } = await context.spans.span('signPass', {}, () => signPass(packing));
  context.files.served.signed++;
  context.files.signed.set(key, signed, { size: sizeOf(signed) + ownBytes });
  return { bytes, lastModified };
}

/** Whether the pass, its template or its campaign is over, for good or for now. */
export function endingOf({ clock }: Pick<Context, 'clock'>, { pass, issue }: PassSnapshot): Ending {
  if (pass.invalidatedAt !== null) return 'final';
  return isOver(issue, clock.now()) ? 'over' : null;
}

/** In seconds since 1970. */
export function lastModifiedOf({ pass, template }: PassSnapshot): number {
  return Math.max(pass.lastModified, template.lastModified);
}

/**
 * The pass.json of a pass as it is now. `{clientHash}` expands to nothing in it. A clientHash that
 * got into a value as plain text, such as by a URL action that called this server back, is removed
 * too.
 */
export async function renderSnapshot(
  context: Pick<Context, 'settings' | 'clock'>,
  program: Program,
  snapshot: PassSnapshot,
  certificate: Pick<Certificate, 'passTypeIdentifier' | 'teamIdentifier'>,
): Promise<JsonObject> {
  const facts = factsOf(context, snapshot);
  return withoutSecrets(facts, render(context, program, snapshot, certificate, facts));
}

/** The same, in which a clientHash that is plain text still stands. */
function render(
  context: Pick<Context, 'settings' | 'clock'>,
  program: Program,
  snapshot: PassSnapshot,
  certificate: Pick<Certificate, 'passTypeIdentifier' | 'teamIdentifier'>,
  facts: PassFacts,
): JsonObject {
  const { pass, template, owner } = snapshot;
  const identity = {
    passTypeIdentifier: certificate.passTypeIdentifier,
    teamIdentifier: certificate.teamIdentifier,
    serialNumber: pass.serialNumber,
    authenticationToken: pass.authenticationToken,
    webServiceURL: pass.webServiceURL ?? `${context.settings.rootUrl}/wallet`,
    templateName: template.name,
    // An account without a name of its own has its e-mail address for a name, which holders must
    // not see.
    ownerName: owner.name === owner.email ? template.name : owner.name,
  };
  return renderPass(program, facts, identity, endingOf(context, snapshot));
}

function withoutSecrets(facts: PassFacts, passJson: JsonObject): JsonObject {
  return mapTexts(passJson, (text) => withoutSecret(facts, text)) as JsonObject;
}

/**
 * The text of a rendered pass.json without the clientHash. JSON escapes no character of a
 * clientHash, so a text without one has no value with one, and no value is looked at.
 */
function holdersText(facts: PassFacts, passJson: JsonObject): string {
  const text = passJsonText(passJson);
  return text.includes(facts.specials.clientHash) ? passJsonText(withoutSecrets(facts, passJson)) : text;
}

/**
 * The certificate that signs a pass: the owner's newest for the pass type that the pass was made
 * with. So a renewal takes over by itself, and nothing else ever changes the type of a pass. Fails
 * with `certificate_missing`.
 */
export async function requireCertificate(
  context: Context,
  { pass, owner }: Pick<PassSnapshot, 'pass' | 'owner'>,
): Promise<Certificate> {
  const { passTypeIdentifier } = pass;
  const certificate = await context.store.certificateFor(owner.id, passTypeIdentifier, context.clock.now());
  if (certificate !== null) return certificate;
  const which = passTypeIdentifier === null ? '' : ` for the pass type ${passTypeIdentifier}`;
  throw new AppError('certificate_missing', { message: `There is no certificate${which} to sign passes with.` });
}

/**
 * The certificate that signs and pushes an account's passes of this type, also after they are
 * deleted. Null when there is none, such as for the pass type of a former development certificate.
 */
export async function certificateOfType(
  context: Context,
  accountId: number,
  passTypeIdentifier: string,
): Promise<Certificate | null> {
  const now = context.clock.now();
  const own = await context.store.certificateFor(accountId, passTypeIdentifier, now);
  if (own !== null) return own;
  // No account has the number 0, so this asks for the certificate of accounts without their own.
  const development = await context.store.certificateFor(0, null, now);
  return development?.passTypeIdentifier === passTypeIdentifier ? development : null;
}

/**
 * Refuses an expired certificate (`certificate_missing`), because Wallet silently rejects what was
 * signed after its end.
 */
export function requireValid(context: Context, { notAfter, passTypeIdentifier }: Certificate): void {
  if (notAfter > context.clock.now()) return;
  const date = new Date(notAfter).toISOString().slice(0, 10);
  throw new AppError('certificate_missing', {
    message: `The certificate for ${passTypeIdentifier} expired on ${date}. Passes are signed again once its renewal is imported.`,
  });
}

export function signerOf(context: Context, certificate: Certificate): Signer {
  const kept = context.files.signers.get(certificate.id);
  if (kept !== undefined) return kept;
  const key = decryptKey(context.settings.secret, certificate.encryptedKey);
  const signer = createSigner({
    certificate: certificate.certificate,
    intermediate: certificate.intermediate,
    privateKey: createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' }),
  });
  context.files.signers.set(certificate.id, signer);
  return signer;
}
