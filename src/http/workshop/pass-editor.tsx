// /pass/editor.php: an owner, or whoever was given a link with the clientHash, edits one pass in a browser.
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
import { answerPage, brandOfPage, brandPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, showExactErrors, told } from '../pages/errors.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { pathParameters, read, shapes } from '../passsource/function-parameters.ts';
import { loginPath } from '../return-page.ts';
import { sessionAccount } from '../session.ts';

const { text } = shapes;
const FORM = z.object({ hashedSerialNumber: text, clientHash: text.optional(), requestId: text.optional() });

/** Names in the form that are no API paths, or what they begin with. */
const SHOWN = 'was:';
const STEP = 'step:';
const SAVE = 'psSave';

export function editorRoutes(context: Context): Hono {
  const app = new Hono();
  const ownForm = ownForms(context.settings.rootUrl);
  for (const path of ['/pass/editor.php', '/editor.php']) {
    app.on(['GET', 'POST'], path, async (c) => {
      const parameters = await readParameters(c.req.raw);
      const input = read(FORM, parameters);
      // The address may hold the clientHash: nobody is told it, not even this server's other pages.
      if (input.clientHash !== undefined) c.header('referrer-policy', 'no-referrer');
      const texts = textsOf(c);
      // Whoever is sent away is so on the owner's page; the pass's own page is as public.
      // The page of a refusal repeats the hash, of which a request may send megabytes.
      const hash = hashedSerialNumberIn(input.hashedSerialNumber);
      const known = await context.store.passByHash(hash);
      if (known) brandPage(context, c, known.owner);
      const byHash = await accountOf(context, input.clientHash);
      const account = byHash ?? (await sessionAccount(context, c));
      if (account === null) {
        return refusal(context, c, texts, hash, new AppError('client_hash_missing'));
      }
      // Whoever knows the clientHash needs no session; a session's forms come from our own pages only.
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
  /** How the form shows again who may use it: nothing for a session. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** What is said above a form that nobody has sent: that it cannot be saved, where it cannot. */
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
  // A link that was opened by POST edits nothing.
  if (Object.keys(fields).length === 0 && !named.includes(SAVE)) return show(context, c, page, UNTOUCHED);
  const depth = c.get('depth');
  try {
    const { updated } = await editPass(context, page.snapshot, { account, fields, shown, requestId, depth });
    return await showAgain(context, c, page, { ...UNTOUCHED, notice: { kind: updated ? 'saved' : 'unchanged' } });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    const { field = null } = error;
    const status = pageStatus(error);
    // What a stopped run began with is on the pass: the form starts from there.
    if (error.code === 'trigger_error') {
      const notice = { kind: 'stopped', message: error.message } as const;
      return showAgain(context, c, page, { status, notice, kept: { fields, shown: {}, step: null } });
    }
    // Saving again confirms the value at fault against the present one, and only that one.
    const { [field ?? '']: _, ...others } = shown;
    const notice = { kind: 'failed', message: <FaultWords error={error} texts={page.texts} />, field } as const;
    return showAgain(context, c, page, { status, notice, kept: { fields, shown: others, step: null } });
  }
}

/** What a form that was not saved keeps. */
interface Kept {
  readonly fields: Parameters;
  /** API path -> the text that the form showed at first. */
  readonly shown: Readonly<Record<string, string>>;
  readonly step: { readonly path: string; readonly times: number } | null;
}

/** How the form is shown: what became of the last one, and what it keeps. */
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

/** The API paths of the form. A file input in which nothing was chosen sends an empty file. */
function formFields(parameters: Parameters): Parameters {
  const isOurs = (name: string) => name.startsWith(SHOWN) || name.startsWith(STEP);
  const entries = Object.entries(pathParameters(parameters, [...Object.keys(FORM.shape), SAVE])).filter(
    ([name, value]) => !isOurs(name) && !(value instanceof Uint8Array && value.length === 0),
  );
  return Object.fromEntries(entries);
}

/** The pass as it is after the edit. */
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

/** What is wrong with a form that was not saved, in the page's language as far as there are words for it. */
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

/** For whoever may not edit the pass: how to become somebody who may. */
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
        {/* A whitelabelled page leads to none that is not its owner's. */}
        {!isStranger && brandOfPage(c).named && (
          <p>
            <a href={`${base}/`}>{texts.errors.home}</a>
          </p>
        )}
      </Message>
    ),
  });
}
