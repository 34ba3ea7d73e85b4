// Every request that is measured: each door with each shape that it may get, in the sizes at which
// doors decide differently.
import type { JsonObject } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';
import type { Door, Doors } from './doors.ts';
import {
  BODY_SHAPES,
  FILE_FIELD,
  FILE_SHAPES,
  HEAD_SHAPES,
  JSON_SHAPES,
  LONGEST_HEAD,
  VALUE_SHAPES,
} from './shapes.ts';

export interface Measured {
  readonly door: Door;
  readonly shape: string;
  readonly bytes: number;
  /** What the door refuses alike when the length alone is too much: its method of reading, and the size. */
  readonly kind: string;
  send(): Promise<number>;
}

/** Whether a door refuses every request of a kind by its length. */
export type IsTooLong = (door: Door, kind: string) => boolean;

/** Below the limits of text bodies, of PassKit's and Pass2U's JSON, and of every request. */
export const SIZES = [250_000, 1_000_000, 2_000_000, 8_000_000];

/** All requests to these doors, shape by shape, but for those that `isTooLong` says. */
export function* requestsTo(
  opened: Doors,
  doors: readonly Door[],
  sizes = SIZES,
  isTooLong: IsTooLong = () => false,
): Generator<Measured> {
  const { send } = opened;
  for (const [shape, head] of Object.entries(HEAD_SHAPES)) {
    for (const door of doors) yield { door, shape, bytes: LONGEST_HEAD, kind: 'head', send: () => send(door, head) };
  }
  const written = doors.filter(({ method }) => method !== 'GET');
  for (const size of sizes) {
    for (const [shape, make] of Object.entries(BODY_SHAPES)) {
      for (const door of written) {
        if (door.isJson === true && !shape.startsWith('JSON')) continue;
        const kind = `${shape.split(':')[0]} of ${size}`;
        if (isTooLong(door, kind)) continue;
        const body = make(size, door.fields);
        yield { door, shape, bytes: body.bytes.length, kind, send: () => send(door, body) };
      }
    }
    for (const door of written) yield* valuesTo(opened, door, size, isTooLong);
    for (const [shape, make] of Object.entries(FILE_SHAPES)) {
      for (const door of written) {
        const kind = `multipart of ${size}`;
        if (door.file === undefined || isTooLong(door, kind)) continue;
        const body = make(size, { ...door.fields, [FILE_FIELD]: door.file });
        yield { door, shape, bytes: body.bytes.length, kind, send: () => send(door, body) };
      }
    }
  }
  yield* templatesTo(opened, written);
}

/** Each of the door's own texts, in every shape. */
function* valuesTo({ send }: Doors, door: Door, size: number, isTooLong: IsTooLong): Generator<Measured> {
  const kind = `JSON of ${size}`;
  for (const [field, known] of Object.entries(door.fields)) {
    if (typeof known === 'object' && known !== null && door.isJson !== true) {
      yield* jsonTo(send, door, field, size, isTooLong);
    }
    if (typeof known !== 'string') continue;
    for (const [shape, make] of Object.entries(VALUE_SHAPES)) {
      if (isTooLong(door, kind)) return;
      const bytes = Buffer.from(JSON.stringify({ ...door.fields, [field]: make(size) }));
      const request = { type: 'application/json', bytes };
      yield { door, shape: `${field}: ${shape}`, bytes: bytes.length, kind, send: () => send(door, request) };
    }
  }
}

/** A field that holds JSON, as a form sends the field: as a text. */
function* jsonTo(
  send: Doors['send'],
  door: Door,
  field: string,
  size: number,
  isTooLong: IsTooLong,
): Generator<Measured> {
  const kind = `JSON of ${size}`;
  for (const [shape, make] of Object.entries(JSON_SHAPES)) {
    if (isTooLong(door, kind)) return;
    const bytes = Buffer.from(JSON.stringify({ ...door.fields, [field]: make(size) }));
    const request = { type: 'application/json', bytes };
    yield { door, shape: `${field}: JSON of ${shape}`, bytes: bytes.length, kind, send: () => send(door, request) };
  }
}

function* templatesTo({ send }: Doors, doors: readonly Door[]): Generator<Measured> {
  for (const door of doors) {
    if (door.path !== '/api/insertUpdateTemplate.php' || door.who !== 'owner') continue;
    for (const [shape, passConstructor] of Object.entries(constructors())) {
      const bytes = Buffer.from(JSON.stringify({ ...door.fields, passConstructor }));
      const request = { type: 'application/json', bytes };
      yield { door, shape, bytes: bytes.length, kind: 'template', send: () => send(door, request) };
    }
  }
}

/** Templates that cost much for their size. */
function constructors(): Record<string, JsonObject> {
  const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
  const backFields = (count: number, value: (at: number) => string, more = {}) =>
    pointsTemplate({ structure: { backFields: many(count, (at) => ({ key: `k${at}`, value: value(at), ...more })) } });
  const doubling = Object.fromEntries(many(16, (at) => [`a${at}`, at === 15 ? 'x' : `{a${at + 1}}{a${at + 1}}`]));
  const condition = (at: number) => Array.from({ length: 90 }, () => `{a${at}} = "${at}"`).join(' AND ');
  return {
    'template: 3,000 chained values': pointsTemplate({
      additional: Object.fromEntries(many(3000, (at) => [`a${at}`, `{a${at + 1}}`])),
    }),
    'template: 500 values of doubling': { ...backFields(500, () => '{a0}'), additional: doubling },
    'template: 100 comparisons of doubling': pointsTemplate({
      additional: doubling,
      triggers: { onScan: many(100, () => ({ action: 'PSActionURL', url: 'http://x/', PSConditions: '{a0} = "x"' })) },
    }),
    'template: 2,000 fields': backFields(2000, (at) => `{k${at}}`),
    'template: 2,000 fields with one key': pointsTemplate({
      structure: { backFields: many(2000, () => ({ key: 'k', value: 'x' })) },
    }),
    'template: 500 long conditions': pointsTemplate({
      structure: { backFields: many(500, (at) => ({ key: `k${at}`, value: 'x', PSConditions: condition(at) })) },
    }),
    'template: 3,000 conditional fields': pointsTemplate({
      structure: {
        backFields: many(3000, (at) => ({ key: `k${at}`, value: 'x', PSConditions: `{counter} = ${at}` })),
      },
    }),
    'template: 40,000 editor paths': pointsTemplate({
      additional: { psEditorPaths: many(40_000, (at) => `nothing${at}`).join(',') },
    }),
    'template: 40,000 validators': backFields(1, () => 'x', {
      value: { PSValue: 'x', PSEditable: true, PSValidation: many(40_000, (at) => `v${at}`).join(',') },
    }),
    'template: 5,000 unknown keys of parts': pointsTemplate({
      nfc: { message: 'x', ...Object.fromEntries(many(5000, (at) => [`encryptionPublicKeys${at}`, 1])) },
    }),
    'template: 5,000 unknown actions': pointsTemplate({
      triggers: { onScan: many(5000, (at) => ({ action: `PSActionSetValues${at}` })) },
    }),
    'template: 5,000 images': pointsTemplate({
      images: Object.fromEntries(many(5000, (at) => [`logos${at}`, ''])),
    }),
    'template: 2,000 actions': pointsTemplate({
      triggers: { onScan: many(2000, (at) => ({ action: 'PSActionSetValue', targetPath: `k${at}`, value: '{note}' })) },
    }),
    'template: 10,000 locations': pointsTemplate({ locations: many(10_000, () => ({ latitude: 1, longitude: 2 })) }),
    'template: 20,000 translations': pointsTemplate({
      localizations: { fr: Object.fromEntries(many(20_000, (at) => [`a${at}`, 'b'])) },
    }),
    'template: 5,000 unknown keys': pointsTemplate(
      Object.fromEntries(many(5000, (at) => [`foregroundColour${at}`, 1])),
    ),
    'template: a value of 200 kB': backFields(1, () => '{note} '.repeat(28_000)),
    'template: tags of 200 kB': backFields(1, () => 'x', { attributedValue: '<a href="x">'.repeat(17_000) }),
  };
}
