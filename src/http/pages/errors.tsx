// What somebody sees in a browser when a page cannot be shown.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { Layout } from '../../ui/layout.tsx';
import { Message } from '../../ui/message.tsx';
import { basePath, pageAssets } from './assets.ts';

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

/** For guests, who know of passes and links and not of hashes; the message for the owner stands below it. */
const FOR_GUESTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  pass_not_found: 'This pass does not exist any more, or the link to it is not complete.',
  template_not_found: 'This link does not lead to a pass any more, or it is not complete.',
  parameter_missing: 'This link is not complete.',
  body_too_large: 'What you sent is too large. Go back and choose a smaller picture or a shorter text.',
  certificate_missing: 'This pass cannot be signed at the moment.',
  issue_refused: 'No passes are given out here at the moment.',
  issue_limit_reached: 'All passes have been given out.',
};

/** A page that says what went wrong and what to do. */
export function errorPage(
  context: Context,
  c: HonoContext,
  what: AppError | ContentfulStatusCode,
  message?: string,
): Response | Promise<Response> {
  const { rootUrl } = context.settings;
  const status = what instanceof AppError ? pageStatus(what) : what;
  const text = what instanceof AppError ? what.message : (message ?? '');
  const forGuests = what instanceof AppError ? FOR_GUESTS[what.code] : undefined;
  const title = status === 404 ? 'Not found' : status >= 500 ? 'Something went wrong' : 'This did not work';
  return c.html(
    <Layout title={title} assets={pageAssets(rootUrl)}>
      <Message title={title}>
        {forGuests !== undefined && <p>{forGuests}</p>}
        <p class={forGuests === undefined ? '' : 'quiet'} dir="auto">
          {text}
        </p>
        {status < 500 && <p class="quiet">If a link brought you here, ask whoever sent it for a new one.</p>}
        <p>
          <a href={`${basePath(rootUrl)}/`}>Start page</a>
        </p>
      </Message>
    </Layout>,
    status,
  );
}
