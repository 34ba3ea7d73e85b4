// What the handlers of the settings pages share: the words of a refused form, the notice after a
// redirect, and the question before a dangerous act.
import type { Context as HonoContext } from 'hono';
import { AppError, type ErrorKind } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { durationIn } from '../../ui/duration.ts';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { type Fault, Question, type QuestionProps } from '../../ui/workshop/settings-parts.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { secondsToWait, told } from '../pages/errors.tsx';
import { answerWorkshop, pagePath } from './signed-in.tsx';

/** Kinds of errors that another input would mend; the others are about who asks, or about the server. */
const OF_FORMS: readonly ErrorKind[] = ['invalid', 'conflict', 'not_found', 'too_large', 'rate_limited'];

/** The fault of a refused form, in the page's language. Throws what is no fault of the form. */
export function faultOf(error: unknown, texts: Texts): Fault {
  if (!(error instanceof AppError) || !OF_FORMS.includes(error.kind)) throw error;
  const wait = secondsToWait(error);
  if (wait !== null)
    return { field: error.field ?? null, words: texts.settings.throttled(durationIn(texts.tag, wait)) };
  return { field: error.field ?? null, words: wordsOf(error, texts) };
}

function wordsOf(error: AppError, texts: Texts) {
  const { mistake, details = [] } = error.beside;
  const all = { ...texts.settings.mistakes, ...texts.settings.certificateMistakes };
  const say = (all as Readonly<Record<string, (...details: string[]) => string>>)[String(mistake)];
  if (say !== undefined) return say(...(details as readonly string[]));
  const { sentence, exact } = told(error, texts);
  return (
    <>
      {sentence}
      {exact !== null && <span lang={en.tag}> {exact}</span>}
    </>
  );
}

/** A thing that happened, as the address of the page after it names it. */
export type Done = keyof Texts['settings']['done'];

/** The address of a settings page, with what happened. */
export function donePath(context: Context, path: string, done: Done): string {
  return pagePath(context, `${path}?done=${done}`);
}

/** The sentence of what happened; null: nothing. */
export function noticeOf(c: HonoContext, texts: Texts): string | null {
  const done = c.req.query('done') ?? '';
  return Object.hasOwn(texts.settings.done, done) ? texts.settings.done[done as Done] : null;
}

/** Answers the page that asks before a dangerous act: 409 where something speaks against it. */
export function answerQuestion(
  context: Context,
  c: HonoContext,
  caller: Caller,
  question: Omit<QuestionProps, 'base' | 'texts'>,
): Promise<Response> {
  const { title, refusal = null } = question;
  const base = basePath(context.settings.rootUrl);
  return answerWorkshop(context, c, caller, {
    place: 'settings',
    title,
    status: refusal === null ? 200 : 409,
    body: <Question base={base} texts={textsOf(c).settings} {...question} />,
  });
}
