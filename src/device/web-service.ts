// Apple's Wallet web service from the phone's side: each request as iOS sends it, to our server or
// anybody's.
// https://developer.apple.com/documentation/walletpasses/adding_a_web_service_to_update_passes
import { DeviceError } from './device-error.ts';
import { readJson } from './open-download.ts';
import { isObject, type PassIdentity } from './pass-json.ts';

export const PASS_TYPE = 'application/vnd.apple.pkpass';

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const PASSD = 'passd/1.0 CFNetwork/3826.500.131 Darwin/24.5.0';
const TIMEOUT_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** A request and the status of its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export type Send = (method: string, url: string, sending?: Sending) => Promise<Answer>;

/**
 * Makes a function that sends a request, follows redirects and records the exchange. The function
 * fails with a DeviceError when no server answers.
 */
export function sender(exchanges: Exchange[]): Send {
  return async (method, url, { headers = {}, body } = {}) => {
    const init: RequestInit = { method, headers: { 'user-agent': PASSD, accept: '*/*', ...headers } };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'content-type': 'application/json' };
    }
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const bytes = new Uint8Array(await response.arrayBuffer());
      exchanges.push({ method, url, status: response.status });
      return { status: response.status, headers: response.headers, bytes };
    } catch (error) {
      throw new DeviceError(`${method} ${url} got no answer: ${reasonOf(error)}`);
    }
  };
}

export interface Device {
  readonly deviceLibraryIdentifier: string;
  readonly pushToken: string;
}

/** Downloads a link that a person taps on, as Safari does. */
export function download(send: Send, link: string): Promise<Answer> {
  return send('GET', link, { headers: { 'user-agent': SAFARI } });
}

export async function register(send: Send, device: Device, pass: PassIdentity): Promise<number> {
  const { pushToken } = device;
  const url = `${registrationsOf(device, pass)}/${encodeURIComponent(pass.serialNumber)}`;
  return (await send('POST', url, { headers: authorization(pass), body: { pushToken } })).status;
}

export async function unregister(send: Send, device: Device, pass: PassIdentity): Promise<number> {
  const url = `${registrationsOf(device, pass)}/${encodeURIComponent(pass.serialNumber)}`;
  return (await send('DELETE', url, { headers: authorization(pass) })).status;
}

/** Asks which passes of a pass's type changed since `tag`, the last one from this server. */
export function list(send: Send, device: Device, pass: PassIdentity, tag: string | undefined): Promise<Answer> {
  const query = tag === undefined ? '' : `?passesUpdatedSince=${encodeURIComponent(tag)}`;
  return send('GET', `${registrationsOf(device, pass)}${query}`);
}

/**
 * Fetches the current pass; 304 when it is unchanged. `lastModified` is the header that came with
 * the phone's version.
 */
export function fetchPass(send: Send, pass: PassIdentity, lastModified: string | null): Promise<Answer> {
  const condition: Record<string, string> = lastModified === null ? {} : { 'if-modified-since': lastModified };
  const url = `${pass.webServiceURL}/v1/passes/${pass.passTypeIdentifier}/${encodeURIComponent(pass.serialNumber)}`;
  return send('GET', url, { headers: { ...authorization(pass), ...condition } });
}

/** What a holder fills in when Wallet asks. */
export interface PersonalAnswers {
  readonly emailAddress?: string;
  readonly familyName?: string;
  readonly fullName?: string;
  readonly givenName?: string;
  readonly ISOCountryCode?: string;
  readonly phoneNumber?: string;
  readonly postalCode?: string;
}

/** Sends what the holder filled in; the answer is the signed token. */
export function personalize(
  send: Send,
  pass: PassIdentity,
  personalizationToken: string,
  answers: PersonalAnswers,
): Promise<Answer> {
  const url = `${pass.webServiceURL}/v1/passes/${pass.passTypeIdentifier}/${encodeURIComponent(pass.serialNumber)}/personalize`;
  const body = { personalizationToken, requiredPersonalizationInfo: answers };
  return send('POST', url, { headers: authorization(pass), body });
}

/**
 * Reports a fault to the server. Ignores a failure, because the phone has already noted the fault.
 */
export async function report(send: Send, pass: PassIdentity, trouble: string): Promise<void> {
  const { webServiceURL, passTypeIdentifier } = pass;
  const logs = [`Web service error for ${passTypeIdentifier} (${webServiceURL}): ${trouble}`];
  await send('POST', `${webServiceURL}/v1/log`, { body: { logs } }).catch(() => undefined);
}

/**
 * The end of a sentence about an error answer, after the status: the server's own text, or a full
 * stop when there is none.
 */
export function textOf({ headers, bytes }: Answer): string {
  const type = headers.get('content-type') ?? '';
  if (!/^(?:text\/plain|application\/json)/.test(type) || bytes.length === 0) return '.';
  const body = readJson(bytes);
  const text = isObject(body) && typeof body.message === 'string' ? body.message : new TextDecoder().decode(bytes);
  return `: ${text.trim().slice(0, 300)}`;
}

function registrationsOf({ deviceLibraryIdentifier }: Device, pass: PassIdentity): string {
  return `${pass.webServiceURL}/v1/devices/${deviceLibraryIdentifier}/registrations/${pass.passTypeIdentifier}`;
}

function authorization({ authenticationToken }: PassIdentity): Readonly<Record<string, string>> {
  return { authorization: `ApplePass ${authenticationToken}` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  // fetch says only that it failed; the reason is its cause. The cause has no message when several
  // addresses failed, so use its code.
  if (cause instanceof Error) return cause.message || String((cause as NodeJS.ErrnoException).code);
  return error.message;
}
