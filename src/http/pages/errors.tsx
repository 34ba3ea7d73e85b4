// What somebody sees in a browser when a page cannot be shown.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode, type ErrorKind, messageOf } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { durationIn } from '../../ui/duration.ts';
import { Message } from '../../ui/message.tsx';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { statusByCode } from '../error-status.ts';
import { answerPage, brandOfPage, textsOf } from '../frame.tsx';
import { setRetryAfter } from '../retry-after.ts';
import { sessionAccount } from '../session.ts';
import { basePath } from './assets.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by `showExactErrors`. */
    showsExactErrors: boolean;
  }
}

const STATUS = statusByCode(
  {
    invalid: 400,
    too_large: 413,
    not_found: 404,
    unauthorized: 401,
    forbidden: 403,
    conflict: 409,
    rate_limited: 429,
    internal: 500,
  },
  {
    method_not_allowed: 405,
    media_type_unsupported: 415,
    no_longer_available: 410,
    depth_exceeded: 508,
  },
);

/** The status with which pages answer an error. */
export function pageStatus(error: AppError): ContentfulStatusCode {
  return STATUS[error.code];
}

/** The same, told in a page's language. */
export interface ToldError {
  readonly sentence: string;
  /** What exactly is wrong, in English, as the API says it, where the sentence does not say so itself; else null. */
  readonly exact: string | null;
}

/** An error in the words of a page. */
export function told({ code, message }: AppError, { tag, errors }: Texts): ToldError {
  // Messages are written in English, so an English page needs nothing beside them.
  if (tag === en.tag) return { sentence: message, exact: null };
  return { sentence: errors.codes[code], exact: message === messageOf(code) ? null : message };
}

/** What no other link would change: there is nothing to ask for, and the sentence for guests says it all. */
const TERMS: ReadonlySet<ErrorCode> = new Set([
  'issue_refused',
  'issue_limit_reached',
  'not_yet_available',
  'no_longer_available',
  'pass_invalid',
]);

/** What a guest is told: by its code, else by its kind. A trigger's error is in its owner's own words. */
function guestSentence({ code, kind, message, beside }: AppError, { tag, errors }: Texts): string {
  if (code === 'trigger_error') return message;
  const guest = (errors.guests as Partial<Record<ErrorCode, string | ((date: string) => string)>>)[code];
  return (typeof guest === 'function' ? guest(dateIn(tag, String(beside.date))) : guest) ?? errors.kinds[kind];
}

/** Seconds until the same request is let through; null: waiting is not what helps. */
export function secondsToWait({ beside: { retryAfter } }: AppError): number | null {
  return typeof retryAfter === 'number' ? retryAfter : null;
}

/** The page belongs to an owner, whom the API's own words help: somebody with a clientHash or a session. */
export function showExactErrors(c: HonoContext): void {
  c.set('showsExactErrors', true);
}

async function isForOwner(context: Context, c: HonoContext): Promise<boolean> {
  if (c.get('showsExactErrors') || c.req.query('clientHash') !== undefined) return true;
  return (await sessionAccount(context, c)) !== null;
}

/** A page does not know its reader's time zone, so a time of day names one. */
function dateIn(tag: string, iso: string): string {
  const date = new Date(iso);
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const;
  if (date.getTime() % 86_400_000 === 0) return new Intl.DateTimeFormat(tag, options).format(date);
  return `${new Intl.DateTimeFormat(tag, { ...options, timeStyle: 'short' }).format(date)} UTC`;
}

/** A page that says what went wrong and what to do. What is no AppError is a status and what the page's language says of it. */
export async function errorPage(
  context: Context,
  c: HonoContext,
  what: AppError | { readonly status: ContentfulStatusCode; readonly say: (errors: Texts['errors']) => string },
): Promise<Response> {
  const texts = textsOf(c);
  if (what instanceof AppError) return answerError(context, c, what, texts);
  const { status, say } = what;
  const title = titleFor(status, texts);
  return answerPage(context, c, {
    title,
    status,
    body: (
      <Message title={title}>
        <p>{say(texts.errors)}</p>
        {status < 500 && <p class="quiet">{texts.errors.askAgain}</p>}
        <HomeLink context={context} c={c} text={texts.errors.home} />
      </Message>
    ),
  });
}

/** A new link would be no better: a file is too large for any, and the server may answer this one later. */
const LINK_IS_GOOD: readonly ErrorKind[] = ['too_large', 'rate_limited', 'internal'];

async function answerError(context: Context, c: HonoContext, error: AppError, texts: Texts): Promise<Response> {
  const { tag, errors, login } = texts;
  const status = pageStatus(error);
  const isTerm = TERMS.has(error.code);
  const asksToLogIn = error.code === 'client_hash_missing';
  const wait = secondsToWait(error);
  setRetryAfter(c, error);
  const title = isTerm ? errors.titles.unavailable : wait !== null ? errors.titles.wait : titleFor(status, texts);
  const isExact = !isTerm && wait === null && (await isForOwner(context, c));
  const asksAgain = !isTerm && !asksToLogIn && !LINK_IS_GOOD.includes(error.kind);
  return answerPage(context, c, {
    title,
    status,
    body: (
      <Message title={title}>
        <p dir="auto">{guestSentence(error, texts)}</p>
        {wait !== null && <p>{errors.wait(durationIn(tag, wait))}</p>}
        {wait !== null && c.req.method === 'GET' && (
          <p>
            <a href={new URL(c.req.url).search || '?'} class="button">
              {errors.tryAgain}
            </a>
          </p>
        )}
        {isExact && <Exact {...told(error, texts)} />}
        {asksAgain && <p class="quiet">{errors.askAgain}</p>}
        <HomeLink context={context} c={c} text={asksToLogIn ? login.submit : errors.home} />
      </Message>
    ),
  });
}

function Exact({ sentence, exact }: ToldError) {
  return (
    <>
      <p class="quiet" dir="auto">
        {sentence}
      </p>
      {exact !== null && (
        <p class="quiet" lang={en.tag} dir="auto">
          {exact}
        </p>
      )}
    </>
  );
}

/** A whitelabelled page leads to none that is not its owner's. */
function HomeLink({ context, c, text }: { context: Context; c: HonoContext; text: string }) {
  if (!brandOfPage(c).named) return null;
  return (
    <p>
      <a href={`${basePath(context.settings.rootUrl)}/`}>{text}</a>
    </p>
  );
}

function titleFor(status: ContentfulStatusCode, { errors: { titles } }: Texts): string {
  if (status === 404) return titles.notFound;
  return status >= 500 ? titles.broken : titles.refused;
}
