// A model of the guide's membership card, and calls of the Pass2U surface with its owner's API key.
import sharp from 'sharp';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';
import { type OpenedPackage, verifyPackage } from '../pass/open-package.ts';

export interface ModelApp extends TestApp {
  readonly key: string;
  /** Calls a path below /v2; sends any body but a text as JSON. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Calls a path that answers 200, and answers its JSON; throws otherwise. */
  ok(method: string, path: string, body?: unknown): Promise<any>;
  /** Saves a model as the owner and answers its modelId. */
  model(parts?: JsonObject): Promise<number>;
  /** Makes a pass and answers its passId. */
  made(modelId: number, body?: unknown): Promise<string>;
  /** Uploads a PNG of a colour and answers its hex. */
  image(colour: string): Promise<string>;
  /** Downloads a pass by the API; throws unless openssl accepts the file. */
  pkpass(modelId: number, passId: string): Promise<OpenedPackage & { readonly passJson: any }>;
}

export async function openModelApp(options: TestOptions = {}): Promise<ModelApp> {
  return modelApp(await openTestApp(options));
}

/** Makes the calls for an app that is open already. */
export async function modelApp(t: TestApp): Promise<ModelApp> {
  const { key } = await t.apiKey('pass2u');
  const api: ModelApp['api'] = (method, path, body, headers = {}) =>
    t.fetch(`/v2${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
    });
  const ok: ModelApp['ok'] = async (method, path, body) => {
    const response = await api(method, path, body);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    ...t,
    key,
    api,
    ok,
    model: async (parts = {}) => idOf(t, await t.template(membershipModel(parts))),
    made: async (modelId, body = {}) => (await ok('POST', `/models/${modelId}/passes`, body)).passId,
    image: async (colour) => {
      const response = await api('POST', '/images', await png(colour), { 'content-type': 'image/png' });
      return ((await response.json()) as { hex: string }).hex;
    },
    pkpass: async (modelId, passId) => {
      const response = await api('GET', `/models/${modelId}/passes/${passId}`);
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return verifyPackage(new Uint8Array(await response.arrayBuffer()), await t.rootPem(), t.now());
    },
  };
}

function bodyOf(body: unknown): BodyInit {
  return typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
}

export async function idOf({ app }: TestApp, templateHash: string): Promise<number> {
  return (await app.context.store.templateByHash(templateHash))!.template.id;
}

export async function png(colour: string, width = 90, height = 90): Promise<Uint8Array> {
  const background = colour;
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** The model; `parts` replace its own. */
export function membershipModel(parts: JsonObject = {}): JsonObject {
  return {
    type: 'generic',
    description: 'Membership card',
    organizationName: 'Bistro Coffee',
    backgroundColor: 'rgb(10, 20, 30)',
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0, PSDynamic: true }],
      primaryFields: [{ key: 'name', label: 'NAME', value: 'Guest', PSDynamic: true }],
      secondaryFields: [
        { key: 'birth', label: 'BIRTH', value: '', PSDynamic: true },
        { key: 'level', label: 'LEVEL', value: 'BASIC', PSDynamic: true },
      ],
      backFields: [{ key: 'terms', label: 'TERMS', value: 'Be nice.' }],
    },
    barcode: { format: 'PKBarcodeFormatQR', message: 'none', altText: 'No number', PSBarcodeKind: 'replicable' },
    ...parts,
  };
}
