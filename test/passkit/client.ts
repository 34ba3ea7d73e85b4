// A client of PassKit's API as tests need one: a new token for each request, JSON and forms, and
// the guide's objects.
import type { MadeApiKey } from '../../src/operations/access/api-keys.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';
import { noise } from '../pass/pictures.ts';
import { CAMPAIGN, TEMPLATE } from './guide-bodies.ts';
import { token } from './tokens.ts';

export interface PassKitAnswer {
  readonly status: number;
  readonly body: any;
}

export type Files = Readonly<Record<string, Uint8Array>>;

export interface PassKitClient {
  readonly t: TestApp;
  readonly apiKey: MadeApiKey;
  /** The bytes of a PNG. */
  readonly icon: Uint8Array;
  /** A JSON body with its Content-Type, or no body. */
  call(method: string, path: string, body?: unknown): Promise<PassKitAnswer>;
  form(method: string, path: string, jsonBody: unknown, files?: Files): Promise<PassKitAnswer>;
  /** Sends any request with a token. */
  send(path: string, init: RequestInit): Promise<Response>;
  /** Each of these makes an object and throws when the server refuses it. */
  campaign(parts?: JsonObject): Promise<void>;
  template(parts?: JsonObject, files?: Files): Promise<void>;
  /** Answers the id of the new object. */
  pass(parts?: JsonObject): Promise<string>;
  /** A template's hash, which the other surfaces use. */
  hashOf(templateName: string): Promise<string>;
}

export async function openPassKit(options: TestOptions = {}): Promise<PassKitClient> {
  const t = await openTestApp(options);
  const apiKey = await t.apiKey('passkit');
  const icon = await noise(120, 120);
  const send = (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `PKAuth ${token(apiKey, t.now())}`);
    return t.fetch(`/v2${path}`, { ...init, headers });
  };
  const answered = async (response: Response) => ({ status: response.status, body: await response.json() });
  const call = async (method: string, path: string, body?: unknown) =>
    answered(
      await send(path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    );
  const form = async (method: string, path: string, jsonBody: unknown, files: Files = {}) => {
    const data = new FormData();
    if (jsonBody !== undefined) data.set('jsonBody', JSON.stringify(jsonBody));
    for (const [name, bytes] of Object.entries(files)) data.set(name, new Blob([new Uint8Array(bytes)]), `${name}.png`);
    return answered(await send(path, { method, body: data }));
  };
  const must = async (asked: Promise<PassKitAnswer>) => {
    const { status, body } = await asked;
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    t,
    apiKey,
    icon,
    send,
    call,
    form,
    async campaign(parts = {}) {
      const [certificate] = await must(call('GET', '/passbookCerts'));
      await must(call('POST', '/campaigns', { ...CAMPAIGN, passbookCertId: certificate.id, ...parts }));
    },
    async template(parts = {}, files = { 'passbook-IconFile': icon }) {
      await must(form('POST', '/templates', { ...TEMPLATE, ...parts }, files));
    },
    pass: async (parts = {}) => (await must(call('POST', '/passes', { templateName: 'templateName', ...parts }))).id,
    async hashOf(templateName) {
      const { templates } = await t.call('allTemplates', { clientHash: t.clientHash });
      return templates.find((template: JsonObject) => template.templateName === templateName).templateHash;
    },
  };
}
