// Models and passes as Pass2U's API names them: a model is a template, by its number.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { type JsonObject, toText } from '../../rules/values/values.ts';
import { PASS_SCAN_FORMAT } from '../../rules/vocabulary.ts';
import { hasAccess } from '../access/access.ts';
import { withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import type { GivenImage } from './model-fields.ts';

/** The account's own model. Fails with `template_not_found`, also for another account's model. */
export async function requireModel(context: Context, account: Account, modelId: string): Promise<TemplateSnapshot> {
  const snapshot = /^\d{1,15}$/.test(modelId) ? await context.store.templateById(Number(modelId)) : null;
  if (snapshot !== null && hasAccess(account, snapshot.owner)) return snapshot;
  throw new AppError('template_not_found', { field: 'modelId', message: 'There is no model with this modelId.' });
}

/**
 * A pass of the account's own model. Fails with `pass_not_found`, also for another account's pass.
 */
export async function requireModelPass(
  context: Context,
  account: Account,
  { modelId, passId }: { readonly modelId: string; readonly passId: string },
): Promise<PassSnapshot> {
  const snapshot = await context.store.passByHash(passId);
  const isTheirs = snapshot !== null && hasAccess(account, snapshot.owner);
  if (isTheirs && String(snapshot.template.id) === modelId) return snapshot;
  throw new AppError('pass_not_found', { field: 'passId', message: 'This model has no pass with this passId.' });
}

/** A pass in the guide's answers; `time` is the guide's name for the time of the call. */
export function describeModelPass(
  program: Program,
  facts: PassFacts,
  modelId: number,
  time: 'createdTime' | 'updatedTime',
): JsonObject {
  const shown = (path: string) => {
    const value = toText(effectiveValue(program, facts.overrides, locate(program, path)!));
    return withoutSecret(facts, typed(expand(program, facts, value, { audience: 'holder' })));
  };
  const { hashedSerialNumber } = facts.specials;
  const isPassScan = shown('barcode_format') === PASS_SCAN_FORMAT;
  const expirationDate = shown('expirationDate');
  return {
    barcodeMessage: isPassScan ? hashedSerialNumber : shown('barcode_message'),
    modelId,
    passId: hashedSerialNumber,
    [time]: offsetTime(facts.now),
    ...(expirationDate === '' ? {} : { expirationDate }),
  };
}

/** With an offset, as the guide has it. */
function offsetTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/**
 * The hex of an uploaded image: the beginning of its content hash, because clients store at most 50
 * characters.
 */
const HEX_LENGTH = 40;

export function hexOf(hash: string): string {
  return hash.slice(0, HEX_LENGTH);
}

/**
 * The content hash of each image by its hex. Fails with `value_invalid` for an image that was never
 * uploaded.
 */
export async function hashesOf(context: Context, images: readonly GivenImage[]): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (const [position, { hex }] of images.entries()) {
    const hash = await context.store.imageHash(hex.toLowerCase());
    if (hash === null) {
      const field = `images[${position}].hex`;
      throw new AppError('value_invalid', { field, message: `${field}: There is no image ${hex}. Upload it first.` });
    }
    hashes.set(hex, hash);
  }
  return hashes;
}
