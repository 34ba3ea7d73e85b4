// Why a request failed: an error that undici and Node pass on unchanged, with a sentence for the
// owner. The sentence names the host, never the path, the query or the resolved address, because
// those may be secret.

import type { OutboundFailure } from '../ports/outbound.ts';

/** A failed request with its sentence. `failureOf` makes a Refusal of any other error. */
export class Refusal extends Error {
  readonly reason: OutboundFailure;

  constructor(reason: OutboundFailure, message: string) {
    super(message);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/**
 * The Refusal for an error of undici or of Node's net, dns or tls. `host`: host name with its port.
 */
export function failureOf(error: unknown, host: string): Refusal {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
    case 'ETIMEDOUT':
      return new Refusal('timeout', `${host} did not answer in time.`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new Refusal('too_large', `The headers of the answer of ${host} are too large.`);
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return new Refusal('url_invalid', `The request to ${host} cannot be written as HTTP.`);
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_AGAIN':
      return new Refusal('connection_failed', `There is no address for the name ${host}.`);
    case 'ECONNREFUSED':
      return new Refusal('connection_failed', `${host} does not accept connections.`);
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return new Refusal('connection_failed', `There is no route to ${host}.`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return new Refusal('connection_failed', `${host} broke off the connection.`);
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return new Refusal('connection_failed', `What ${host} answered is not valid HTTP.`);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return new Refusal('connection_failed', `The TLS certificate of ${host} is not valid (${code}).`);
  }
  return new Refusal('connection_failed', `The connection to ${host} failed${code === '' ? '' : ` (${code})`}.`);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
