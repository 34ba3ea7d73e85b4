// The API functions as an OpenAPI 3.1 document, made from the entries that validate and run them.
import { z } from 'zod';
import { ERROR_CODES, messageOf } from '../../errors.ts';
import { type JsonSchema, jsonSchemaOf } from '../json-schema.ts';
import { answersOf, FAILURE, STATUS } from './answers.ts';
import type { ApiFunction } from './api-function.ts';
import { TOPICS } from './functions.ts';
import { CALLING, MORE_PARAMETERS, PATHS_EXPLAINED, RETRY_EXPLAINED } from './sentences.ts';
import { openApiWebhooks } from './webhook-payloads.ts';

type Part = Readonly<Record<string, unknown>>;

/** `rootUrl`: the public address of this server. */
export function openApi(rootUrl: string): Part {
  const paths = Object.entries(TOPICS).flatMap(([topic, functions]) =>
    Object.entries<ApiFunction>(functions).map(([name, entry]) => [`/api/${name}.php`, pathItem(topic, name, entry)]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Passwright, PassSource surface',
      version: '1',
      description: `${CALLING.join('\n\n')}\n\n${PATHS_EXPLAINED}`,
    },
    servers: [{ url: rootUrl }],
    tags: Object.keys(TOPICS).map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    webhooks: openApiWebhooks(),
    components: {
      securitySchemes: {
        clientHash: { type: 'apiKey', in: 'query', name: 'clientHash', description: CLIENT_HASH },
      },
      schemas: { Failure: { ...jsonSchemaOf(z.object(FAILURE), 'output'), description: codes() } },
      responses: Object.fromEntries(Object.keys(BESIDE_200).map((status) => [`Status${status}`, refusal(status)])),
    },
  };
}

const FAILURE_REF = { $ref: '#/components/schemas/Failure' };

const CLIENT_HASH = 'The token of the account, from login. In a POST it may stand in the body instead.';

/** Statuses of requests that reached no function or broke in one -> why. */
const BESIDE_200: Readonly<Record<string, string>> = {
  413: 'The request is too large.',
  429: 'Too many requests, or too many failed logins.',
  500: 'Something went wrong on the server.',
  508: 'A URL action called itself too often.',
};

function pathItem(topic: string, name: string, entry: ApiFunction): Part {
  const shared = {
    tags: [topic],
    summary: entry.summary,
    ...(entry.description === undefined ? {} : { description: entry.description }),
    security: { none: [], optional: [{}, { clientHash: [] }], owner: [{ clientHash: [] }] }[entry.access],
    responses: {
      200: { description: 'The function answered: it worked, or it says why not.', content: json(answerOf(entry)) },
      ...Object.fromEntries(
        Object.keys(BESIDE_200).map((status) => [status, { $ref: `#/components/responses/Status${status}` }]),
      ),
    },
  };
  const retry = entry.retries ? [retryHeader] : [];
  const schema = jsonSchemaOf(z.object(entry.parameters), 'input');
  return {
    post: { operationId: name, ...shared, parameters: retry, requestBody: body(schema, entry) },
    get: { operationId: `${name}ByGet`, ...shared, parameters: [...retry, ...queryParameters(schema, entry)] },
  };
}

const retryHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: RETRY_EXPLAINED,
};

function body(schema: JsonSchema, { more, retries }: ApiFunction): Part {
  const parameters = {
    ...schema,
    properties: {
      ...schema.properties,
      ...(retries ? { requestId: { type: 'string', description: RETRY_EXPLAINED } } : {}),
    },
    additionalProperties: more === undefined ? false : { description: MORE_PARAMETERS[more] },
  };
  return {
    required: (schema.required ?? []).length > 0,
    content: {
      'application/x-www-form-urlencoded': { schema: parameters },
      ...json(parameters),
      ...(more === undefined ? {} : { 'multipart/form-data': { schema: parameters } }),
    },
  };
}

function queryParameters(schema: JsonSchema, { more, retries }: ApiFunction): Part[] {
  const named = Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== 'clientHash')
    .map(([name, { description, ...type }]) => ({
      name,
      in: 'query',
      required: schema.required?.includes(name) === true,
      description,
      ...(type.type === 'object' ? { content: json(type) } : { schema: type }),
    }));
  const requestId = { name: 'requestId', in: 'query', schema: { type: 'string' }, description: RETRY_EXPLAINED };
  const others = {
    name: 'more',
    in: 'query',
    style: 'form',
    explode: true,
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    description: more === undefined ? '' : MORE_PARAMETERS[more],
  };
  return [...named, ...(retries ? [requestId] : []), ...(more === undefined ? [] : [others])];
}

function answerOf(entry: ApiFunction): Part {
  const { success, failure } = answersOf(entry);
  return {
    anyOf: [jsonSchemaOf(success, 'output'), entry.runsTriggers ? jsonSchemaOf(failure, 'output') : FAILURE_REF],
  };
}

function refusal(status: string): Part {
  return { description: BESIDE_200[status], content: json(FAILURE_REF) };
}

function codes(): string {
  const lines = ERROR_CODES.map((code) => {
    const status = STATUS[code];
    return `- \`${code}\`${status === 200 ? '' : ` (HTTP ${status})`}: ${messageOf(code)}`;
  });
  return `Why a call did not work. The codes:\n\n${lines.join('\n')}`;
}

function json(schema: object): Part {
  return { 'application/json': { schema } };
}
