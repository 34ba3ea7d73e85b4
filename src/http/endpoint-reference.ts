// Builds the reference page of a surface below /v2. The surface has a text for each endpoint, by
// method and path; parameters come from the schemas that check the body. A test compares endpoints
// and texts.
import type { z } from 'zod';
import { ERROR_CODES, type ErrorCode, messageOf } from '../errors.ts';
import type { Reference, ReferenceFunction, ReferenceRow } from '../ui/reference.tsx';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

export interface EndpointText {
  readonly summary: string;
  readonly description?: string;
  /** The schema that checks the body. */
  readonly body?: z.ZodObject;
  /** Parameters of the query: name -> description. */
  readonly query?: Readonly<Record<string, string>>;
  /** Arguments of curl besides method, address and key; they replace the body from a file. */
  readonly curl?: string;
}

/** Topic -> endpoint, such as "POST /passes" -> its text. */
export type EndpointTexts = Readonly<Record<string, Readonly<Record<string, EndpointText>>>>;

interface Surface {
  readonly rootUrl: string;
  readonly introduction: readonly string[];
  readonly endpoints: readonly { readonly method: string; readonly path: string; readonly open?: boolean }[];
  readonly texts: EndpointTexts;
  /** The header that authenticates a call, as a shell writes it. */
  readonly header: string;
  /** A sentence on what a caller needs for an endpoint that is not open. */
  readonly access: string;
  readonly status: Readonly<Record<ErrorCode, number>>;
}

/** Leaves out endpoints that have no text. */
export function endpointReference(surface: Surface): Reference {
  const { introduction, texts, status } = surface;
  return {
    introduction,
    topics: Object.entries(texts).map(([name, entries]) => ({ name, functions: described(surface, entries) })),
    errors: ERROR_CODES.map((code) => ({ code, message: messageOf(code), status: status[code] })),
  };
}

function described(surface: Surface, entries: Readonly<Record<string, EndpointText>>): ReferenceFunction[] {
  return surface.endpoints.flatMap((endpoint) => {
    const text = entries[`${endpoint.method} ${endpoint.path}`];
    return text === undefined ? [] : [describe(surface, endpoint, text)];
  });
}

function describe(
  { rootUrl, header, access }: Surface,
  { method, path, open = false }: Surface['endpoints'][number],
  { summary, description = '', body, query = {}, curl }: EndpointText,
): ReferenceFunction {
  const shown = path.replace(/:(\w+)/g, '{$1}');
  const asked = Object.entries(query).map(
    ([name, text]): ReferenceRow => ({ name, type: 'query', isNeeded: false, text }),
  );
  const data = curl ?? (body === undefined ? '' : `-H 'content-type: application/json' -d @body.json`);
  const key = open ? '' : `-H "${header}"`;
  const address = `'${rootUrl}/v2${shown}'`;
  return {
    name: `${method} ${shown}`,
    summary,
    description,
    access: open ? 'Open: whoever knows the id may call it.' : access,
    parameters: [...asked, ...(body === undefined ? [] : rows(jsonSchemaOf(body, 'input')))],
    answer: [],
    curl: ['curl -s', ...(method === 'GET' ? [] : [`-X ${method}`]), address, key, data].filter(Boolean).join(' '),
  };
}

/** A row for each key; the keys of objects in a list follow the list as `list[].key`. */
function rows({ properties = {}, required = [] }: JsonSchema): ReferenceRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const given = withoutNull(schema);
    const own = { name, type: typeName(given), isNeeded: required.includes(name), text: limitsOf(given) };
    const nested = given.items?.properties === undefined ? [] : rows(given.items);
    return [own, ...nested.map((each) => ({ ...each, name: `${name}[].${each.name}` }))];
  });
}

/** Removes null from a type, because null means the same as leaving the key out. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const others = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  return others.length === 1 ? others[0]! : schema;
}

function typeName(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeName).join(' or ');
  if (schema.items !== undefined) return `list of ${schema.items.type ?? 'value'}s`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

function limitsOf({ maxLength, maxItems, enum: words }: JsonSchema): string {
  if (words !== undefined) return `One of ${words.join(', ')}.`;
  if (maxLength !== undefined) return `At most ${maxLength} characters.`;
  return maxItems === undefined ? '' : `At most ${maxItems} ${maxItems === 1 ? 'item' : 'items'}.`;
}
