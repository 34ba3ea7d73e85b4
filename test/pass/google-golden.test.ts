// The Google class and object of each example and of each recipe's card, held against
// test/golden/google and against what Google's discovery document allows. `vitest -u` writes the
// files anew.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkClass, checkObject } from '../../src/device/google/check-body.ts';
import { GOOGLE_TYPES } from '../../src/device/google/resources.ts';
import { readExamples } from '../../src/examples.ts';
import { googleClass, googleFace } from '../../src/pass/google/face.ts';
import { CLASS_KEYS, OBJECT_KEYS } from '../../src/pass/google/keys.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { mapImages } from '../../src/rules/templates/template-images.ts';
import { faceInput } from '../fixtures/pass/google-face.ts';
import { RECIPE_CARDS } from '../fixtures/rules/recipe-cards.ts';

const FOLDER = new URL('../golden/google/', import.meta.url);
const TYPES = new URL(import.meta.resolve('@maxim_mazurok/gapi.client.walletobjects-v1/index.d.ts'));

const cards = [
  ...(await readExamples()).map(({ templateName, passConstructor }) => ({
    name: templateName,
    given: passConstructor,
  })),
  ...RECIPE_CARDS,
].map(({ name, given }) => ({ name, file: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`, given }));

describe.each(cards)('$name', ({ file, given }) => {
  it('is what the golden file says, and Google takes it', async () => {
    const images: Record<string, string> = {};
    await mapImages(given, async (image, path) => {
      const name = path.replace(/^.*images_/, '');
      images[name] = `https://passes.example.com/images/${name}.png`;
      return image;
    });
    const input = faceInput(compileTemplate(given).program, { images });
    const { resource, class: body } = googleClass(input);
    const face = googleFace(input);
    expect(face.resource).toBe(resource);
    expect(checkClass(resource, body)).toEqual([]);
    expect(checkObject(resource, face.object)).toEqual([]);
    const all = { resource, class: body, object: face.object, announced: face.announced };
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot(new URL(file, FOLDER).pathname);
  });
});

it('every golden file belongs to a card', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(cards.map(({ file }) => file).sort());
});

describe('the table of Google’s keys', () => {
  /** Part -> its keys, and whether Google calls the key deprecated. */
  const published = new Map<string, Map<string, boolean>>();

  beforeAll(() => {
    let keys = new Map<string, boolean>();
    let isDeprecated = false;
    for (const line of readFileSync(TYPES, 'utf8').split('\n')) {
      const part = /^ {4}interface (\w+) \{/.exec(line)?.[1];
      if (part !== undefined) {
        keys = new Map();
        published.set(part, keys);
      }
      if (line.trimStart().startsWith('/**')) isDeprecated = /Deprecated|Ignored/.test(line);
      const key = /^ {6}(\w+)\?: /.exec(line)?.[1];
      if (key === undefined) continue;
      keys.set(key, isDeprecated);
      isDeprecated = false;
    }
  });

  /** Only Google writes them, or nothing reads them any more. */
  const LEFT_OUT = ['kind', 'version', 'locations', 'review', 'classReference', 'hasUsers', 'hasLinkedDevice'];
  /** Google calls them deprecated since the types were made. */
  const OLD = ['ImageUri.description', 'ImageUri.localizedDescription', 'ListTemplateOverride.thirdRowOption'];

  it('has the keys of the published types, and only those', () => {
    for (const [part, keys] of GOOGLE_TYPES) {
      const known = published.get(part);
      expect(known, part).toBeDefined();
      for (const key of keys.keys()) expect([...known!.keys()], `${part}.${key}`).toContain(key);
      const missing = [...known!].filter(([key, isOld]) => !keys.has(key) && !isOld && !LEFT_OUT.includes(key));
      for (const [key] of missing) expect(OLD).toContain(`${part}.${key}`);
    }
  });

  it('has every key that the server writes', () => {
    for (const [kind, table] of [
      ['Class', CLASS_KEYS],
      ['Object', OBJECT_KEYS],
    ] as const) {
      for (const [resource, keys] of Object.entries(table)) {
        const part = `${resource[0]!.toUpperCase()}${resource.slice(1)}${kind}`;
        for (const key of keys) expect([...GOOGLE_TYPES.get(part)!.keys()], `${part}.${key}`).toContain(key);
      }
    }
  });
});
