// Real inputs to begin with: the templates and pictures of examples/, the conditions of the
// language's cases, and conditions and texts that the templates hold.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/examples.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/rules/values/values.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

const root = packageRoot();

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => join(root, folder, name));
}

/** The constructors of the examples. Their images are left out: each would be decoded again. */
export const TEMPLATES: readonly JsonObject[] = [
  pointsTemplate(),
  pointsTemplate({
    redeemed: { type: 'coupon', structure: { primaryFields: [{ key: 'a', label: 'USED', value: '{note}' }] } },
    locations: [{ latitude: 1, longitude: 2, relevantText: '{note}' }],
    userInfo: { a: [1, '{counter}'] },
    localizations: { fr: { POINTS: 'POINTS' } },
    expirationDate: '2030-01-01T00:00:00Z',
    triggers: {
      onScan: [
        { action: 'PSActionURL', url: 'http://passes.test/x?{counter}', urlParameters: { a: '{note}' } },
        { action: 'PSActionTriggers', targetPath: 'routine' },
      ],
      onCreate: { action: 'PSActionSetValue', targetPath: 'note', value: '{timestamp}', PSConditions: '!scanned' },
    },
    additional: { note: '{counter}', counter: 0, routine: '[{"action": "PSActionIncrementValue"}]' },
  }),
  ...filesIn('examples', /template\.json$/).map((path) => {
    const { images: _, ...passConstructor } = JSON.parse(readFileSync(path, 'utf8')).passConstructor as JsonObject;
    return passConstructor;
  }),
];

/** Every text of the templates. */
export const TEXTS: readonly string[] = [...new Set(TEMPLATES.flatMap(textsIn))];

export const CONDITIONS: readonly string[] = [
  ...filesIn('grammar/cases', /\.json$/).flatMap((path) =>
    (JSON.parse(readFileSync(path, 'utf8')) as { readonly source: string }[]).map(({ source }) => source),
  ),
  ...TEMPLATES.flatMap((template) => valuesOf(template, 'PSConditions')),
];

export const SVGS: readonly string[] = filesIn('examples', /\.svg$/).map((path) => readFileSync(path, 'utf8'));

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as JsonObject).flatMap(textsIn);
}

function valuesOf(value: JsonValue, key: string): string[] {
  if (isArray(value)) return value.flatMap((item) => valuesOf(item, key));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === key && typeof item === 'string' ? [item] : valuesOf(item, key),
  );
}
