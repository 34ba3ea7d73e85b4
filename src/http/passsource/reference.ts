// Builds the reference of the API functions: by topic, with rows for parameters and answers, and a
// line to try.
import { z } from 'zod';
import { ERROR_CODES, messageOf } from '../../errors.ts';
import type { Reference, ReferenceFunction, ReferenceRow } from '../../ui/reference.tsx';
import { type JsonSchema, jsonSchemaOf } from '../json-schema.ts';
import { STATUS } from './answers.ts';
import type { ApiFunction } from './api-function.ts';
import { TOPICS } from './functions.ts';
import { ACCESS, CALLING, MORE_PARAMETERS, PATHS_EXPLAINED, RETRY_EXPLAINED, TRYING } from './sentences.ts';
import { TEMPLATE_KEYS } from './template-keys.ts';

/** `rootUrl`: the public address of this server, for the lines to try. */
export function reference(rootUrl: string): Reference {
  return {
    introduction: [...CALLING, PATHS_EXPLAINED, TRYING],
    topics: Object.entries(TOPICS).map(([name, functions]) => ({
      name,
      functions: Object.entries<ApiFunction>(functions).map(([each, entry]) => describe(rootUrl, each, entry)),
    })),
    keys: TEMPLATE_KEYS,
    errors: ERROR_CODES.map((code) => ({ code, message: messageOf(code), status: STATUS[code] })),
  };
}

function describe(rootUrl: string, name: string, entry: ApiFunction): ReferenceFunction {
  const { summary, description = '', access, more, retries, parameters, answer, example } = entry;
  return {
    name,
    summary,
    description,
    access: ACCESS[access],
    parameters: [
      ...rows(jsonSchemaOf(z.object(parameters), 'input'), access === 'owner' ? ['clientHash'] : []),
      ...(retries ? [row('requestId', { type: 'string', description: RETRY_EXPLAINED }, false)] : []),
      ...(more === undefined
        ? []
        : [{ name: `any ${OTHERS[more]}`, type: 'any', isNeeded: false, text: MORE_PARAMETERS[more] }]),
    ],
    answer: rows(jsonSchemaOf(z.object(answer), 'output'), []),
    curl: curl(`${rootUrl}/api/${name}.php`, example),
  };
}

const OTHERS = { paths: 'API path', images: 'image name' };

/** A row for each property; those of objects in a list follow the list as `list[].property`. */
function rows({ properties = {}, required = [] }: JsonSchema, alsoNeeded: readonly string[]): ReferenceRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const own = row(name, schema, required.includes(name) || alsoNeeded.includes(name));
    const nested = schema.items?.properties === undefined ? [] : rows(schema.items, []);
    return [own, ...nested.map((each) => ({ ...each, name: `${name}[].${each.name}` }))];
  });
}

function row(name: string, schema: JsonSchema, isNeeded: boolean): ReferenceRow {
  // A type that may be null has its description on the other type.
  const description = schema.description ?? schema.anyOf?.find((each) => each.description)?.description ?? '';
  const byDefault = schema.default === undefined ? '' : `Default ${JSON.stringify(schema.default)}.`;
  return { name, type: typeName(schema), isNeeded, text: [description, byDefault].filter(Boolean).join(' ') };
}

function typeName(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeName).join(' or ');
  if (schema.format === 'date-time') return 'time';
  if (schema.items !== undefined) return `list of ${schema.items.type}s`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

/** A command that works in a shell with the variables set. */
function curl(url: string, example: Readonly<Record<string, string>>): string {
  const given = Object.entries(example).map(([name, value]) => {
    if (/^[\w$@.:-]*$/.test(value)) return `-d ${name}=${value}`;
    return `--data-urlencode '${name}=${value}'`;
  });
  return ['curl -s', url, ...(given.length === 0 ? ['-X POST'] : given)].join(' ');
}
