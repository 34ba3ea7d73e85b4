// Google Wallet for tests and for owners without an issuer account: a server for its API, its save
// links, its callbacks, and the news of simulated phones.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallbackSigner, openCallbackSigner, type SaveOrDelete } from './callbacks.ts';
import { STAND_IN_RESOURCES, type StandInResource } from './check-body.ts';
import { GoogleError } from './google-error.ts';
import { openSaveLink, savePage } from './save-page.ts';
import { openTokens, type ServiceAccount } from './service-account.ts';
import { type HeldObject, type Kind, openWallet, type Stored, type Wallet } from './wallet.ts';

export interface StandInOptions {
  /** Digits; the only issuer of the stand-in. */
  readonly issuerId: string;
  readonly account: ServiceAccount;
  /** 0: any free one. */
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where callbacks go instead of the address that each class names, which has to be https. */
  readonly callbackUrl?: string;
  /** A line for each request that changes something, and for each callback. */
  readonly onEvent?: (line: string) => void;
}

export interface StandIn {
  readonly origin: string;
  /** The settings of a server that uses this stand-in in Google's place. */
  readonly settings: Readonly<
    Record<'GOOGLE_WALLET_URL' | 'GOOGLE_TOKEN_URL' | 'GOOGLE_KEYS_URL' | 'GOOGLE_SAVE_URL', string>
  >;
  readonly wallet: Wallet;
  readonly signer: CallbackSigner;
  /** The last callback, to send it again; null: there was none. */
  lastCallback(): { readonly url: string; readonly body: string } | null;
  close(): Promise<void>;
}

/** Google takes so many requests of an issuer in a second. */
export const REQUESTS_A_SECOND = 20;
const LARGEST_BODY = 1_048_576;
const CALLBACK_TIMEOUT_MS = 10_000;
/** How long a phone's request waits for news. */
const WAIT_MS = 25_000;
const API = '/walletobjects/v1/';

interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly html?: string;
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly response: ServerResponse;
}

/** Listens on 127.0.0.1 only. Rejects when the port is taken. */
export async function startGoogleStandIn(options: StandInOptions): Promise<StandIn> {
  const { issuerId, account, now, onEvent = () => {} } = options;
  const wallet = openWallet(issuerId, now);
  const tokens = openTokens(account, now);
  const signer = openCallbackSigner(now);
  let last: ReturnType<StandIn['lastCallback']> = null;
  let recent: number[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const wakeUp of waiting) wakeUp();
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refused = error instanceof GoogleError ? error : null;
      send(response, { status: refused?.status ?? 500, json: refused?.json() ?? { error: String(error) } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const { method = 'GET', headers } = request;
    const call = { method, url, body: await bodyOf(request), headers, response };
    const path = url.pathname;
    if (path === '/token') return send(response, await token(call));
    if (path === '/keys') return send(response, { status: 200, json: signer.keys() });
    if (path.startsWith('/gp/v/save/')) return send(response, await save(call));
    if (path.startsWith('/stand-in/phones/')) return send(response, await phones(call));
    if (!path.startsWith(API)) throw new GoogleError(404, 'notFound', `There is nothing at ${path}.`);
    requireToken(call);
    send(response, api(call));
  }

  async function token({ method, body }: Call): Promise<Reply> {
    if (method !== 'POST') throw new GoogleError(404, 'notFound', 'The token endpoint takes POST.');
    return tokens.grant(new URLSearchParams(body), `${origin}/token`);
  }

  function requireToken({ headers }: Call): void {
    if (!tokens.accepts(headers.authorization)) {
      throw new GoogleError(401, 'authError', 'Request had invalid authentication credentials.');
    }
    recent = recent.filter((at) => now() - at < 1000);
    if (recent.length >= REQUESTS_A_SECOND) {
      throw new GoogleError(429, 'rateLimitExceeded', `More than ${REQUESTS_A_SECOND} requests in a second.`);
    }
    recent.push(now());
  }

  function api({ method, url, body }: Call): Reply {
    const [collection = '', id, action] = url.pathname.slice(API.length).split('/').map(decodeURIComponent);
    if (collection === 'issuer' && method === 'GET') {
      if (id !== issuerId) throw new GoogleError(403, 'permissionDenied', `The account has no rights of issuer ${id}.`);
      return { status: 200, json: { issuerId, name: 'Stand-in' } };
    }
    const { kind, resource } = collectionOf(collection);
    const json = (one: Stored) => ({
      ...one.body,
      ...(kind === 'Object' ? { hasUsers: wallet.hasUsers(String(one.body.id)) } : {}),
    });
    const tell = (verb: string, stored: Stored, told: number) => {
      onEvent(`${verb} ${collection} ${stored.body.id}${told > 0 ? `, told ${told}` : ''}`);
      wake();
      return { status: 200, json: json(stored) };
    };
    if (method === 'POST' && id === undefined) {
      return tell('insert', wallet.insert(kind, resource, parsed(body)), 0);
    }
    if (method === 'GET' && id === undefined) {
      const classId = url.searchParams.get('classId') ?? undefined;
      const resources = wallet.list(kind, resource, { ...(classId !== undefined && { classId }) }).map(json);
      return { status: 200, json: { resources, pagination: { resultsPerPage: resources.length } } };
    }
    if (id === undefined) throw new GoogleError(404, 'notFound', `${method} needs an id.`);
    if (method === 'GET') return { status: 200, json: json(wallet.get(kind, resource, id)) };
    if (method === 'PATCH') {
      const sent = parsed(body);
      const { stored, told } = wallet.patch(kind, resource, id, sent);
      return tell(`patch ${Object.keys(sent as object).join(', ')} of`, stored, told);
    }
    if (method === 'PUT') {
      const { stored, told } = wallet.update(kind, resource, id, parsed(body));
      return tell('update', stored, told);
    }
    if (method === 'POST' && action === 'addMessage') {
      const { stored, told } = wallet.addMessage(kind, resource, id, parsed(body));
      return { ...tell('add a message to', stored, told), json: { resource: json(stored) } };
    }
    throw new GoogleError(404, 'notFound', `There is no ${method} of ${url.pathname}.`);
  }

  async function save({ method, url, body, headers }: Call): Promise<Reply> {
    const jwt = url.pathname.slice('/gp/v/save/'.length);
    const link = `${origin}${url.pathname}`;
    const isApp = headers.accept === 'application/json';
    const ids = openSaveLink(wallet, await tokens.claims(jwt), link.length);
    const objects = ids.map((id) => wallet.object(id)!);
    if (method === 'POST') {
      const phone = isApp ? String((parsed(body) as { phone?: unknown }).phone) : 'browser';
      for (const held of objects) {
        if (!wallet.save(phone, String(held.object.id))) continue;
        onEvent(`save ${held.object.id}`);
        await callBack(held, 'save');
      }
      wake();
    }
    // What the callback caused may have changed the objects already.
    const shown = ids.map((id) => wallet.object(id)!);
    return isApp
      ? { status: 200, json: { objects: shown } }
      : { status: 200, html: savePage(shown, method === 'POST') };
  }

  /** The doors of simulated phones, which Google has none of. */
  async function phones({ method, url, response }: Call): Promise<Reply> {
    const [phone = '', , id] = url.pathname.slice('/stand-in/phones/'.length).split('/').map(decodeURIComponent);
    if (method === 'DELETE' && id !== undefined) {
      const held = wallet.object(id);
      if (held === null || !wallet.remove(phone, id)) {
        throw new GoogleError(404, 'resourceNotFound', `This phone has no ${id}.`);
      }
      onEvent(`delete ${id}`);
      await callBack(held, 'del');
      wake();
      return { status: 200, json: {} };
    }
    const since = Number(url.searchParams.get('version') ?? -1);
    if (wallet.version(phone) === since) await news(phone, since, response);
    const notices = wallet.notices(phone, Number(url.searchParams.get('after') ?? 0));
    return { status: 200, json: { version: wallet.version(phone), objects: wallet.held(phone), notices } };
  }

  /** Until something changes for the phone, or the wait is over, or nobody listens any more. */
  function news(phone: string, since: number, response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (wallet.version(phone) !== since) done();
      };
      const timer = setTimeout(done, WAIT_MS);
      waiting.add(look);
      response.once('close', done);
    });
  }

  /** Tells the server that the class names; a failure is told once more, with the same nonce. */
  async function callBack(held: HeldObject, eventType: SaveOrDelete['eventType']): Promise<void> {
    const named = (held.class.callbackOptions as { url?: string } | undefined)?.url;
    const url = options.callbackUrl ?? named;
    if (url === undefined) return;
    const objectId = String(held.object.id);
    const body = signer.body(issuerId, { classId: String(held.class.id), objectId, eventType });
    last = { url, body };
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const status = await post(url, body);
      onEvent(`callback ${eventType} of ${objectId}: ${status ?? 'no answer'}`);
      if (status !== null && status < 300) return;
    }
  }

  return {
    origin,
    settings: {
      GOOGLE_WALLET_URL: `${origin}${API.slice(0, -1)}`,
      GOOGLE_TOKEN_URL: `${origin}/token`,
      GOOGLE_KEYS_URL: `${origin}/keys`,
      GOOGLE_SAVE_URL: `${origin}/gp/v/save/`,
    },
    wallet,
    signer,
    lastCallback: () => last,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function collectionOf(name: string): { kind: Kind; resource: StandInResource } {
  for (const kind of ['Class', 'Object'] as const) {
    const resource = STAND_IN_RESOURCES.find((one) => `${one}${kind}` === name);
    if (resource !== undefined) return { kind, resource };
  }
  throw new GoogleError(404, 'notFound', `There is no collection ${name}.`);
}

/** The status of the answer; null: there was none. */
async function post(url: string, body: string): Promise<number | null> {
  const headers = { 'content-type': 'application/json', 'user-agent': 'Googlebot' };
  const signal = AbortSignal.timeout(CALLBACK_TIMEOUT_MS);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new GoogleError(400, 'parseError', 'Parse Error');
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > LARGEST_BODY) throw new GoogleError(400, 'invalid', `The body is larger than ${LARGEST_BODY} bytes.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, json, html }: Reply): void {
  const type = html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  response.writeHead(status, { 'content-type': type });
  response.end(html ?? JSON.stringify(json));
}
