// Reads from a JSON Schema what may stand at a place: the keys of an object, the words of a value.

export type Schema = Readonly<Record<string, unknown>>;

export interface Offer {
  readonly label: string;
  /** What the schema says about it. */
  readonly detail: string;
}

/** A place: the keys and positions that lead to it from the root. */
export type Place = readonly (string | number)[];

/** How many references and alternatives are followed on the way to one place. */
const MOST_FOLLOWED = 200;

/** The schemas that a place has to meet, or may meet; none where the root says nothing of it. */
function schemasAt(root: Schema, place: Place): readonly Schema[] {
  // The schema is of a file with a constructor, or else of a constructor alone, which is edited here.
  let found = opened(root, 'else' in root ? listOf(root.else) : [root]);
  for (const step of place)
    found = opened(
      root,
      found.flatMap((schema) => partsOf(schema, step)),
    );
  return found;
}

/** The schemas with what they refer to and their alternatives. */
function opened(root: Schema, schemas: readonly Schema[]): readonly Schema[] {
  const found = new Set<Schema>(schemas);
  // A loop over a set also visits what the loop adds.
  for (const schema of found) {
    if (found.size > MOST_FOLLOWED) break;
    for (const key of ['allOf', 'anyOf', 'oneOf', 'then']) {
      for (const other of listOf(schema[key])) found.add(other);
    }
    if (typeof schema.$ref === 'string') for (const other of referred(root, schema.$ref)) found.add(other);
  }
  return [...found];
}

function listOf(value: unknown): readonly Schema[] {
  return (Array.isArray(value) ? value : [value]).filter(isSchema);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only references inside the schema are followed: `#/$defs/action`. */
function referred(root: Schema, reference: string): readonly Schema[] {
  if (!reference.startsWith('#')) return [];
  let node: unknown = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    node = isSchema(node) ? node[key] : undefined;
  }
  return listOf(node);
}

function partsOf(schema: Schema, step: string | number): readonly Schema[] {
  if (typeof step === 'number') return listOf(schema.items);
  const { properties, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, step)) return listOf(properties[step]);
  return listOf(additionalProperties);
}

function detailOf(schema: unknown): string {
  if (!isSchema(schema)) return '';
  const text = schema.title ?? schema.description;
  return typeof text === 'string' ? text : '';
}

/** The keys that an object may have. */
export function keysAt(root: Schema, place: Place): readonly Offer[] {
  const offers = new Map<string, string>();
  for (const { properties } of schemasAt(root, place)) {
    for (const [label, part] of Object.entries(isSchema(properties) ? properties : {})) {
      const detail = detailOf(part);
      if (!offers.has(label) || detail !== '') offers.set(label, detail);
    }
  }
  return [...offers].map(([label, detail]) => ({ label, detail }));
}

/** The words that a value may be, as JSON. */
export function valuesAt(root: Schema, place: Place): readonly Offer[] {
  const offers = new Map<string, string>();
  for (const schema of schemasAt(root, place)) {
    const words = [...(Array.isArray(schema.enum) ? schema.enum : []), ...('const' in schema ? [schema.const] : [])];
    for (const word of words) offers.set(JSON.stringify(word), detailOf(schema));
    if (schema.type === 'boolean') for (const word of ['true', 'false']) offers.set(word, '');
  }
  return [...offers].map(([label, detail]) => ({ label, detail }));
}
