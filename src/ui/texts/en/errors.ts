// The words of error pages, in English.
import { ERROR_CODES, type ErrorCode, messageOf } from '../../../errors.ts';

const MESSAGES = Object.fromEntries(ERROR_CODES.map((code) => [code, messageOf(code)])) as Record<ErrorCode, string>;

export const errors = {
  titles: {
    notFound: 'Not found',
    broken: 'Something went wrong',
    refused: 'This did not work',
    unavailable: 'Not available',
  },
  noPage: 'There is no such page.',
  internal: (requestId: string) =>
    `Something went wrong on the server. Its log has the cause under the request id ${requestId}.`,
  askAgain: 'If a link brought you here, ask whoever sent it for a new one.',
  home: 'Start page',
  /** For guests, who know passes and links but no hashes; the sentence of the code stands below. */
  guests: {
    pass_not_found: 'This pass does not exist any more, or the link to it is not complete.',
    template_not_found: 'This link does not lead to a pass any more, or it is not complete.',
    parameter_missing: 'This link is not complete.',
    body_too_large: 'What you sent is too large. Go back and choose a smaller picture or a shorter text.',
    certificate_missing: 'This pass cannot be signed at the moment.',
    client_hash_missing: 'You have to be logged in for this.',
    issue_refused: 'No passes are given out here now.',
    issue_limit_reached: 'All passes have been given out.',
    not_yet_available: (date: string) => `This pass is available from ${date} on. The link will work then.`,
    no_longer_available: (date: string) => `This pass was available until ${date}.`,
    pass_invalid: 'This pass is no longer valid. Nothing on it can be changed any more.',
  } satisfies Partial<Record<ErrorCode, string | ((date: string) => string)>>,
  /** The API has these messages too, only in English, so the English ones are in src/errors.ts. */
  codes: MESSAGES,
};
