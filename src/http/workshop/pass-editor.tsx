// Serves /pass/editor.php, where an owner, or anyone with a link that has the clientHash, edits one
// pass in a browser.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import { accountOf } from '../../operations/access/authenticate.ts';
import { ownerOf, requireRight } from '../../operations/access/caller.ts';
import { hashedSerialNumberIn } from '../../operations/access/hashed-serial-number.ts';
import type { Context } from '../../operations/context.ts';
import { editPass, openEditor, requireEditor } from '../../operations/passes/pass-editor.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { Message } from '../../ui/message.tsx';
import type { Texts } from '../../ui/texts/en/index.ts';
import type { EditorNotice } from '../../ui/workshop/editor-form.tsx';
import { EditorPage } from '../../ui/workshop/pass-editor.tsx';
import { scriptPath } from '../browser-files.ts';
import { answerPage, brandOfPage, brandPage, openOwnersPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, showExactErrors, told } from '../pages/errors.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { loginPath } from '../return-page.ts';
import { sessionCaller } from '../session.ts';
import { readForm, SAVE, type Shown, shownAfter, typedTexts, UNTOUCHED } from './editor-form.tsx';

const { text } = shapes;
const FORM = z.object({ hashedSerialNumber: text, clientHash: text.optional(), requestId: text.optional() });

export function editorRoutes(context: Context): Hono {
  const app = new Hono();
  const ownForm = ownForms(context.settings.rootUrl);
  for (const path of ['/pass/editor.php', '/editor.php']) {
    app.on(['GET', 'POST'], path, async (c) => {
      openOwnersPage(c);
      const parameters = await readParameters(c.req.raw);
      const input = read(FORM, parameters);
      // Send no Referer: the address may contain the clientHash, which no other page may receive.
      if (input.clientHash !== undefined) c.header('referrer-policy', 'no-referrer');
      // Cut the hash: refusals repeat it, and a request may send megabytes.
      const hash = hashedSerialNumberIn(input.hashedSerialNumber);
      // Refusals use the owner's branding, which the pass's public page shows too.
      const known = await context.store.passByHash(hash);
      if (known) brandPage(context, c, known.owner);
      const byHash = await accountOf(context, input.clientHash);
      const caller = byHash === null ? await sessionCaller(context, c) : ownerOf(byHash);
      if (caller === null) {
        return refusal(context, c, textsOf(c), hash, new AppError('client_hash_missing'));
      }
      const { account } = caller;
      const texts = textsOf(c);
      // Check the form's origin for a session only: a clientHash proves the caller by itself.
      if (byHash === null) await ownForm(c, async () => {});
      const snapshot = await findPass(context, hash);
      try {
        // The editor is for changing a pass; whoever may only look has the customer's page.
        requireEditor(context, requireRight(context, caller, 'correct'), snapshot);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return refusal(context, c, texts, hash, error);
      }
      showExactErrors(c);
      const hidden = byHash === null ? {} : { clientHash: input.clientHash! };
      const page = { snapshot, texts, hidden };
      return c.req.method === 'POST'
        ? post(context, c, page, account, parameters, input.requestId)
        : show(context, c, page, { ...UNTOUCHED, notice: noticeOf(page) });
    });
  }
  return app;
}

interface EditorPass {
  readonly snapshot: PassSnapshot;
  readonly texts: Texts;
  /** Hidden parameters that authorise the form's next submission; empty for a session. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** The notice above a new form: an invalid pass cannot be saved; null: the pass is valid. */
function noticeOf({ snapshot, texts }: EditorPass): EditorNotice | null {
  if (snapshot.pass.invalidatedAt === null) return null;
  return { kind: 'failed', message: told(new AppError('pass_invalid'), texts).sentence, field: null };
}

async function post(
  context: Context,
  c: HonoContext,
  page: EditorPass,
  account: Account,
  parameters: Parameters,
  requestId: string | undefined,
): Promise<Response> {
  const form = readForm(parameters, Object.keys(FORM.shape));
  const { fields, shown, step } = form;
  if (step !== null) return show(context, c, page, { ...UNTOUCHED, kept: { fields, shown, step } });
  if (form.isEmpty) return show(context, c, page, UNTOUCHED);
  const depth = c.get('depth');
  try {
    const { updated } = await editPass(context, page.snapshot, { account, fields, shown, requestId, depth });
    return await showAgain(context, c, page, { ...UNTOUCHED, notice: { kind: updated ? 'saved' : 'unchanged' } });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    const after = shownAfter(error, form, page.texts);
    return after.notice?.kind === 'stopped' ? showAgain(context, c, page, after) : show(context, c, page, after);
  }
}

/** Shows the form with the pass as it is after the edit. */
async function showAgain(context: Context, c: HonoContext, page: EditorPass, shown: Shown): Promise<Response> {
  const snapshot = await findPass(context, page.snapshot.pass.hash);
  return show(context, c, { ...page, snapshot }, shown);
}

async function show(
  context: Context,
  c: HonoContext,
  { snapshot, texts, hidden }: EditorPass,
  { status, notice, kept }: Shown,
): Promise<Response> {
  const { rootUrl } = context.settings;
  const editor = await openEditor(context, snapshot);
  const query = `?hashedSerialNumber=${snapshot.pass.hash}`;
  const base = basePath(rootUrl);
  return answerPage(context, c, {
    title: `${editor.title} · ${texts.editor.title}`,
    status,
    body: (
      <EditorPage
        editor={editor}
        texts={texts}
        notice={notice}
        typed={typedTexts(editor.fields, kept)}
        shown={kept.shown}
        action={`${base}/pass/editor.php${query}`}
        hidden={{ ...hidden, requestId: context.ids.token(), [SAVE]: '1' }}
        passPath={`${base}/pass/create.php${query}`}
        script={await scriptPath(rootUrl, 'pages/stepper.js')}
      />
    ),
  });
}

/** Answers a visitor who may not edit the pass, and offers the login to one without an account. */
function refusal(
  context: Context,
  c: HonoContext,
  texts: Texts,
  hashedSerialNumber: string,
  error: AppError,
): Response | Promise<Response> {
  const { rootUrl } = context.settings;
  const { deniedTitle, loginFirst, otherAccount } = texts.editor;
  const base = basePath(rootUrl);
  const isStranger = error.code === 'client_hash_missing';
  const page = `${base}/pass/editor.php?${new URLSearchParams({ hashedSerialNumber })}`;
  return answerPage(context, c, {
    title: deniedTitle,
    status: pageStatus(error),
    body: (
      <Message title={deniedTitle}>
        <p>{isStranger ? loginFirst : error.code === 'access_denied' ? otherAccount : told(error, texts).sentence}</p>
        {isStranger && (
          <p>
            <a class="button" href={loginPath(rootUrl, page)}>
              {texts.login.submit}
            </a>
          </p>
        )}
        {/* Whitelabelled pages link only to their owner's pages. */}
        {!isStranger && brandOfPage(c).named && (
          <p>
            <a href={`${base}/`}>{texts.errors.home}</a>
          </p>
        )}
      </Message>
    ),
  });
}
