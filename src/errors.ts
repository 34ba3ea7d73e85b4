// The errors that a caller may see: one table from code to kind and message. Surfaces map codes to
// their wire format. Any other error is a bug or an outage: the caller gets a request id, and the
// log has the cause under that id.

export type ErrorKind =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  /** The server cannot do it now, and the same request may succeed in a moment. */
  | 'unavailable'
  | 'internal';

const TABLE = {
  parameter_missing: ['invalid', 'A parameter is missing.'],
  parameter_invalid: ['invalid', 'A parameter has a value that cannot be used.'],
  body_invalid: ['invalid', 'The body could not be read.'],
  body_too_large: ['too_large', 'The request is too large.'],
  function_unknown: ['not_found', 'There is no such function.'],
  endpoint_unknown: ['not_found', 'There is no such endpoint.'],
  method_not_allowed: ['invalid', 'This endpoint does not take this method.'],
  media_type_unsupported: ['invalid', 'A body of this type cannot be read.'],
  login_failed: ['unauthorized', 'The e-mail address or the password is wrong.'],
  login_throttled: ['rate_limited', 'Too many failed logins. Wait a minute and try again.'],
  client_hash_missing: ['unauthorized', 'This function needs your clientHash.'],
  client_hash_invalid: [
    'unauthorized',
    'The clientHash is not valid. It changes with e-mail, password and subscription: log in to get the present one.',
  ],
  token_invalid: ['unauthorized', 'The token of the request is not valid.'],
  api_key_invalid: ['forbidden', 'The API key is not valid.'],
  api_key_not_found: ['not_found', 'There is no such API key.'],
  account_expired: ['forbidden', 'The subscription of this account has ended.'],
  account_not_found: ['not_found', 'There is no such account.'],
  manager_not_found: ['not_found', 'There is no account to manage this one.'],
  email_taken: ['conflict', 'Another account or person uses this e-mail address.'],
  member_not_found: ['not_found', 'There is no such person in this account.'],
  people_limit: ['conflict', 'The account has as many people and invitations as it may have. Remove one first.'],
  invitation_ended: ['not_found', 'This invitation was used, withdrawn or has ended. Ask for a new one.'],
  till_not_found: ['not_found', 'There is no such till in this account.'],
  till_setup_ended: ['not_found', 'This code was used already or has ended. Ask for a new one on the page of tills.'],
  till_locked: ['unauthorized', 'This till was locked out. Ask the owner of the account.'],
  undo_late: ['conflict', 'A till takes a scan back for ten minutes. Ask somebody who may correct cards.'],
  till_scope: ['forbidden', 'This till may not do that.'],
  device_unauthorized: ['unauthorized', 'There is no such pass, or this is not its authentication token.'],
  role_forbidden: ['forbidden', 'Your role in this account does not allow that. Ask the owner of the account.'],
  operator_only: ['forbidden', 'Only the account that runs this server may do that.'],
  access_denied: ['forbidden', 'This clientHash has no access to that.'],
  barcode_taken: ['conflict', 'Another pass of this template has this barcode message.'],
  passcode_required: ['forbidden', 'This pass has a passcode: open its page and enter it first.'],
  passcode_wrong: ['unauthorized', 'The passcode is wrong.'],
  template_not_found: ['not_found', 'There is no template with this templateHash.'],
  template_invalid: ['invalid', 'The template cannot be saved.'],
  version_not_found: ['not_found', 'There is no such version of this card.'],
  template_id_mismatch: ['invalid', 'templateId and templateHash name different templates.'],
  pass_not_found: ['not_found', 'There is no pass with this hashedSerialNumber.'],
  rule_not_found: ['not_found', 'There is no such rule. It may have been moved or deleted.'],
  run_not_found: ['not_found', 'There is no such run. It may have been deleted with its pass.'],
  campaign_not_found: ['not_found', 'There is no campaign with this name.'],
  name_taken: ['conflict', 'This name is taken.'],
  issue_final: ['conflict', 'What was set to INVALID cannot be changed any more.'],
  issue_refused: ['conflict', 'No passes are made of this template now.'],
  test_cards_limit: ['conflict', 'The card has as many test cards as it may have. Delete them first.'],
  issue_limit_reached: ['conflict', 'As many passes were made as may be.'],
  not_yet_available: ['forbidden', 'This pass can not be downloaded yet.'],
  no_longer_available: ['forbidden', 'This pass can no longer be downloaded.'],
  pass_invalid: ['conflict', 'This pass was invalidated for good; it cannot be changed any more.'],
  batch_not_found: ['not_found', 'There is no such batch.'],
  webhook_not_found: ['not_found', 'There is no such webhook in this account.'],
  webhooks_limit: ['conflict', 'The account has as many webhooks as it may have. Remove one first.'],
  message_not_found: ['not_found', 'There is no such message to a webhook. Messages are deleted after 30 days.'],
  segment_not_found: ['not_found', 'There is no such segment.'],
  bulk_not_found: ['not_found', 'There is no such bulk change. It goes a week after its end.'],
  bulk_state: ['conflict', 'This bulk change cannot do that now.'],
  link_not_found: ['not_found', 'There is no such link to a pass.'],
  checks_failed: ['conflict', 'A check of this card fails with these changes, so nothing was published.'],
  draft_changed: ['conflict', 'Somebody else has changed this card since the page was opened, so nothing was saved.'],
  undo_impossible: [
    'conflict',
    'This cannot be taken back: something has happened to the pass since, or another program was told.',
  ],
  user_defined_id_taken: ['conflict', 'Another pass of the campaign has this id.'],
  path_unknown: ['invalid', 'There is no such API path.'],
  path_reserved: ['invalid', 'This API path is set by the server.'],
  value_invalid: ['invalid', 'A value does not fit its API path.'],
  budget_spent: [
    'too_large',
    'This pass cannot be shown: its magic strings and conditions need more than one pass may.',
  ],
  trigger_error: ['invalid', 'A trigger stopped the run.'],
  image_invalid: ['invalid', 'The image could not be read. Use PNG, JPEG, WebP, GIF or SVG.'],
  image_too_large: ['too_large', 'The image is too large.'],
  image_unreachable: ['invalid', 'The image could not be fetched from its URL.'],
  image_not_found: ['not_found', 'There is no such image.'],
  idempotency_mismatch: ['conflict', 'This idempotency key was used before with other parameters.'],
  idempotency_in_progress: ['conflict', 'The first call with this idempotency key is still running. Try again soon.'],
  certificate_invalid: ['invalid', 'The certificate cannot be used.'],
  certificate_not_found: ['not_found', 'There is no such certificate.'],
  certificate_in_use: ['conflict', 'The certificate is in use.'],
  backup_not_found: ['not_found', 'There is no such backup.'],
  backup_failed: ['internal', 'The backup could not be made.'],
  google_missing: ['conflict', 'This account has no issuer at Google Wallet. Set one with passwright google set.'],
  google_failed: ['unavailable', 'Google Wallet does not take this pass at the moment.'],
  certificate_missing: ['internal', 'There is no certificate to sign passes with.'],
  depth_exceeded: [
    'forbidden',
    'A URL action called itself too often; this request was refused so that the loop ends.',
  ],
  run_ended: [
    'conflict',
    'The server said nothing of this event for too long, so the event was ended. Its trace says what was done.',
  ],
  rate_limited: ['rate_limited', 'Too many requests. Wait a moment and try again.'],
  store_unavailable: ['unavailable', 'The database does not answer now. Try again in a moment.'],
  overloaded: ['unavailable', 'The server has more to do than it can. Try again in a moment.'],
  internal: ['internal', 'Something went wrong on the server.'],
} as const satisfies Record<string, readonly [ErrorKind, string]>;

export type ErrorCode = keyof typeof TABLE;

export const ERROR_CODES = Object.keys(TABLE) as ErrorCode[];

export function kindOf(code: ErrorCode): ErrorKind {
  return TABLE[code][0];
}

/** The general sentence of a code, for callers when there is no exact message. */
export function messageOf(code: ErrorCode): string {
  return TABLE[code][1];
}

/** What a surface may show beside the message. */
export interface ErrorDetail {
  /** Replaces the table's sentence; says what would be right. */
  readonly message?: string;
  /** The parameter or API path at fault. */
  readonly field?: string;
  /** More lines, such as a template's diagnostics. */
  readonly diagnostics?: readonly {
    readonly path: string;
    readonly message: string;
  }[];
  /**
   * What else the caller needs to go on, such as the hash of a pass that was made although the call
   * failed.
   */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** An error that a caller may see. `message` is a sentence for the owner. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly field: string | undefined;
  readonly diagnostics: NonNullable<ErrorDetail['diagnostics']>;
  readonly beside: NonNullable<ErrorDetail['beside']>;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    const [kind, message] = TABLE[code];
    super(detail.message ?? message);
    this.name = 'AppError';
    this.code = code;
    this.kind = kind;
    this.field = detail.field;
    this.diagnostics = detail.diagnostics ?? [];
    this.beside = detail.beside ?? {};
  }
}

/** After how many seconds a caller may ask a database again that did not answer. */
const STORE_RETRY_AFTER = 2;

/**
 * A store throws it when its database cannot be reached or takes no changes. No AppError, because no
 * caller made a mistake: whoever turns an AppError into a note or a fault of a row lets this pass,
 * and a job waits without a counted try. The message is for callers too, so it names no address.
 */
export class StoreUnavailableError extends Error {
  /** `isUnknown`: the connection was lost during a commit, which may have happened all the same. */
  constructor({
    cause,
    isUnknown = false,
    message = isUnknown ? COMMIT_UNKNOWN : messageOf('store_unavailable'),
  }: {
    readonly cause: unknown;
    readonly isUnknown?: boolean;
    readonly message?: string;
  }) {
    super(message, { cause });
    this.name = 'StoreUnavailableError';
  }
}

const COMMIT_UNKNOWN =
  'The database was lost while it wrote this change, and may have written it. Look before you send it again, or send it with the same idempotency key.';

/** The error as surfaces show it: a store that is away becomes `store_unavailable`. */
export function shownError(error: unknown): unknown {
  if (!(error instanceof StoreUnavailableError)) return error;
  return new AppError('store_unavailable', { message: error.message, beside: { retryAfter: STORE_RETRY_AFTER } });
}

/** The same error with the index, from 0, of the item that caused it. */
export function atIndex(error: AppError, index: number): AppError {
  const { code, message, field, diagnostics, beside } = error;
  return new AppError(code, {
    message,
    ...(field === undefined ? {} : { field }),
    diagnostics,
    beside: { ...beside, index },
  });
}
