// What somebody sees in a browser when a page cannot be shown.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode, messageOf } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { Message } from '../../ui/message.tsx';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { statusByCode } from '../error-status.ts';
import { answerPage, brandOfPage, textsOf } from '../frame.tsx';
import { setRetryAfter } from '../retry-after.ts';
import { basePath } from './assets.ts';

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

/** The sentence for guests, if there is one. */
function guestSentence({ code, beside }: AppError, { tag, errors }: Texts): string | undefined {
  const guest = (errors.guests as Partial<Record<ErrorCode, string | ((date: string) => string)>>)[code];
  return typeof guest === 'function' ? guest(dateIn(tag, String(beside.date))) : guest;
}

/** A page does not know its reader's time zone, so a time of day names one. */
function dateIn(tag: string, iso: string): string {
  const date = new Date(iso);
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const;
  if (date.getTime() % 86_400_000 === 0) return new Intl.DateTimeFormat(tag, options).format(date);
  return `${new Intl.DateTimeFormat(tag, { ...options, timeStyle: 'short' }).format(date)} UTC`;
}

/** A page that says what went wrong and what to do. What is no AppError is a status and what the page's language says of it. */
export function errorPage(
  context: Context,
  c: HonoContext,
  what: AppError | { readonly status: ContentfulStatusCode; readonly say: (errors: Texts['errors']) => string },
): Response | Promise<Response> {
  const { rootUrl } = context.settings;
  const texts = textsOf(c);
  const { titles, askAgain, home } = texts.errors;
  const isOwn = what instanceof AppError;
  if (isOwn) setRetryAfter(c, what);
  const status = isOwn ? pageStatus(what) : what.status;
  const { sentence, exact } = isOwn ? told(what, texts) : { sentence: what.say(texts.errors), exact: null };
  const forGuests = isOwn ? guestSentence(what, texts) : undefined;
  const isTerm = isOwn && TERMS.has(what.code);
  const asksToLogIn = isOwn && what.code === 'client_hash_missing';
  const title = isTerm
    ? titles.unavailable
    : status === 404
      ? titles.notFound
      : status >= 500
        ? titles.broken
        : titles.refused;
  return answerPage(context, c, {
    title,
    status,
    body: (
      <Message title={title}>
        {forGuests !== undefined && <p>{forGuests}</p>}
        {!isTerm && (
          <p class={forGuests === undefined ? '' : 'quiet'} dir="auto">
            {sentence}
          </p>
        )}
        {exact !== null && !isTerm && (
          <p class="quiet" lang={en.tag} dir="auto">
            {exact}
          </p>
        )}
        {status < 500 && !isTerm && !asksToLogIn && <p class="quiet">{askAgain}</p>}
        {/* A whitelabelled page leads to none that is not its owner's. */}
        {brandOfPage(c).named && (
          <p>
            <a href={`${basePath(rootUrl)}/`}>{asksToLogIn ? texts.login.submit : home}</a>
          </p>
        )}
      </Message>
    ),
  });
}
