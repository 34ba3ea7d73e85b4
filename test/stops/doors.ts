// The doors of the server: who calls, where, and what a request needs so that its door reads on.
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { workshopDoors } from './workshop-doors.ts';

export interface Door {
  readonly name: string;
  readonly who: 'anonymous' | 'owner';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: () => Readonly<Record<string, string>>;
  /** What a body begins with. */
  readonly fields: JsonObject;
  /** Whether bodies are JSON alone. */
  readonly isJson?: boolean;
  /** The name of the form's field that takes a file. */
  readonly file?: string;
}

export interface Doors {
  readonly t: TestApp;
  readonly doors: readonly Door[];
  /** Sends a request; a large body arrives in pieces, as from a socket. */
  send(
    door: Door,
    request: { query?: string; headers?: Record<string, string>; type?: string; bytes?: Uint8Array },
  ): Promise<number>;
}

const PIECE = 64 * 1024;
const NAME = 'structure_secondaryFields_name_value';

export async function openDoors(): Promise<Doors> {
  const t = await openTestApp();
  const templateHash = await t.template(pointsTemplate());
  const hashedSerialNumber = await t.pass(templateHash);
  const modelId = (await t.app.context.store.templateByHash(templateHash))!.template.id;
  const { clientHash } = t;
  const passkit = await t.apiKey('passkit');
  const pass2u = await t.apiKey('pass2u');
  const own = () => ({ 'sec-fetch-site': 'same-origin' });
  const signed = () => ({ authorization: `PKAuth ${token(passkit, t.now())}` });
  const keyed = () => ({ 'x-api-key': pass2u.key });
  const device = `/wallet/v1/devices/d/registrations/pass.dev.passwright`;
  const api = (who: Door['who'], name: string, fields: Record<string, JsonValue>): Door => ({
    name: `POST /api/${name}`,
    who,
    method: 'POST',
    path: `/api/${name}.php`,
    fields: who === 'owner' ? { clientHash, ...fields } : fields,
  });
  const anonymous = (method: Door['method'], path: string, more: Partial<Door> = {}): Door => ({
    name: `${method} ${path.split('?')[0]!.replace(hashedSerialNumber, ':hash')}`,
    who: 'anonymous',
    method,
    path,
    fields: {},
    ...more,
  });
  const owner = (method: Door['method'], path: string, more: Partial<Door>): Door => ({
    ...anonymous(method, path, more),
    who: 'owner',
  });
  const doors: Door[] = [
    api('anonymous', 'login', { email: 'a@b.example', password: 'x' }),
    api('anonymous', 'trackPassAccess', { hashedSerialNumber, accessType: 7, userData: 'u' }),
    api('anonymous', 'passInfo', { hashedSerialNumber }),
    api('anonymous', 'createPassFromTemplateFields', { templateHash, [NAME]: 'Ada' }),
    api('anonymous', 'insertUpdateTemplate', { templateName: 'x', passConstructor: {} }),
    anonymous('POST', '/pass/create.php', { fields: { templateHash, hashedSerialNumber } }),
    anonymous('POST', '/pass/register.php', {
      fields: { templateHash, psForm: '0', [`psForm_0_${NAME}`]: 'Ada', psForm_0_submit: '1' },
    }),
    anonymous('POST', '/pass/editor.php', { fields: { hashedSerialNumber, clientHash: 'x' } }),
    anonymous('POST', `/d/${hashedSerialNumber}`, { headers: own, fields: { passcode: '1234' } }),
    anonymous('POST', '/login', { headers: own, fields: { email: 'a@b.example', password: 'x', next: '/' } }),
    anonymous('POST', '/scanner/track', { headers: own, fields: { hashedSerialNumber, accessType: 7 } }),
    anonymous('POST', '/wallet/v1/log', { isJson: true, fields: { logs: ['a'] } }),
    anonymous('POST', `${device}/x`, { isJson: true, fields: { pushToken: '00' } }),
    anonymous('POST', '/wallet/v1/passes/pass.dev.passwright/x/personalize', {
      ...{ isJson: true, fields: { personalizationToken: 'x', requiredPersonalizationInfo: {} } },
    }),
    anonymous('POST', '/v2/passes', { isJson: true, fields: { templateName: 'x' } }),
    anonymous('POST', `/v2/models/${modelId}/passes`, { isJson: true, fields: { fields: [] } }),
    anonymous('GET', '/pass/create.php'),
    anonymous('GET', `/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`, { name: 'GET the page of a pass' }),
    anonymous('GET', `/pass/create.php?hashedSerialNumber=${hashedSerialNumber}&download=true`, { name: 'GET a pass' }),
    anonymous('GET', `/pass/register.php?templateHash=${templateHash}`),
    anonymous('GET', `/d/${hashedSerialNumber}`),
    anonymous('GET', '/'),
    anonymous('GET', '/scanner'),
    anonymous('GET', device),
    anonymous('GET', `/wallet/v1/passes/pass.dev.passwright/x`),
    anonymous('GET', '/v2/passes'),
    anonymous('GET', '/batch/export.php'),
    anonymous('GET', '/openapi.json'),
    anonymous('GET', '/api/passInfo.php'),
    anonymous('GET', '/nowhere'),
    api('owner', 'trackPassAccess', { hashedSerialNumber, accessType: 7, userData: 'u' }),
    api('owner', 'updatePassFields', { hashedSerialNumber, [NAME]: 'Ada', note: 'x' }),
    api('owner', 'createPassFromTemplateFields', { templateHash, [NAME]: 'Ada', note: 'x' }),
    api('owner', 'simulate', { hashedSerialNumber, accessType: 7, now: '2026-03-01' }),
    api('owner', 'insertUpdateTemplate', { templateName: 'x', passConstructor: pointsTemplate() }),
    api('owner', 'uploadTemplateImages', { templateHash, icon: 'data:image/png;base64,AAAA' }),
    owner('POST', '/pass/editor.php', {
      fields: { hashedSerialNumber, clientHash, [NAME]: 'x' },
    }),
    owner('POST', '/v2/passes', { isJson: true, headers: signed, fields: { templateName: 'x', dynamicData: {} } }),
    owner('POST', '/v2/passesBatch', { isJson: true, headers: signed, fields: { passes: [] } }),
    owner('POST', '/v2/templates', { headers: signed, fields: { jsonBody: '{"name":"x"}' } }),
    owner('POST', `/v2/models/${modelId}/passes`, { isJson: true, headers: keyed, fields: { description: 'x' } }),
    owner('POST', '/v2/images', { headers: keyed, fields: { image: 'AAAA' } }),
    ...(await workshopDoors(t, { templateHash, hashedSerialNumber, path: NAME })),
  ];
  let caller = 0;
  return {
    t,
    doors,
    async send(door, { query, headers = {}, type, bytes }) {
      const path = query === undefined ? door.path : `${door.path}${door.path.includes('?') ? '&' : '?'}${query}`;
      const request = new Request(`${t.config.rootUrl}${path}`, {
        method: door.method,
        headers: {
          ...(type === undefined ? {} : { 'content-type': type, 'content-length': String(bytes!.length) }),
          ...door.headers?.(),
          ...headers,
        },
        ...(bytes === undefined
          ? {}
          : { body: bytes.length <= PIECE ? Buffer.from(bytes) : inPieces(bytes), duplex: 'half' }),
      } as RequestInit);
      // Every request comes from another address, so that no count of tries refuses it before it is read.
      caller += 1;
      const remoteAddress = `8.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`;
      const response = await t.app.server.request(request, undefined, { incoming: { socket: { remoteAddress } } });
      await response.arrayBuffer();
      t.logged.length = 0;
      t.advance(50);
      return response.status;
    },
  };
}

function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      controller.enqueue(bytes.slice(at, at + PIECE));
      at += PIECE;
      if (at >= bytes.length) controller.close();
    },
  });
}
