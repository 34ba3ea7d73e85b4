// The link behind the button "Add to Google Wallet".
import { AppError } from '../../errors.ts';
import { saveLink } from '../../pass/google/save-link.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { ensureGoogleObject, type WantedObject, wantGoogleObject } from './ensure-object.ts';
import { isPublic } from './face.ts';

/**
 * The path that adds a pass to Google Wallet, below the server's root; null: the owner of the pass
 * does not use Google Wallet.
 */
export async function googlePath(
  { store }: Pick<Context, 'store'>,
  { pass, owner }: Pick<PassSnapshot, 'owner'> & { readonly pass: Pick<PassSnapshot['pass'], 'hash'> },
): Promise<string | null> {
  return (await store.googleAccount(owner.id)) === null ? null : `/pass/${pass.hash}/google`;
}

/**
 * The address at Google that saves the pass. Google gets the object first where the link would be too
 * long with all of it, and where Google cannot tell this server that somebody has used the link:
 * changes of the pass would not reach what was saved with it. Fails with `pass_not_found`,
 * `google_missing`, `google_failed`, `budget_spent`.
 */
export async function googleSaveLink(context: Context, hash: string): Promise<string> {
  if (isPublic(context)) {
    const wanted = await wantGoogleObject(context, hash);
    const link = await linkOf(context, wanted, wanted.isLive ? { id: wanted.id } : wanted.face.object);
    if (link !== null) return link;
  }
  const live = await ensureGoogleObject(context, hash);
  const link = await linkOf(context, live, { id: live.id });
  if (link === null) {
    throw new AppError('google_failed', { message: 'The key of the service account is too long for a link.' });
  }
  return link;
}

function linkOf(
  { settings, clock }: Context,
  { account, resource }: WantedObject,
  object: JsonObject,
): Promise<string | null> {
  const { rootUrl, googleSaveUrl: saveUrl } = settings;
  return saveLink(account, { resource, object }, { origin: new URL(rootUrl).origin, saveUrl, now: clock.now() });
}
