// The words of error pages, in English.
import { ERROR_CODES, type ErrorCode, type ErrorKind, messageOf } from '../../../errors.ts';

const MESSAGES = Object.fromEntries(ERROR_CODES.map((code) => [code, messageOf(code)])) as Record<ErrorCode, string>;

export const errors = {
  titles: {
    notFound: 'Not found',
    broken: 'Something went wrong',
    refused: 'This did not work',
    unavailable: 'Not available',
    wait: 'Please wait',
  },
  noPage: 'There is no such page.',
  internal: (requestId: string) =>
    `Something went wrong on the server. Its log has the cause under the request id ${requestId}.`,
  askAgain: 'If a link brought you here, ask whoever sent it for a new one.',
  /** Where only waiting helps; the link or form is as good as before. */
  wait: (duration: string) => `Please wait ${duration}, then try again. The link works as before.`,
  tryAgain: 'Try again',
  home: 'Start page',
  /** For guests, who know passes and links but no hashes; owners read the sentence of the code below. */
  guests: {
    pass_not_found: 'This pass does not exist any more, or the link to it is not complete.',
    link_not_found: 'This link does not lead to a pass any more, or it is not complete.',
    template_not_found: 'This link does not lead to a pass any more, or it is not complete.',
    parameter_missing: 'This link is not complete.',
    body_too_large: 'What you sent is too large. Go back and choose a smaller picture or a shorter text.',
    certificate_missing: 'This pass cannot be signed at the moment.',
    client_hash_missing: 'You have to be logged in for this.',
    issue_refused: 'No passes are given out here now.',
    issue_limit_reached: 'All passes have been given out.',
    not_yet_available: (date: string) => `This pass is available from ${date} on. The link will work then.`,
    no_longer_available: (date: string) => `This pass was available until ${date}.`,
    passcode_required: 'This pass has a passcode. Open its page and enter it first.',
    access_denied: 'You have no access to this.',
    value_invalid: 'Something that this link or form says cannot stand on the pass.',
    image_too_large: 'This picture is too large. Go back and choose a smaller one.',
    till_setup_ended: 'This code was used already, or its ten minutes are over. Ask for a new one.',
    invitation_ended: 'This invitation was used, withdrawn or has ended. Ask for a new one.',
    rate_limited: 'Many passes were made from your network in a short time.',
    pass_invalid: 'This pass is no longer valid. Nothing on it can be changed any more.',
  } satisfies Partial<Record<ErrorCode, string | ((date: string) => string)>>,
  /** For guests, by the kind of an error that has no sentence above. */
  kinds: {
    invalid: 'This link or form cannot be used as it is.',
    unauthorized: 'You have to be logged in for this.',
    forbidden: 'You have no access to this.',
    not_found: 'What this link leads to is not there any more, or the link is not complete.',
    conflict: 'This cannot be done now.',
    too_large: 'What you sent is too large.',
    rate_limited: 'There were many requests in a short time.',
    unavailable: 'The server cannot answer now.',
    internal: 'Something went wrong on the server. Please try again later.',
  } satisfies Record<ErrorKind, string>,
  /** The API has these messages too, only in English, so the English ones are in src/errors.ts. */
  codes: MESSAGES,
};
