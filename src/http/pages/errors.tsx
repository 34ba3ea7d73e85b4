// Answers the page that a browser shows when another page fails.
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode, type ErrorKind, messageOf } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { durationIn } from '../../ui/duration.ts';
import { Message } from '../../ui/message.tsx';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import { brandBySession } from '../client-brand.ts';
import { statusByCode, USUAL_STATUS } from '../error-status.ts';
import { answerPage, brandOfPage, textsOf } from '../frame.tsx';
import { setRetryAfter } from '../retry-after.ts';
import { sessionCaller } from '../session.ts';
import { basePath } from './assets.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Set by `showExactErrors`. */
    showsExactErrors: boolean;
  }
}

const STATUS = statusByCode(USUAL_STATUS, {
  method_not_allowed: 405,
  media_type_unsupported: 415,
  no_longer_available: 410,
  depth_exceeded: 508,
});

/** The status with which pages answer an error. */
export function pageStatus(error: AppError): ContentfulStatusCode {
  return STATUS[error.code];
}

/** An error in a page's language. */
export interface ToldError {
  readonly sentence: string;
  /** The API's English message; null: the sentence says the same. */
  readonly exact: string | null;
}

/** Words an error in the language of a page. */
export function told({ code, message }: AppError, { tag, errors }: Texts): ToldError {
  // Messages are in English, so an English page needs no second sentence.
  if (tag === en.tag) return { sentence: message, exact: null };
  return { sentence: errors.codes[code], exact: message === messageOf(code) ? null : message };
}

/**
 * Errors that no other link would mend, so the page neither suggests a new link nor shows the exact
 * message.
 */
const TERMS: ReadonlySet<ErrorCode> = new Set([
  'issue_refused',
  'issue_limit_reached',
  'not_yet_available',
  'no_longer_available',
  'pass_invalid',
]);

/**
 * The sentence for a guest, by the error's code, else by its kind. A trigger's error has its
 * owner's own words.
 */
function guestSentence({ code, kind, message, beside }: AppError, { tag, errors }: Texts): string {
  if (code === 'trigger_error') return message;
  const guest = (errors.guests as Partial<Record<ErrorCode, string | ((date: string) => string)>>)[code];
  return (typeof guest === 'function' ? guest(dateIn(tag, String(beside.date))) : guest) ?? errors.kinds[kind];
}

/** Seconds until the same request may succeed; null: waiting does not help. */
export function secondsToWait({ beside: { retryAfter } }: AppError): number | null {
  return typeof retryAfter === 'number' ? retryAfter : null;
}

/**
 * Makes error pages show the API's exact message, because the visitor of this page is an owner:
 * somebody with a clientHash or a session.
 */
export function showExactErrors(c: HonoContext): void {
  c.set('showsExactErrors', true);
}

async function isForOwner(context: Context, c: HonoContext): Promise<boolean> {
  if (c.get('showsExactErrors') || c.req.query('clientHash') !== undefined) return true;
  return (await sessionCaller(context, c)) !== null;
}

/** Words a date. A time of day names UTC, because a page does not know its visitor's time zone. */
function dateIn(tag: string, iso: string): string {
  const date = new Date(iso);
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const;
  if (date.getTime() % 86_400_000 === 0) return new Intl.DateTimeFormat(tag, options).format(date);
  return `${new Intl.DateTimeFormat(tag, { ...options, timeStyle: 'short' }).format(date)} UTC`;
}

/** What failed: an error, or a status whose sentence `say` finds in the page's language. */
export type Failure =
  | AppError
  | { readonly status: ContentfulStatusCode; readonly say: (errors: Texts['errors']) => string };

/** Whether the server cannot answer now, so that a page about it must ask for nothing more. */
export function isUnavailable(what: Failure): boolean {
  return what instanceof AppError && what.kind === 'unavailable';
}

/** Answers a page that says what failed and what to do. */
export async function errorPage(context: Context, c: HonoContext, what: Failure): Promise<Response> {
  // A page that failed before it knew its owner has the brand of whoever is logged in.
  // A database that is away does not know who is logged in either.
  if (c.get('brand') === undefined && !isUnavailable(what)) await brandBySession(context, c);
  const { title, status, body } = await describeFailure(context, c, what, true);
  return answerPage(context, c, { title, status, body: <Message title={title}>{body}</Message> });
}

export interface DescribedFailure {
  readonly title: string;
  readonly status: ContentfulStatusCode;
  /** The paragraphs below the title. */
  readonly body: Child;
}

/** `isForGuest`: whether the page suggests to ask for a new link, and leads to the start page. */
export async function describeFailure(
  context: Context,
  c: HonoContext,
  what: Failure,
  isForGuest: boolean,
): Promise<DescribedFailure> {
  const texts = textsOf(c);
  if (what instanceof AppError) return describeError(context, c, what, texts, isForGuest);
  const { status, say } = what;
  return {
    title: titleFor(status, texts),
    status,
    body: (
      <>
        <p>{say(texts.errors)}</p>
        {isForGuest && status < 500 && <p class="quiet">{texts.errors.askAgain}</p>}
        {isForGuest && <HomeLink context={context} c={c} text={texts.errors.home} />}
      </>
    ),
  };
}

/**
 * Kinds of errors that a new link would not mend: the file is too large for any link, or the same
 * link may work later.
 */
const LINK_IS_GOOD: readonly ErrorKind[] = ['too_large', 'rate_limited', 'unavailable', 'internal'];

async function describeError(
  context: Context,
  c: HonoContext,
  error: AppError,
  texts: Texts,
  isForGuest: boolean,
): Promise<DescribedFailure> {
  const { tag, errors, login } = texts;
  const status = pageStatus(error);
  const isTerm = TERMS.has(error.code);
  const asksToLogIn = error.code === 'client_hash_missing';
  const wait = secondsToWait(error);
  setRetryAfter(c, error);
  const title = isTerm ? errors.titles.unavailable : wait !== null ? errors.titles.wait : titleFor(status, texts);
  const isExact = !isTerm && wait === null && (await isForOwner(context, c));
  const asksAgain = isForGuest && !isTerm && !asksToLogIn && !LINK_IS_GOOD.includes(error.kind);
  return {
    title,
    status,
    body: (
      <>
        <p dir="auto">{isForGuest ? guestSentence(error, texts) : told(error, texts).sentence}</p>
        {wait !== null && <p>{errors.wait(durationIn(tag, wait))}</p>}
        {wait !== null && c.req.method === 'GET' && (
          <p>
            <a href={new URL(c.req.url).search || '?'} class="button">
              {errors.tryAgain}
            </a>
          </p>
        )}
        {isForGuest && isExact && <Exact {...told(error, texts)} />}
        {!isForGuest && <ExactAlone {...told(error, texts)} />}
        {asksAgain && <p class="quiet">{errors.askAgain}</p>}
        {isForGuest && <HomeLink context={context} c={c} text={asksToLogIn ? login.submit : errors.home} />}
      </>
    ),
  };
}

function Exact({ sentence, exact }: ToldError) {
  return (
    <>
      <p class="quiet" dir="auto">
        {sentence}
      </p>
      <ExactAlone exact={exact} />
    </>
  );
}

function ExactAlone({ exact }: Pick<ToldError, 'exact'>) {
  return exact === null ? null : (
    <p class="quiet" lang={en.tag} dir="auto">
      {exact}
    </p>
  );
}

/** Whitelabelled pages have no link to the start page, because they link only to their owner's. */
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
