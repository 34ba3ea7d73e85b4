// The JSON Schema of a template, for editors of JSON: made from the tables that saving a template
// asks, so that both know the same keys, words and actions. It takes what saving takes, but for places
// and beacons that are none: saving lets them be, and no pass shows them.
import { TRIGGER_EVENTS } from '../passes/facts.ts';
import { type Rule, ruleAt } from '../paths/wallet-values.ts';
import { DELAY_UNITS } from '../schedules/delay.ts';
import { LONGEST_SEGMENT_NAME, MOST_DAYS } from '../schedules/read-schedules.ts';
import { CAP_PERIODS, EVERY, LATE, SCHEDULE_STATES } from '../schedules/schedule.ts';
import { ACTION_NAMES, ACTIONS, type ActionField, type FieldType } from '../triggers/action-table.ts';
import type { JsonObject, JsonValue } from '../values/values.ts';
import {
  APPLE_KEYS,
  ATTRIBUTE_KEYS,
  ATTRIBUTE_TYPES,
  BARCODE_KIND,
  BARCODE_KINDS,
  DYNAMIC_MARK,
  FIELD_GROUPS,
  SPECIAL_PROPERTIES,
  STYLES,
} from '../vocabulary.ts';
import { PERSONAL_INFO, PERSONAL_PATHS, PERSONALIZATION_FIELDS } from './personalization.ts';

/** The path below the server's address at which the schema is. */
export const SCHEMA_PATH = '/schemas/template.json';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** `explained`: sentences about keys that are not Apple's, by key. */
export function templateSchema(rootUrl: string, explained: Readonly<Record<string, string>> = {}): JsonObject {
  return {
    $schema: DRAFT,
    $id: `${rootUrl}${SCHEMA_PATH}`,
    title: 'Passwright template',
    description: 'A file with templateName and passConstructor, or a passConstructor alone, which may be a pass.json.',
    type: 'object',
    if: { required: ['passConstructor'] },
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
    then: {
      properties: {
        templateName: { type: 'string', description: 'The name of the template in lists.' },
        passConstructor: { $ref: '#/definitions/template' },
      },
    },
    else: { $ref: '#/definitions/template' },
    definitions: {
      template: template(explained),
      redeemed: { type: 'object', properties: designProperties() },
      field: fieldSchema(explained),
      attribute: attribute(explained),
      action: action(),
      schedule: scheduleSchema(),
      actions: {
        anyOf: [{ $ref: '#/definitions/action' }, listOf({ $ref: '#/definitions/action' }), { type: 'null' }],
      },
    },
  };
}

const listOf = (items: JsonValue): JsonObject => ({ type: 'array', items });
const orNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });
/** What the template says itself, or with a PSAttribute around it. */
const orAttribute = (schema: JsonObject): JsonObject => ({
  anyOf: [schema, { $ref: '#/definitions/attribute' }, { type: 'null' }],
});

function template(explained: Readonly<Record<string, string>>): JsonObject {
  const special = Object.fromEntries(
    SPECIAL_PROPERTIES.map((key) => [key, explained[key] === undefined ? {} : { description: explained[key] }]),
  );
  return {
    type: 'object',
    properties: {
      ...designProperties(),
      additional: {
        type: 'object',
        description: 'Values of your own that no pass shows: a name for each, its value, or a PSAttribute.',
        properties: special,
      },
      triggers: {
        type: ['object', 'null'],
        description: 'What happens on an event: actions, which run in their order.',
        properties: Object.fromEntries(TRIGGER_EVENTS.map((event) => [event, { $ref: '#/definitions/actions' }])),
        additionalProperties: false,
      },
      redeemed: {
        description: 'A second design, which the pass shows while isRedeemed is true.',
        anyOf: [{ $ref: '#/definitions/redeemed' }, { type: 'null' }],
      },
      magicPrefixes: {
        type: 'boolean',
        description: 'Whether a key behind # or $ in a magic string names an additional property.',
      },
      schedules: {
        anyOf: [listOf({ $ref: '#/definitions/schedule' }), { type: 'null' }],
        description: 'What happens at a time: each day, before or after a date of a pass, or without a scan.',
      },
      personalization: {
        anyOf: [
          {
            type: 'object',
            required: ['description', 'requiredPersonalizationFields'],
            properties: {
              description: { type: 'string', minLength: 1, description: 'The text above the form of Wallet.' },
              requiredPersonalizationFields: {
                type: 'array',
                minItems: 1,
                items: { enum: [...PERSONALIZATION_FIELDS] },
                description: 'What Wallet asks holders for.',
              },
              termsAndConditions: { type: ['string', 'null'], description: 'What holders agree to; it may have HTML.' },
              [PERSONAL_PATHS]: {
                type: ['object', 'null'],
                properties: Object.fromEntries(PERSONAL_INFO.map((info) => [info, { type: 'string' }])),
                additionalProperties: false,
                description: 'The API path that stores each detail; without it the path of the same name.',
              },
            },
          },
          { type: 'null' },
        ],
        description: 'What Wallet asks for when a reward card with NFC is added.',
      },
      timezone: {
        type: 'number',
        minimum: -12,
        maximum: 14,
        multipleOf: 0.25,
        description: 'The hours that dates without a zone are ahead of UTC.',
      },
    },
    anyOf: [
      { required: ['type'], properties: { type: { not: { type: 'null' } } } },
      ...STYLES.map((style) => ({ required: [style] })),
    ],
  };
}

/** The keys of a design: Apple's, and where its fields and images are. */
function designProperties(): JsonObject {
  const fields = {
    anyOf: [
      listOf({ allOf: [{ $ref: '#/definitions/field' }, { required: ['key'] }] }),
      { type: 'object', additionalProperties: { $ref: '#/definitions/field' } },
    ],
  };
  const structure = {
    type: 'object',
    properties: Object.fromEntries(FIELD_GROUPS.map((group) => [group, orNull(fields)])),
    additionalProperties: false,
  };
  return {
    type: orAttribute({ enum: [...STYLES] }),
    transitType: schemaOf(ruleAt(['transitType'])),
    structure: orNull(structure),
    ...Object.fromEntries(STYLES.map((style) => [style, structure])),
    ...Object.fromEntries([...APPLE_KEYS].map((key) => [key, schemaOf(ruleAt([key]))])),
    images: { type: 'object', additionalProperties: orAttribute({ type: 'string' }) },
    localizations: {
      type: 'object',
      description: 'Texts in other languages: language, then text to text.',
      additionalProperties: { type: 'object' },
    },
    barcode: { anyOf: [barcode(), { $ref: '#/definitions/attribute' }, { type: 'null' }] },
    barcodes: { anyOf: [listOf(barcode()), { type: 'null' }] },
  };
}

function barcode(): JsonObject {
  const rule = ruleAt(['barcode']);
  const properties = rule.kind === 'entries' ? propertiesOf(rule.entries) : {};
  return { type: 'object', properties: { ...properties, [BARCODE_KIND]: { enum: [...BARCODE_KINDS] } } };
}

function fieldSchema(explained: Readonly<Record<string, string>>): JsonObject {
  const rule = ruleAt(['structure', FIELD_GROUPS[0], '0']);
  const conditions = explained.PSConditions === undefined ? {} : { description: explained.PSConditions };
  return {
    type: 'object',
    properties: {
      key: { type: ['string', 'number'], description: 'The name of the field in API paths; each is there once.' },
      ...(rule.kind === 'entries' ? propertiesOf(rule.entries) : {}),
      PSConditions: { ...orAttribute({ type: 'string' }), ...conditions },
      [DYNAMIC_MARK]: {},
    },
  };
}

function attribute(explained: Readonly<Record<string, string>>): JsonObject {
  const types: Readonly<Partial<Record<(typeof ATTRIBUTE_KEYS)[number], JsonObject>>> = {
    PSAttributeType: { enum: [...ATTRIBUTE_TYPES, null] },
    PSOptions: { type: ['object', 'array', 'null'] },
    PSConditions: { type: ['string', 'null'] },
  };
  return {
    type: 'object',
    properties: Object.fromEntries(
      ATTRIBUTE_KEYS.map((key) => [key, { ...types[key], ...(explained[key] ? { description: explained[key] } : {}) }]),
    ),
    anyOf: [{ required: ['PSValue'] }, { minProperties: 1, propertyNames: { enum: [...ATTRIBUTE_KEYS] } }],
  };
}

function scheduleSchema(): JsonObject {
  const clock = { type: 'string', pattern: '^\\s*(?:[01]?\\d|2[0-3]):[0-5]\\d\\s*$' };
  const days = { type: 'integer', minimum: 0, maximum: MOST_DAYS };
  return {
    type: 'object',
    required: ['name', 'when', 'actions'],
    properties: {
      name: { type: 'string', minLength: 1, description: 'A name that no other schedule of the template has.' },
      state: { enum: [...SCHEDULE_STATES], description: 'Drafts and paused schedules never run; by default active.' },
      when: {
        type: 'object',
        description: 'When it is due.',
        properties: {
          every: { enum: [...EVERY] },
          at: { anyOf: [clock, { type: 'null' }], description: 'A time on the clocks of the zone.' },
          on: { description: 'A weekday such as Monday, a day of the month, or "last".' },
          days,
          before: { type: 'string', description: 'The API path of a date on the pass.' },
          after: { type: 'string', description: 'The API path of a date on the pass.' },
          yearly: { type: 'boolean', description: 'Each year again, such as on a birthday.' },
          without: { enum: ['scan'] },
        },
      },
      PSConditions: { description: 'Only passes for which this condition is true then.' },
      segment: {
        type: ['string', 'null'],
        maxLength: LONGEST_SEGMENT_NAME,
        description: 'Only passes that are then in the segment of this name; nobody where there is none.',
      },
      actions: { $ref: '#/definitions/actions' },
      cap: {
        anyOf: [
          {
            type: 'object',
            required: ['times', 'per'],
            properties: { times: { type: 'integer', minimum: 1 }, per: { enum: [...CAP_PERIODS] } },
          },
          { type: 'null' },
        ],
        description: 'How often one pass is reached at most.',
      },
      quietHours: {
        anyOf: [{ type: 'object', required: ['from', 'to'], properties: { from: clock, to: clock } }, { type: 'null' }],
        description: 'Nobody is reached then: it waits until they end, or is left out where late is skip.',
      },
      late: { enum: [...LATE, null], description: 'What becomes of a run that is late: once (default) or skip.' },
      zone: { type: ['string', 'null'], description: 'A time zone such as Europe/Berlin.' },
    },
  };
}

/** An action: which fields it has depends on its name. */
function action(): JsonObject {
  const spellings = ACTION_NAMES.flatMap((name) => [name, ...ACTIONS[name].alsoWritten]);
  return {
    type: 'object',
    required: ['action'],
    properties: { action: { enum: spellings } },
    allOf: ACTION_NAMES.map((name) => {
      const { alsoWritten, explanation } = ACTIONS[name];
      const fields = Object.entries<ActionField>(ACTIONS[name].fields);
      return {
        if: { properties: { action: { enum: [name, ...alsoWritten] } } },
        // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
        then: {
          description: explanation,
          properties: Object.fromEntries(fields.map(([key, field]) => [key, ofField(field)])),
          required: fields.filter(([, field]) => field.required && insteadOf(field) === null).map(([key]) => key),
          ...oneOfTwo(fields),
        },
      };
    }),
  };
}

function insteadOf(field: ActionField): string | null {
  return 'unless' in field ? (field.unless ?? null) : null;
}

/** One of a field and that which may stand in its place is there. */
function oneOfTwo(fields: readonly (readonly [string, ActionField])[]): JsonObject {
  const pairs = fields.flatMap(([key, field]) => {
    const other = insteadOf(field);
    return other === null ? [] : [{ oneOf: [{ required: [key] }, { required: [other] }] }];
  });
  return pairs.length === 0 ? {} : { allOf: pairs };
}

const OF_FIELD: { readonly [T in FieldType]: (field: ActionField & { readonly type: T }) => JsonObject } = {
  // Whatever is there counts as its text.
  condition: () => ({}),
  expression: () => ({}),
  truth: () => ({ type: ['boolean', 'string', 'number', 'null'] }),
  path: () => ({ type: 'string', minLength: 1 }),
  json: () => ({}),
  amount: () => ({ type: ['number', 'string'] }),
  url: () => ({ type: 'string', pattern: '^\\s*(?:[Hh][Tt][Tt][Pp][Ss]?://|[#$]?\\{)' }),
  choice: ({ choices }) => ({ anyOf: [{ type: 'string', pattern: anyCase(choices) }, { type: 'null' }] }),
  headers: () => ({ type: ['object', 'null'] }),
  name: () => ({ type: 'string', minLength: 1 }),
  delay: () => ({ type: 'string', pattern: `^\\s*\\d{1,6} ?(?:${DELAY_UNITS.map(inAnyCase).join('|')})[Ss]?\\s*$` }),
  actions: () => ({ anyOf: [{ $ref: '#/definitions/action' }, listOf({ $ref: '#/definitions/action' })] }),
  event: () => ({ enum: [...TRIGGER_EVENTS, null] }),
};

function ofField(field: ActionField): JsonObject {
  const schema = OF_FIELD[field.type] as (field: ActionField) => JsonObject;
  return { ...schema(field), description: field.explanation };
}

/** A pattern of words in any case: JSON Schema has no flag for that. */
function anyCase(words: readonly string[]): string {
  return `^(?:${words.map(inAnyCase).join('|')})$`;
}

function inAnyCase(word: string): string {
  return [...word].map((letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`).join('');
}

function propertiesOf(entries: Readonly<Record<string, Rule>>): JsonObject {
  return Object.fromEntries(Object.entries(entries).map(([key, rule]) => [key, schemaOf(rule)]));
}

/** A text with a magic string may become anything, and an empty text is right everywhere. */
const LATER: JsonObject = { type: 'string', pattern: '^$|\\{' };

function schemaOf(rule: Rule): JsonObject {
  switch (rule.kind) {
    case 'any':
    case 'dated':
      return {};
    case 'leaf':
      return orAttribute(ofLeaf(rule));
    case 'list':
      return orAttribute({ anyOf: [listOf({}), { type: 'string' }, { type: 'number' }] });
    case 'items':
      return { anyOf: [listOf(plainOf(rule.of)), { $ref: '#/definitions/attribute' }, { type: 'null' }] };
    case 'each':
      return { type: 'object', additionalProperties: plainOf(rule.of) };
    case 'entries':
      return { anyOf: [plainOf(rule), { $ref: '#/definitions/attribute' }, { type: 'null' }] };
  }
}

function plainOf(rule: Rule): JsonObject {
  if (rule.kind !== 'entries') return schemaOf(rule);
  const needs = rule.needs.length === 0 ? {} : { required: [...rule.needs] };
  return { type: 'object', properties: propertiesOf(rule.entries), ...needs };
}

function ofLeaf({ wants, words }: Extract<Rule, { kind: 'leaf' }>): JsonObject {
  if (words !== undefined) return { anyOf: [{ enum: [...words] }, LATER] };
  switch (wants) {
    case 'number':
      return { type: ['number', 'string'] };
    case 'truth':
      return { type: ['boolean', 'string', 'number'] };
    case 'colour':
    case 'date':
      return { type: 'string' };
    default:
      return { type: ['string', 'number', 'boolean'] };
  }
}
