// Serves /pass/editor.php, where an owner, or anyone with a link that has the clientHash, edits one
// pass in a browser.
import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import { accountOf } from '../../operations/access/authenticate.ts';
import { hashedSerialNumberIn } from '../../operations/access/hashed-serial-number.ts';
import type { Context } from '../../operations/context.ts';
import { type EditFault, editPass, openEditor, requireEditor } from '../../operations/passes/pass-editor.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { returnedText, stepped } from '../../rules/forms/edited-values.ts';
import { isObject, type JsonValue } from '../../rules/values/values.ts';
import { Message } from '../../ui/message.tsx';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { type EditorNotice, EditorPage } from '../../ui/workshop/pass-editor.tsx';
import { scriptPath } from '../browser-files.ts';
import { answerPage, brandOfPage, brandPage, openOwnersPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, showExactErrors, told } from '../pages/errors.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { pathParameters, read, shapes } from '../passsource/function-parameters.ts';
import { loginPath } from '../return-page.ts';
import { sessionAccount } from '../session.ts';

const { text } = shapes;
const FORM = z.object({ hashedSerialNumber: text, clientHash: text.optional(), requestId: text.optional() });

/** Names and prefixes of the form's parameters that are no API paths. */
const SHOWN = 'was:';
const STEP = 'step:';
const SAVE = 'psSave';

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
      const texts = textsOf(c);
      // Cut the hash: refusals repeat it, and a request may send megabytes.
      const hash = hashedSerialNumberIn(input.hashedSerialNumber);
      // Refusals use the owner's branding, which the pass's public page shows too.
      const known = await context.store.passByHash(hash);
      if (known) brandPage(context, c, known.owner);
      const byHash = await accountOf(context, input.clientHash);
      const account = byHash ?? (await sessionAccount(context, c));
      if (account === null) {
        return refusal(context, c, texts, hash, new AppError('client_hash_missing'));
      }
      // Check the form's origin for a session only: a clientHash proves the caller by itself.
      if (byHash === null) await ownForm(c, async () => {});
      const snapshot = await findPass(context, hash);
      try {
        requireEditor(context, account, snapshot);
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
  const fields = formFields(parameters);
  const shown = shownBefore(parameters);
  const named = Object.keys(parameters);
  const stepper = named.find((name) => name.startsWith(STEP));
  if (stepper !== undefined) {
    const step = { path: stepper.slice(STEP.length), times: Number(parameters[stepper]) < 0 ? -1 : 1 };
    return show(context, c, page, { ...UNTOUCHED, kept: { fields, shown, step } });
  }
  // Opening a link by POST edits nothing.
  if (Object.keys(fields).length === 0 && !named.includes(SAVE)) return show(context, c, page, UNTOUCHED);
  const depth = c.get('depth');
  try {
    const { updated } = await editPass(context, page.snapshot, { account, fields, shown, requestId, depth });
    return await showAgain(context, c, page, { ...UNTOUCHED, notice: { kind: updated ? 'saved' : 'unchanged' } });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    const { field = null } = error;
    const status = pageStatus(error);
    // The pass already has the values with which the stopped trigger began, so the form starts from
    // them.
    if (error.code === 'trigger_error') {
      const notice = { kind: 'stopped', message: error.message } as const;
      return showAgain(context, c, page, { status, notice, kept: { fields, shown: {}, step: null } });
    }
    // Saving again confirms only the field at fault, against its present value.
    const { [field ?? '']: _, ...others } = shown;
    const notice = { kind: 'failed', message: <FaultWords error={error} texts={page.texts} />, field } as const;
    return showAgain(context, c, page, { status, notice, kept: { fields, shown: others, step: null } });
  }
}

/** The input of a form that was not saved. */
interface Kept {
  readonly fields: Parameters;
  /** API path -> the text that the form showed at first. */
  readonly shown: Readonly<Record<string, string>>;
  readonly step: { readonly path: string; readonly times: number } | null;
}

/** The outcome of the last submission, and the input that the form shows again. */
interface Shown {
  readonly status: ContentfulStatusCode;
  readonly notice: EditorNotice | null;
  readonly kept: Kept;
}

const UNTOUCHED: Shown = { status: 200, notice: null, kept: { fields: {}, shown: {}, step: null } };

function shownBefore(parameters: Parameters): Kept['shown'] {
  const entries = Object.entries(parameters).filter(([name]) => name.startsWith(SHOWN));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(SHOWN.length), String(value)]));
}

/** The form's API paths with values, without the empty files of file inputs without a choice. */
function formFields(parameters: Parameters): Parameters {
  const isOurs = (name: string) => name.startsWith(SHOWN) || name.startsWith(STEP);
  const entries = Object.entries(pathParameters(parameters, [...Object.keys(FORM.shape), SAVE])).filter(
    ([name, value]) => !isOurs(name) && !(value instanceof Uint8Array && value.length === 0),
  );
  return Object.fromEntries(entries);
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
  { status, notice, kept: { fields, shown, step } }: Shown,
): Promise<Response> {
  const { rootUrl } = context.settings;
  const editor = await openEditor(context, snapshot);
  const typed = editor.fields.flatMap(({ path, kind, options, step: by }): [string, string][] => {
    const given = fields[path];
    if (given === undefined || given instanceof Uint8Array || isObject(given as JsonValue)) return [];
    const text = returnedText(kind, given, options);
    return [[path, step?.path === path ? stepped(text, by * step.times) : text]];
  });
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
        typed={Object.fromEntries(typed)}
        shown={shown}
        action={`${base}/pass/editor.php${query}`}
        hidden={{ ...hidden, requestId: context.ids.token(), [SAVE]: '1' }}
        passPath={`${base}/pass/create.php${query}`}
        script={await scriptPath(rootUrl, 'pages/stepper.js')}
      />
    ),
  });
}

/** Words the error of a refused form, in the page's language where it has a sentence for it. */
function FaultWords({ error, texts }: { error: AppError; texts: Texts }) {
  const { fault, name, present } = error.beside;
  if (fault !== undefined) return <>{texts.editor.faults[fault as EditFault](String(name), String(present))}</>;
  const { sentence, exact } = told(error, texts);
  return (
    <>
      {sentence}
      {exact !== null && <span lang={en.tag}> {exact}</span>}
    </>
  );
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
