// What somebody sees in a browser when a page cannot be shown.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode, messageOf } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { Message } from '../../ui/message.tsx';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { answerPage, brandOfPage, textsOf } from '../frame.tsx';
import { basePath } from './assets.ts';

const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  parameter_missing: 400,
  parameter_invalid: 400,
  body_invalid: 400,
  body_too_large: 413,
  function_unknown: 404,
  endpoint_unknown: 404,
  method_not_allowed: 405,
  media_type_unsupported: 415,
  login_failed: 401,
  login_throttled: 429,
  client_hash_missing: 401,
  client_hash_invalid: 401,
  token_invalid: 401,
  api_key_invalid: 403,
  api_key_not_found: 404,
  account_expired: 403,
  account_not_found: 404,
  manager_not_found: 404,
  email_taken: 409,
  device_unauthorized: 401,
  access_denied: 403,
  barcode_taken: 409,
  passcode_required: 403,
  passcode_wrong: 401,
  template_not_found: 404,
  template_invalid: 400,
  template_id_mismatch: 400,
  pass_not_found: 404,
  campaign_not_found: 404,
  name_taken: 409,
  issue_final: 409,
  issue_refused: 409,
  issue_limit_reached: 409,
  not_yet_available: 403,
  no_longer_available: 410,
  pass_invalid: 409,
  user_defined_id_taken: 409,
  path_unknown: 400,
  path_reserved: 400,
  value_invalid: 400,
  trigger_error: 400,
  image_invalid: 400,
  image_too_large: 413,
  image_unreachable: 400,
  image_not_found: 404,
  idempotency_mismatch: 409,
  idempotency_in_progress: 409,
  certificate_invalid: 400,
  certificate_not_found: 404,
  certificate_in_use: 409,
  certificate_missing: 500,
  depth_exceeded: 508,
  rate_limited: 429,
  internal: 500,
};

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
