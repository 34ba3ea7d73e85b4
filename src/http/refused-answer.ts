// The answers to requests that an overloaded server refuses: made once, in the form of the surface
// that was asked, and written without reading the request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../errors.ts';
import { durationIn } from '../ui/duration.ts';
import type { Texts } from '../ui/texts/en/index.ts';
import { textsOfHeaders } from './frame.tsx';
import { failure } from './passsource/answers.ts';

/** In seconds: callers are told different times, so that they do not all come back at once. */
const RETRY_AFTER = [1, 2, 3, 4] as const;
/** A longer body is not read: the connection ends with the answer. In bytes. */
const READ_TO_ITS_END = 64 * 1024;

type Form = 'passsource' | 'passkit' | 'message' | 'page';

/** `number`: how many were refused before, which chooses when to come back. */
export function answerRefused(request: IncomingMessage, response: ServerResponse, number: number): void {
  const seconds = RETRY_AFTER[number % RETRY_AFTER.length]!;
  const form = formOf(request);
  const body = bodyOf(form, seconds, form === 'page' ? textsOfHeaders(request.headers) : null);
  const { 'transfer-encoding': encoding, 'content-length': length = 0 } = request.headers;
  const isLong = encoding !== undefined || Number(length) > READ_TO_ITS_END;
  response.writeHead(503, {
    'content-type': form === 'page' ? 'text/html; charset=utf-8' : 'application/json',
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'retry-after': String(seconds),
    'x-content-type-options': 'nosniff',
    ...(form === 'page' ? { 'content-security-policy': "default-src 'none'" } : {}),
    ...(isLong ? { connection: 'close' } : {}),
  });
  response.end(body);
}

/** By the path alone, as in server.ts and v2.ts. */
function formOf({ url = '', headers }: IncomingMessage): Form {
  if (url.includes('/api/') || url.includes('/scanner/')) return 'passsource';
  if (url.includes('/wallet/v1/')) return 'message';
  if (!url.includes('/v2/')) return 'page';
  return url.includes('/v2/models') || headers['x-api-key'] !== undefined ? 'message' : 'passkit';
}

/** Form, seconds and language -> what is written. */
const made = new Map<string, Buffer>();

function bodyOf(form: Form, seconds: number, texts: Texts | null): Buffer {
  const key = `${form} ${seconds} ${texts?.tag}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const error = new AppError('overloaded', { beside: { retryAfter: seconds } });
  const { code, message } = error;
  const ofForm = () => {
    if (texts !== null) {
      const { titles, kinds, wait } = texts.errors;
      const said = `${kinds.unavailable} ${wait(durationIn(texts.tag, seconds))}`;
      return `<!doctype html><html lang="${texts.tag}"><meta name="viewport" content="width=device-width"><title>${titles.wait}</title><h1>${titles.wait}</h1><p>${said}</p>`;
    }
    if (form === 'passsource') return JSON.stringify(failure(error));
    return JSON.stringify(form === 'passkit' ? { error: code, message } : { message });
  };
  const body = Buffer.from(ofForm());
  made.set(key, body);
  return body;
}
