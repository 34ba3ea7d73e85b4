// A request that a try did not send, as its owner may see it: without the clientHash and the secrets
// in its headers.
import type { OutgoingRequest } from '../../rules/triggers/requests.ts';

/** The longest part of a request that a page shows, in characters. */
export const LONGEST_SHOWN = 2000;

export interface TriedRequest {
  readonly method: string;
  readonly url: string;
  /** A secret value is null. */
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
  readonly body: string | null;
  /** Whether the answer would become a picture of the card. */
  readonly isPicture: boolean;
}

/** Names of headers whose values open something. */
const SECRET = /auth|cookie|key|secret|token|password|signature/i;

export function triedRequest(request: OutgoingRequest, clientHash: string): TriedRequest {
  const { method, url, headers, body, purpose } = request;
  const shown = (text: string) => cut(text.replaceAll(clientHash, '{clientHash}'));
  return {
    method,
    url: shown(url),
    headers: Object.entries(headers).map(([name, value]) => ({ name, value: SECRET.test(name) ? null : shown(value) })),
    body: body === null ? null : shown(body),
    isPicture: purpose === 'image',
  };
}

function cut(text: string): string {
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
