// Serves /pass/create.php, the page of creation links: creates, shows or updates a pass, or sends
// its file.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../errors.ts';
import { findPass, findTemplate, mayWriteAll } from '../../operations/access/access.ts';
import { accountOf } from '../../operations/access/authenticate.ts';
import { mayDo } from '../../operations/access/caller.ts';
import { type CreationThrottle, countCreation } from '../../operations/access/creation-throttle.ts';
import { hashedSerialNumberIn, LONGEST_URL } from '../../operations/access/hashed-serial-number.ts';
import type { Context } from '../../operations/context.ts';
import { makeBundle, requireFew } from '../../operations/files/bundle.ts';
import { type PassView, templateImages, viewPass } from '../../operations/files/view-pass.ts';
import { createPass } from '../../operations/passes/create-pass.ts';
import { updateFields } from '../../operations/passes/update-fields.ts';
import { checkLink } from '../../operations/registration/check-link.ts';
import { IMAGE_FAULTS } from '../../operations/registration/check-registration.ts';
import { findLinkedTemplate, findRegistration } from '../../operations/registration/find-registration.ts';
import { requireDownloadable } from '../../operations/templates/issue-gate.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { isArray, type JsonValue } from '../../rules/values/values.ts';
import type { Preview } from '../../ui/layout.tsx';
import { Message } from '../../ui/message.tsx';
import { titleOf } from '../../ui/pass-card.tsx';
import { PassPage } from '../../ui/pass-page.tsx';
import type { Texts } from '../../ui/texts/en/index.ts';
import { scriptPath } from '../browser-files.ts';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, languageOf, textsOf } from '../frame.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { passFile } from '../pass-file.ts';
import { pathParameters, read, shapes } from '../passsource/function-parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { isPrefetch, isReader } from '../robots.ts';
import { sessionCaller } from '../session.ts';
import { basePath } from './assets.ts';
import { pageStatus, showExactErrors } from './errors.tsx';
import { isOpenHere, passcodePath } from './open-pass.ts';
import { prefilledFields } from './register-fields.ts';
import { registrationForm, targetOf } from './registration-form.tsx';

const BUNDLE_TYPE = 'application/vnd.apple.pkpasses';
const { text, flag } = shapes;
const LINK = z.object({
  templateHash: text.optional(),
  templateId: text.optional(),
  hashedSerialNumber: text.optional(),
  clientHash: text.optional(),
  generate: flag.default(false),
  download: flag.default(false),
  psReplaceAll: flag.default(false),
});
type Link = z.infer<typeof LINK>;

export function createRoutes(context: Context, throttle: CreationThrottle): Hono {
  const app = new Hono();
  for (const path of ['/pass/create.php', '/create.php']) {
    app.on(['GET', 'POST'], path, async (c) => {
      const parameters = await readParameters(c.req.raw);
      const several = passesIn(parameters.hashedSerialNumber);
      if (several.length > 1) return bundle(context, c, several);
      const input = read(LINK, parameters);
      if (input.clientHash !== undefined) showExactErrors(c);
      if (!input.generate) return answer(context, throttle, c, parameters, input);
      try {
        return await answer(context, throttle, c, parameters, input);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        setRetryAfter(c, error);
        return c.text(error.message, pageStatus(error));
      }
    });
  }
  return app;
}

/** The passes that a link names: a list, or hashes with commas between them. */
function passesIn(given: Parameters[string] | undefined): readonly string[] {
  const items = isArray(given as JsonValue) ? (given as readonly JsonValue[]).map(String) : [String(given ?? '')];
  // Mail programs leave commas at the end, and a whole link may contain commas of its own.
  const hashes = items.flatMap((item) => (item.includes('/') ? [item] : item.slice(0, LONGEST_URL).split(',')));
  return hashes.map(hashedSerialNumberIn).filter((hash) => hash !== '');
}

async function bundle(context: Context, c: HonoContext, hashes: readonly string[]): Promise<Response> {
  for (const hash of requireFew(hashes)) {
    const snapshot = await findPass(context, hash);
    if (!mayOpen(context, c, snapshot, null)) throw new AppError('passcode_required', { field: 'hashedSerialNumber' });
  }
  return c.body(await makeBundle(context, hashes), 200, {
    'content-type': BUNDLE_TYPE,
    'content-disposition': 'attachment; filename="passes.pkpasses"',
    'cache-control': 'private, no-cache',
  });
}

async function answer(
  context: Context,
  throttle: CreationThrottle,
  c: HonoContext,
  parameters: Parameters,
  input: Link,
): Promise<Response> {
  const asksAsProgram = input.clientHash !== undefined || input.generate || input.download;
  const reads = isReader(c.req.raw, asksAsProgram);
  await brandLink(context, c, input);
  const made = input.hashedSerialNumber === undefined;
  // Refuse a prefetch: the browser asks again when somebody opens the link.
  if (made && isPrefetch(c.req.raw)) return c.body(null, 503, { 'cache-control': 'no-store' });
  const linked = made ? await findLinkedTemplate(context, input) : null;
  if (linked !== null && reads) return previewOfLink(context, c, linked.template);
  const account = await callerOf(context, c, input.clientHash);
  // Create no pass that nobody may see. With `generate`, programs create passes for a mailing
  // before the start date.
  if (linked !== null && !input.generate) requireDownloadable(context, linked);
  if (input.hashedSerialNumber !== undefined) {
    const asked = await findPass(context, input.hashedSerialNumber);
    if (!mayOpen(context, c, asked, account)) return c.redirect(passcodePath(context, asked.pass));
  }
  // Accounts have no limit of creations, because a mailing needs many passes.
  if (made && account === null) await countCreation(throttle, addressOf(c));
  let hash: string;
  try {
    hash = await passOf(context, c, account, { parameters, input, linked, reads });
  } catch (error) {
    if (asksAsProgram || !(error instanceof AppError) || !ABOUT_VALUES.has(error.code)) throw error;
    return formOf(context, c, parameters, input, error);
  }
  if (input.generate) return c.text(hash);
  const snapshot = await findPass(context, hash);
  requireDownloadable(context, snapshot);
  const address = `/pass/create.php?hashedSerialNumber=${hash}`;
  if (made && wantsFile(c)) {
    // Browsers on iPhones request a file twice: the redirect makes the second request name the pass
    // that the first one created.
    c.header('cache-control', 'private, no-store');
    return c.redirect(basePath(context.settings.rootUrl) + address + (input.download ? '&download=true' : ''));
  }
  if (input.download || wantsFile(c)) return passFile(context, snapshot);
  return passPage(context, c, snapshot, { address, download: `${address}&download=true`, made });
}

/**
 * The account of the clientHash, else that of the browser's session, if its person may change
 * passes. A request that another site's
 * page caused has no session. Browsers report that site in Sec-Fetch-Site, except over plain HTTP,
 * where some send Origin or Referer.
 */
async function callerOf(context: Context, c: HonoContext, clientHash: string | undefined): Promise<Account | null> {
  if (clientHash !== undefined) return accountOf(context, clientHash);
  const site = c.req.header('sec-fetch-site');
  const page = c.req.header('origin') ?? c.req.header('referer');
  const isOurs = (url: string) => URL.canParse(url) && new URL(url).origin === new URL(context.settings.rootUrl).origin;
  const isTrusted = site === undefined ? page === undefined || isOurs(page) : site === 'none' || site === 'same-origin';
  const caller = isTrusted ? await sessionCaller(context, c) : null;
  return caller !== null && mayDo(caller, 'correct') ? caller.account : null;
}

/** Errors about a value of the link, which a guest can mend in the form. */
const ABOUT_VALUES: ReadonlySet<ErrorCode> = new Set(['value_invalid', ...IMAGE_FAULTS]);

/**
 * Answers the registration form with the link's values and their faults. Throws the error when the
 * template has no form.
 */
async function formOf(
  context: Context,
  c: HonoContext,
  parameters: Parameters,
  link: Link,
  error: AppError,
): Promise<Response> {
  const registration = await findRegistration(context, link);
  if (registration.places.length === 0) throw error;
  const given = prefilledFields(registration, parameters);
  const { faults, images } = await checkLink(context, registration, given, c.get('depth'));
  const target = targetOf(registration, link);
  const problem = Object.keys(faults).length > 0 ? {} : { problem: error.message };
  return registrationForm(context, c, {
    registration,
    target,
    given,
    faults,
    images,
    ...problem,
    status: pageStatus(error),
  });
}

/** Whether the caller is a phone with Apple Wallet, which gets the file at once. */
export function wantsFile(c: HonoContext): boolean {
  return /\b(?:iPhone|iPod)\b/.test(c.req.header('user-agent') ?? '');
}

/** Whether the caller is a phone without Apple Wallet, whose holder shows the card on the page. */
export function isAndroid(c: HonoContext): boolean {
  return /\bAndroid\b/.test(c.req.header('user-agent') ?? '');
}

/** Whether the caller may see or change the pass: by its passcode, or as its owner. */
function mayOpen(context: Context, c: HonoContext, { pass, owner }: PassSnapshot, account: Account | null): boolean {
  return isOpenHere(context, c, pass) || mayWriteAll(context, account, owner);
}

/**
 * Gives later errors the branding of the link's owner. A link to nothing has no owner; later
 * look-ups report it.
 */
async function brandLink(context: Context, c: HonoContext, link: Link): Promise<void> {
  const { hashedSerialNumber, templateHash, templateId } = link;
  const found =
    hashedSerialNumber !== undefined
      ? await context.store.passByHash(hashedSerialNumberIn(hashedSerialNumber))
      : templateHash !== undefined
        ? await context.store.templateByHash(templateHash)
        : templateId !== undefined && (await findLinkedTemplate(context, link));
  if (found) brandPage(context, c, found.owner);
}

/** Creates or updates the pass and returns its hash. */
async function passOf(
  context: Context,
  c: HonoContext,
  account: Account | null,
  asked: {
    readonly parameters: Parameters;
    readonly input: Link;
    /** The template of a new pass; null: the link names an existing pass. */
    readonly linked: TemplateSnapshot | null;
    readonly reads: boolean;
  },
): Promise<string> {
  const { parameters, input, linked, reads } = asked;
  const { templateHash, templateId, hashedSerialNumber, psReplaceAll: replaceAll } = input;
  const depth = c.get('depth');
  const fields = pathParameters(parameters, Object.keys(LINK.shape));
  if (linked !== null) {
    const made = { templateHash: linked.template.hash, fields, language: languageOf(c), depth };
    return (await createPass(context, account, made)).hashedSerialNumber;
  }
  const { pass, template } = await findPass(context, hashedSerialNumber!);
  if (reads || (Object.keys(fields).length === 0 && !replaceAll)) return pass.hash;
  const named = templateHash === undefined ? template : (await findTemplate(context, templateHash)).template;
  if (named.id !== template.id || (templateId !== undefined && templateId !== String(template.id))) {
    const message = 'This pass was made from another template than the link names.';
    throw new AppError('parameter_invalid', { field: 'templateHash', message });
  }
  const changes = {
    hashedSerialNumber: pass.hash,
    replaceAll,
    fields,
    depth,
    push: true,
    opened: true,
  };
  await updateFields(context, account, changes);
  return pass.hash;
}

/**
 * Answers the page of a pass. `address` and `download` are the paths of the page and of its file
 * under the server's root; `made`: this request created the pass.
 */
export async function passPage(
  context: Context,
  c: HonoContext,
  snapshot: PassSnapshot,
  { address, download, made }: { readonly address: string; readonly download: string; readonly made: boolean },
): Promise<Response> {
  const view = await viewPass(context, snapshot);
  const { rootUrl } = context.settings;
  const { template } = snapshot;
  const texts = textsOf(c);
  const base = basePath(rootUrl);
  const brand = brandPage(context, c, snapshot.owner);
  const created = made ? await scriptPath(rootUrl, 'pages/created.js') : null;
  return answerPage(context, c, {
    title: titleOf(view),
    preview: previewOf(context, texts, address, view.images),
    body: (
      <>
        <PassPage
          view={view}
          isAndroid={isAndroid(c)}
          brand={brand}
          texts={texts}
          download={base + download}
          card={`${base}/card/${snapshot.pass.hash}`}
          address={rootUrl + address}
          publicLink={template.isPublic ? `${rootUrl}/pass/create.php?templateHash=${template.hash}` : null}
          home={`${base}/`}
          shareScript={await scriptPath(rootUrl, 'pages/share.js')}
          campaign={snapshot.issue?.campaign ?? null}
        />
        {created !== null && <script type="module" src={created} data-address={base + address} />}
      </>
    ),
  });
}

/**
 * The preview that a chat program shows of a link. The pictures that say most in a small square
 * come first.
 */
function previewOf(context: Context, texts: Texts, query: string, images: PassView['images']): Preview {
  const { rootUrl } = context.settings;
  const slots = ['thumbnail', 'strip', 'logo', 'icon'].flatMap((slot) => [`${slot}@3x`, `${slot}@2x`, slot]);
  const image = slots.map((slot) => images[slot]).find((path) => path !== undefined);
  return {
    summary: texts.pass.summary,
    address: rootUrl + query,
    image: image === undefined ? null : new URL(image, rootUrl).href,
  };
}

/**
 * Answers robots that read a link before a person does: names the template, creates no pass.
 * `query`: the path of the link under the server's root.
 */
export async function previewOfLink(
  context: Context,
  c: HonoContext,
  template: Template,
  query = `/pass/create.php?templateHash=${template.hash}`,
): Promise<Response> {
  const preview = previewOf(context, textsOf(c), query, await templateImages(context, template));
  return answerPage(context, c, {
    title: template.name,
    preview,
    body: (
      <Message title={template.name}>
        <p>{preview.summary}</p>
      </Message>
    ),
  });
}
