// The app for the benchmarks of scans and pass files: one account, one template like a shop's, many
// passes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { installAll } from './installed.ts';

export const POINTS = 'structure_headerFields_points_value';

/** A store card whose scan asks two conditions, adds a point and sets a text. */
export const SHOP_CARD: JsonObject = {
  type: 'storeCard',
  description: 'Points card',
  organizationName: 'Corner Bakery',
  backgroundColor: 'rgb(92, 58, 33)',
  foregroundColor: 'rgb(255, 255, 255)',
  logoText: 'Corner Bakery',
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: 'You have %@ points' }],
    secondaryFields: [
      { key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true, PSLabel: 'Your name' } },
      { key: 'level', label: 'LEVEL', value: 'bronze' },
    ],
    auxiliaryFields: [{ key: 'member', label: 'MEMBER SINCE', value: '' }],
    backFields: [
      { key: 'last', label: 'Last visit', value: '{lastVisit}' },
      { key: 'terms', label: 'Terms', value: 'One point a visit. Ten points are a loaf of bread.' },
    ],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: '{hashedSerialNumber}', altText: '{name}' },
  additional: {
    lastVisit: 'never',
    email: '',
    street: '',
    note: '',
    psScanText: '{structure_secondaryFields_name_value} has {structure_headerFields_points_value} points',
    psScanColor: 'rgb(0, 128, 0)',
  },
  triggers: {
    onScan: [
      {
        action: 'PSActionIncrementValue',
        targetPath: POINTS,
        amount: 1,
        PSConditions: '{note} !isSet OR {email} isSet',
      },
      {
        action: 'PSActionSetValue',
        targetPath: 'lastVisit',
        value: 'visit of {timestamp}',
        PSConditions: `{${POINTS}} > 0 AND !deleted`,
      },
    ],
  },
};

/** The overrides of one pass: with its access facts about 1.2 kB, like a pass of a real shop. */
export function overridesOf(number: number): JsonObject {
  return {
    [POINTS]: 1,
    structure_secondaryFields_name_value: `Guest ${number} of the Corner Bakery`,
    structure_auxiliaryFields_member_value: '2026-01-31T12:00:00Z',
    lastVisit: 'visit of 2026-02-27T08:15:00Z',
    email: `guest.${number}@example.com`,
    street: `${number} Long Winding Road, Little Harbour by the Sea`,
    note: `Likes dark bread, no nuts. ${'Asked for the seasonal list. '.repeat(29)}`,
  };
}

export interface BenchApp {
  readonly test: TestApp;
  /** The folder of the database. */
  readonly dataDir: string;
  readonly templateHash: string;
  close(): Promise<void>;
}

/** Opens an app in a new folder below `parent`. Closing the app deletes the folder. */
export async function openBenchApp(parent = tmpdir()): Promise<BenchApp> {
  const dataDir = mkdtempSync(join(parent, 'passwright-bench-'));
  const bench = await openBenchAppIn(dataDir);
  const close = async () => {
    await bench.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...bench, close };
}

/**
 * Opens an app in this folder with a running clock; uses the data that is there already, with its
 * template, or makes one of `card`.
 */
export async function openBenchAppIn(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  { card = SHOP_CARD, now = () => Date.now() } = {},
): Promise<BenchApp> {
  const test = await openTestApp({ env: { DATA_DIR: dataDir, ...env }, injected: { clock: { now } } });
  const { store } = test.app.context;
  const owner = (await store.accountByEmail(OWNER.email))!;
  const [made] = await store.templatesOf(owner.id);
  const templateHash = made?.hash ?? (await test.template(card));
  return { test, dataDir, templateHash, close: test.close };
}

/**
 * Makes passes of the template, each on a phone of its own so that its scan writes a push job;
 * answers their hashes.
 */
export async function makePasses({ test, templateHash, dataDir }: BenchApp, count: number): Promise<string[]> {
  const hashes: string[] = [];
  while (hashes.length < count) {
    const numbers = Array.from({ length: Math.min(100, count - hashes.length) }, (_, index) => hashes.length + index);
    hashes.push(...(await Promise.all(numbers.map((number) => test.pass(templateHash, overridesOf(number))))));
  }
  installAll(dataDir);
  return hashes;
}
