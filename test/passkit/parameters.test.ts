// The table of parameters against the server: what is wrong with a body is told by the parameter's path, with status 400, and
// nothing is stored.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { stored } from '../fixtures/http/stored.ts';
import { openPassKit, type PassKitAnswer, type PassKitClient } from '../fixtures/passkit/client.ts';
import {
  CAMPAIGN_BODY,
  CAMPAIGN_PARAMETERS,
  changed,
  FREE,
  objectsIn,
  PASS_BODY,
  PASS_PARAMETERS,
  type Parameter,
  TEMPLATE_BODY,
  TEMPLATE_PARAMETERS,
} from './parameter-cases.ts';

let p: PassKitClient;
let passId: string;
let certificateId: string;

beforeAll(async () => {
  p = await openPassKit();
  await p.campaign();
  await p.template();
  passId = await p.pass();
  [{ id: certificateId }] = (await p.call('GET', '/passbookCerts')).body;
});
afterAll(() => p.t.close());

async function expectRefusal(ask: () => Promise<PassKitAnswer>, field: string): Promise<void> {
  const before = stored(p.t);
  const { status, body } = await ask();
  expect({ status, body }).toEqual({
    status: 400,
    body: { error: expect.any(String), field, message: expect.stringMatching(/^.{10,}/) },
  });
  expect(stored(p.t)).toEqual(before);
}

const shortened = (value: JsonValue) => {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 30)}… (${text.length})` : text;
};

interface Endpoint {
  readonly name: string;
  readonly body: () => JsonValue;
  readonly parameters: readonly Parameter[];
  readonly send: (body: JsonValue) => Promise<PassKitAnswer>;
  /** An update takes what is there for what is missing. */
  readonly partial?: boolean;
  /** Begins the paths of errors. */
  readonly at?: string;
}

const files = () => ({ 'passbook-IconFile': p.icon, 'passbookRedeem-IconFile': p.icon });
const isFree = (path: string) => !/^(?:name|campaignName|passbookCertId|templateName)$/.test(path);
const ENDPOINTS: readonly Endpoint[] = [
  {
    name: 'POST /campaigns',
    body: () => ({ ...CAMPAIGN_BODY, name: 'another', passbookCertId: certificateId }),
    parameters: CAMPAIGN_PARAMETERS,
    send: (body) => p.call('POST', '/campaigns', body),
  },
  {
    name: 'PUT /campaigns/{campaignName}',
    body: () => ({}),
    parameters: CAMPAIGN_PARAMETERS.filter(({ path }) => isFree(path)),
    send: (body) => p.call('PUT', '/campaigns/campaignName', body),
    partial: true,
  },
  {
    name: 'POST /templates',
    body: () => ({ ...TEMPLATE_BODY, name: 'another' }),
    parameters: TEMPLATE_PARAMETERS,
    send: (body) => p.form('POST', '/templates', body, files()),
  },
  {
    name: 'PUT /templates/{templateName}',
    body: () => ({ ...TEMPLATE_BODY, name: 'templateName' }),
    parameters: TEMPLATE_PARAMETERS.filter(({ path }) => isFree(path)),
    send: (body) => p.form('PUT', '/templates/templateName', body, files()),
    partial: true,
  },
  {
    name: 'POST /passes',
    body: () => PASS_BODY,
    parameters: PASS_PARAMETERS,
    send: (body) => p.call('POST', '/passes', body),
  },
  {
    name: 'PUT /passes/{passId}',
    body: () => PASS_BODY,
    parameters: PASS_PARAMETERS.map((parameter) => ({
      ...parameter,
      required: parameter.path.includes('[') && parameter.required === true,
    })),
    send: (body) => p.call('PUT', `/passes/${passId}`, body),
  },
  {
    name: 'POST /passesBatch',
    body: () => PASS_BODY,
    parameters: PASS_PARAMETERS,
    send: (body) => p.call('POST', '/passesBatch', { passes: [{ templateName: 'templateName' }, body] }),
    at: 'passes[1].',
  },
  {
    name: 'PUT /passesBatch',
    body: () => ({ id: passId, ...PASS_BODY }),
    parameters: PASS_PARAMETERS.map((parameter) => ({
      ...parameter,
      required: parameter.path.includes('[') && parameter.required === true,
    })),
    send: (body) => p.call('PUT', '/passesBatch', [{ id: passId }, body as object]),
    at: 'passes[1].',
  },
];

describe.each(ENDPOINTS)('$name', ({ body, parameters, send, partial = false, at = '' }) => {
  test.each(parameters.flatMap(({ path, wrong }) => wrong.map((value) => [path, shortened(value), value] as const)))(
    '%s is not %s',
    async (path, _, value) => {
      await expectRefusal(() => send(changed(body(), path, value)), `${at}${path}`);
    },
  );

  const required = parameters.filter((parameter) => parameter.required === true && !partial).map(({ path }) => path);
  test.each(required)('%s is missing', async (path) => {
    await expectRefusal(() => send(changed(body(), path, undefined)), `${at}${path}`);
  });

  test.each(objectsOf(parameters))(
    'an unknown key in "%s" is ignored, also where something else is refused',
    async (path) => {
      const field = path === '' ? 'unknowm' : `${path}.unknowm`;
      const { path: refused, wrong } = parameters.find(({ wrong }) => wrong.length > 0)!;
      await expectRefusal(() => send(changed(changed(body(), field, 1), refused, wrong[0])), `${at}${refused}`);
    },
  );
});

/** The objects of the body that an endpoint of these parameters takes. */
function objectsOf(parameters: readonly Parameter[]): readonly string[] {
  const has = (path: string) => parameters.some((parameter) => parameter.path === path);
  const body = has('passbookLang') ? TEMPLATE_BODY : has('displayName') ? CAMPAIGN_BODY : PASS_BODY;
  return objectsIn(body).filter((path) => !FREE.test(path));
}

test.each([
  ['POST', '/campaigns', undefined],
  ['POST', '/campaigns', []],
  ['PUT', '/campaigns/campaignName', 'text'],
  ['POST', '/templates', undefined],
  ['PUT', '/templates/templateName', undefined],
  ['POST', '/passes', []],
  ['POST', '/passesBatch', 'text'],
  ['PUT', '/passesBatch', undefined],
  ['PUT', '/recoveryEmails/resend', 5],
  ['POST', '/passbookCerts', undefined],
  ['POST', '/images', undefined],
])('%s %s with the body %j', async (method, path, body) => {
  const before = stored(p.t);
  expect((await p.call(method, path, body)).status).toBe(400);
  expect(stored(p.t)).toEqual(before);
});
