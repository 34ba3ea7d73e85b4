// An app for targets that send whole requests. Nothing of it reaches a network: no host has an
// address.
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { HOSTILE, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import type { Verdict } from './target.ts';

const FAILURE = Object.assign(new Error('no host has an address here'), { code: 'ENOTFOUND' });

export function openDoors(): Promise<TestApp> {
  const lookup = (...given: unknown[]) => (given.at(-1) as (error: Error) => void)(FAILURE);
  return openTestApp({ injected: { lookup: lookup as never } });
}

export interface Ask {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

export interface Answer {
  readonly verdict: Verdict;
  readonly status: number;
  readonly text: string;
}

/**
 * Sends a request and reads the whole answer. Throws for a status from 500 on, with what the log
 * says, and for JSON that is none.
 */
export async function ask(t: TestApp, { path, method, headers, body }: Ask): Promise<Answer> {
  t.logged.length = 0;
  const isBodyless = method === 'GET' || method === 'HEAD' || body === undefined;
  const response = await t.fetch(path, {
    method,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerValue(value)])),
    ...(isBodyless ? {} : { body: body as BodyInit }),
  });
  const text = await response.text();
  const { status } = response;
  if (status >= 500) {
    const causes = t.logged.map(([{ err }, message]) => (err instanceof Error ? err.stack : message));
    throw new Error(`${status} ${text.slice(0, 300)}\n${causes.join('\n')}`);
  }
  if (/json/.test(response.headers.get('content-type') ?? '') && text !== '') JSON.parse(text);
  return { verdict: status < 400 ? 'accepted' : 'refused', status, text };
}

/** A header as a socket delivers it: bytes, without the ones that end a header. */
export function headerValue(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\0\r\n]/g, '');
}

/** A part of a path, mostly escaped as a client does it. */
export function segment(random: Random, text: string): string {
  const changed = random.chance(0.25) ? mutateText(random, text, HOSTILE) : text;
  if (random.chance(0.1)) return changed.replaceAll(/[\s\\]/g, '');
  return encodeURIComponent(changed.replaceAll(/\p{Surrogate}/gu, '?'));
}

/** Mostly the text itself. */
export function perhapsMutated(random: Random, text: string, others: readonly string[] = HOSTILE): string {
  return random.chance(0.5) ? text : mutateText(random, text, others);
}
