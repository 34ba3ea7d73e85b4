// A renamed key takes along everything that names it, and nothing that merely looks like it; what the
// rules do stays the same.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { TEMPLATE_FOLDER } from '../../../src/examples.ts';
import { renderPass } from '../../../src/pass/render.ts';
import { type KeyedPlace, pathOf, placeOf, referencesTo } from '../../../src/rules/design/references.ts';
import { renameKey } from '../../../src/rules/design/rename.ts';
import { REGISTER, SCAN, TRIGGER_OF } from '../../../src/rules/passes/facts.ts';
import { expand } from '../../../src/rules/paths/magic.ts';
import type { Program } from '../../../src/rules/templates/program.ts';
import { compileTemplate } from '../../../src/rules/templates/template.ts';
import { runDry } from '../../../src/rules/triggers/run-dry.ts';
import { jsonOf } from '../../../src/rules/values/key-order.ts';
import type { JsonObject } from '../../../src/rules/values/values.ts';
import { IDENTITY } from '../../fixtures/rules/render-sample.ts';
import { compiled, constructorOf, factsWith } from '../../fixtures/rules/sample-pass.ts';

const POINTS = 'structure_headerFields_points_value';
const FIELD: KeyedPlace = { kind: 'field', group: 'headerFields', key: 'points' };

const renamed = (program: Program, place: KeyedPlace, key: string) => {
  const result = renameKey(program, place, key);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result;
};
const faultOf = (program: Program, place: KeyedPlace, key: string) => {
  const result = renameKey(program, place, key);
  return result.ok ? null : result.fault.reason;
};

/** Names points in twelve places; `points_total`, `point` and a text that only looks like a path are others. */
const TWELVE: JsonObject = {
  type: 'storeCard',
  description: 'Points card',
  organizationName: 'Corner Bakery',
  structure: {
    headerFields: [
      { key: 'points', label: 'POINTS', value: 0 },
      { key: 'points_total', label: 'TOTAL', value: 0 },
    ],
    primaryFields: [{ key: 'offer', label: 'OFFER', value: 'You have {structure_headerFields_points_value} points' }],
    secondaryFields: [{ key: 'gold', value: 'Gold', PSConditions: `{${POINTS}} > 20 AND "{${POINTS}}" = "21"` }],
    backFields: [
      {
        key: 'about',
        value: `{storeCard_headerFields_points_label}, {structure_headerFields_points_total_value}, ${POINTS}`,
        attributedValue: `<a href="{rootPath}/pass/create.php?templateHash={templateHash}&${POINTS}=5">Start with 5</a>`,
      },
    ],
  },
  barcode: { format: 'PKBarcodeFormatQR', message: `{hashedSerialNumber} {${POINTS}}` },
  additional: {
    psEditorPaths: `${POINTS}, structure_headerFields_points_total_value`,
    psExportPaths: `hashedSerialNumber,${POINTS}`,
    steps: `[ {"action": "PSActionIncrementValue",\n  "targetPath": "${POINTS}", "amount": 2, "PSConditions": "{${POINTS}} < 100"} ]`,
  },
  localizations: { de: { 'You have {structure_headerFields_points_value} points': `{${POINTS}} Punkte` } },
  personalization: {
    description: `Join with {${POINTS}}`,
    requiredPersonalizationFields: ['PKPassPersonalizationFieldName'],
    PSPaths: { fullName: 'structure_headerFields_points_label' },
  },
  triggers: {
    onScan: [
      { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1, PSConditions: `{${POINTS}} < 50` },
      { action: 'PSActionSetValue', targetPath: 'psScanText', value: `Now {${POINTS}}, total {points_total}` },
      { action: 'PSActionTriggers', targetPath: 'steps' },
      {
        action: 'PSActionURL',
        url: '{rootPath}/api/updatePassFields.php',
        method: 'POST',
        body: { hashedSerialNumber: '{hashedSerialNumber}', [POINTS]: `{${POINTS}}` },
      },
    ],
    onRegister: {
      action: 'PSActionSetValue',
      targetPath: 'structure_headerFields',
      value: [{ key: 'points', label: 'POINTS', value: 25 }],
    },
  },
};

describe('a field that is named in twelve places and more', () => {
  const { program } = compileTemplate(TWELVE);
  const { passConstructor, changes } = renamed(program, FIELD, 'score');
  const after = passConstructor as any;

  test('each of them follows', () => {
    const NEW = 'structure_headerFields_score_value';
    expect(after.structure.headerFields[0]).toEqual({ key: 'score', label: 'POINTS', value: 0 });
    expect(after.structure.primaryFields[0].value).toBe(`You have {${NEW}} points`);
    expect(after.structure.secondaryFields[0].PSConditions).toBe(`{${NEW}} > 20 AND "{${NEW}}" = "21"`);
    expect(after.structure.backFields[0].value).toBe(
      `{storeCard_headerFields_score_label}, {structure_headerFields_points_total_value}, ${POINTS}`,
    );
    expect(after.structure.backFields[0].attributedValue).toBe(
      `<a href="{rootPath}/pass/create.php?templateHash={templateHash}&${NEW}=5">Start with 5</a>`,
    );
    expect(after.barcode.message).toBe(`{hashedSerialNumber} {${NEW}}`);
    expect(after.additional.psEditorPaths).toBe(`${NEW}, structure_headerFields_points_total_value`);
    expect(after.additional.psExportPaths).toBe(`hashedSerialNumber,${NEW}`);
    expect(after.additional.steps).toBe(
      `[ {"action": "PSActionIncrementValue",\n  "targetPath": "${NEW}", "amount": 2, "PSConditions": "{${NEW}} < 100"} ]`,
    );
    expect(after.localizations).toEqual({ de: { [`You have {${NEW}} points`]: `{${NEW}} Punkte` } });
    expect(after.personalization).toMatchObject({
      description: `Join with {${NEW}}`,
      PSPaths: { fullName: 'structure_headerFields_score_label' },
    });
    expect(after.triggers.onScan[0]).toEqual({
      action: 'PSActionIncrementValue',
      targetPath: NEW,
      amount: 1,
      PSConditions: `{${NEW}} < 50`,
    });
    expect(after.triggers.onScan[1].value).toBe(`Now {${NEW}}, total {points_total}`);
    expect(after.triggers.onScan[3].body).toEqual({ hashedSerialNumber: '{hashedSerialNumber}', [NEW]: `{${NEW}}` });
    expect(after.triggers.onRegister.value).toEqual([{ key: 'score', label: 'POINTS', value: 25 }]);
    expect(new Set(changes.map(({ where }) => where)).size).toBeGreaterThanOrEqual(12);
  });

  test('what is listed before is what changes, and each of the rest is the same object', () => {
    const named = new Set(referencesTo(program, FIELD).map(({ where }) => where));
    const changed = new Set(changes.filter(({ kind }) => kind !== 'key').map(({ where }) => where));
    expect([...changed].filter((where) => !named.has(where))).toEqual([]);
    expect([...named].filter((where) => !changed.has(where))).toEqual([]);
    const before = program.passConstructor as any;
    expect(after.structure.headerFields[1]).toBe(before.structure.headerFields[1]);
    expect(after.description).toBe(before.description);
  });

  test('back again it is byte for byte what it was', () => {
    const back = renamed(compileTemplate(passConstructor).program, { ...FIELD, key: 'score' }, 'points');
    expect(jsonOf(back.passConstructor)).toBe(jsonOf(program.passConstructor));
  });

  test.each([SCAN, REGISTER] as const)('event %s does the same before and after', (accessType) => {
    const next = compileTemplate(passConstructor);
    expect(next.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(TRIGGER_OF[accessType]).not.toBeNull();
    for (const points of [0, 20, 21, 49, 50, 120]) {
      const run = (of: Program, key: string) => {
        const path = `structure_headerFields_${key}_value`;
        const { after: overrides } = runDry(of, factsWith({ [path]: points }), accessType);
        const shown = expand(of, factsWith(overrides), `{${path}} {psScanText}`, { audience: 'holder' });
        const passJson = renderPass(of, factsWith(overrides), IDENTITY);
        return jsonOf([overrides, shown, passJson])
          .replace(/structure_headerFields_(?:points|score)_value/g, 'PATH')
          .replaceAll(`"key":"${key}"`, 'KEY');
      };
      expect(run(next.program, 'score')).toBe(run(program, 'points'));
    }
  });
});

/** What clients of PassKit write beside `#{key}`. */
const dollar = (key: string) => `$${'{'}${key}}`;

describe('an additional property', () => {
  const program = compiled({
    magicPrefixes: true,
    additional: {
      level: 'Gold',
      other: `{level} #{level} ${dollar('level')} {additional_level} {levels}`,
      psExportPaths: 'level, other',
    },
    triggers: {
      onScan: [
        { action: 'PSActionSetValue', targetPath: 'level', value: '{level}!', PSConditions: '{level} = "Gold"' },
      ],
    },
  });
  const place: KeyedPlace = { kind: 'property', key: 'level' };

  test('each way of writing it follows', () => {
    const after = renamed(program, place, 'rank').passConstructor as any;
    expect(after.additional).toEqual({
      rank: 'Gold',
      other: `{rank} #{rank} ${dollar('rank')} {additional_rank} {levels}`,
      psExportPaths: 'rank, other',
    });
    expect(Object.keys(after.additional)).toEqual(['rank', 'other', 'psExportPaths']);
    expect(after.triggers.onScan[0]).toEqual({
      action: 'PSActionSetValue',
      targetPath: 'rank',
      value: '{rank}!',
      PSConditions: '{rank} = "Gold"',
    });
  });

  test('a key that is a name of something else gets the long path', () => {
    const after = renamed(program, place, 'event').passConstructor as any;
    expect(after.additional.other).toBe(`{additional_event} #{event} ${dollar('event')} {additional_event} {levels}`);
    expect(after.triggers.onScan[0].targetPath).toBe('additional_event');
  });

  test('keys that are whole numbers keep the order of their owner', () => {
    const numbered = compileTemplate(constructorOf({ additional: { level: 'a', b: '{level}' } })).program;
    const after = renamed(numbered, place, '7').passConstructor;
    expect(jsonOf(after.additional)).toBe('{"7":"a","b":"{7}"}');
    const last = renamed(numbered, { kind: 'property', key: 'b' }, '7').passConstructor;
    expect(jsonOf(last.additional)).toBe('{"level":"a","7":"{level}"}');
  });
});

test('both designs have the field, and each text is read by its own', () => {
  const program = compiled({
    redeemed: {
      type: 'coupon',
      structure: { headerFields: [{ key: 'points', value: 1 }], backFields: [{ key: 'b', value: `Had {${POINTS}}` }] },
    },
  });
  const after = renamed(program, FIELD, 'score').passConstructor as any;
  expect(after.redeemed.structure.headerFields[0].key).toBe('score');
  expect(after.redeemed.structure.backFields[0].value).toBe('Had {structure_headerFields_score_value}');
});

describe('what a key cannot be', () => {
  const program = compiled({ additional: { note: '{structure_headerFields_later_value} {soon}', psScanText: '' } });
  it.each([
    ['', 'empty'],
    ['points', 'same'],
    ['a{b', 'letters'],
    ['a,b', 'letters'],
    ['x'.repeat(65), 'letters'],
    ['offer', 'taken'],
    ['later', 'named'],
    ['score', null],
    ['Über_uns 2', null],
  ])('%j: %s', (key, reason) => {
    expect(faultOf(program, FIELD, key)).toBe(reason);
  });
  it.each([
    ['psScanText', 'special'],
    ['isRedeemed', 'special'],
    ['soon', 'named'],
    ['remark', null],
  ])('a property as %j: %s', (key, reason) => {
    expect(faultOf(program, { kind: 'property', key: 'note' }, key)).toBe(reason);
  });
  it('a special property keeps its key', () => {
    expect(faultOf(program, { kind: 'property', key: 'psScanText' }, 'told')).toBe('special');
  });
  it('a key that gives two places one path', () => {
    const two = compiled({
      structure: {
        headerFields: [
          { key: 'a', value: 1, label_value: 2 },
          { key: 'b', value: 1 },
        ],
      },
    });
    expect(faultOf(two, { kind: 'field', group: 'headerFields', key: 'b' }, 'a_label')).toBe('error');
  });
});

describe('the place of a path', () => {
  const { program } = compileTemplate(TWELVE);
  it.each([
    [POINTS, FIELD],
    ['structure_headerFields_points_total_label', { kind: 'field', group: 'headerFields', key: 'points_total' }],
    ['storeCard_headerFields_points', FIELD],
    ['additional_steps', { kind: 'property', key: 'steps' }],
    ['barcode_message', null],
    ['nothing', null],
  ])('%s', (path, place) => {
    expect(placeOf(program, path)).toEqual(place);
    if (place !== null) expect(placeOf(program, pathOf(place as KeyedPlace))).toEqual(place);
  });
});

const EXAMPLES = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => TEMPLATE_FOLDER.test(entry.name))
  .map(({ name }) => name);

test.each(examples)('every key of %s is renamed and back without a changed byte', (name) => {
  const file = JSON.parse(readFileSync(new URL(`${name}/template.json`, EXAMPLES), 'utf8')) as JsonObject;
  const { program } = compileTemplate((file.passConstructor ?? file) as JsonObject);
  const places = [...program.locations.keys()].flatMap((path) => placeOf(program, path) ?? []);
  const distinct = [...new Map(places.map((place) => [pathOf(place), place])).values()];
  let count = 0;
  for (const place of distinct) {
    const there = renameKey(program, place, 'zzRenamed');
    if (!there.ok) {
      expect(there.fault.reason).toBe('special');
      continue;
    }
    count += 1;
    const next = compileTemplate(there.passConstructor).program;
    expect(jsonOf(there.passConstructor)).not.toBe(jsonOf(program.passConstructor));
    const back = renamed(next, { ...place, key: 'zzRenamed' }, place.key);
    expect(jsonOf(back.passConstructor)).toBe(jsonOf(program.passConstructor));
  }
  expect(count).toBeGreaterThan(1);
});

test('fields of a poster beside the card have names of their own', () => {
  const NAME = 'posterGeneric_primaryFields_name';
  const program = compiled(
    constructorOf({
      type: 'generic',
      structure: { primaryFields: [{ key: 'name', label: `{${NAME}_label}`, value: 'Ada' }] },
      posterGeneric: {
        primaryFields: [{ key: 'name', label: 'NAME', value: '{structure_primaryFields_name_value}' }],
        footerFields: [{ key: 'since', value: 2020, PSConditions: `{${NAME}_value} !isEmpty` }],
      },
      triggers: {
        onScan: [
          { action: 'PSActionSetValue', targetPath: `${NAME}_changeMessage`, value: 'Now %@' },
          {
            action: 'PSActionSetValue',
            targetPath: 'posterGeneric_primaryFields',
            value: [{ key: 'name', value: 'Bo' }],
          },
        ],
      },
    }),
  );
  const place: KeyedPlace = { kind: 'field', group: 'posterGeneric_primaryFields', key: 'name' };
  expect(placeOf(program, `${NAME}_value`)).toEqual(place);
  expect(faultOf(program, place, 'since')).toBe('taken');
  const after = renamed(program, place, 'who').passConstructor as any;
  const WHO = 'posterGeneric_primaryFields_who';
  expect(after.posterGeneric.primaryFields[0].key).toBe('who');
  // The card's own field of the same key stays.
  expect(after.structure.primaryFields).toEqual([{ key: 'name', label: `{${WHO}_label}`, value: 'Ada' }]);
  expect(after.posterGeneric.footerFields[0].PSConditions).toBe(`{${WHO}_value} !isEmpty`);
  expect(after.triggers.onScan.map(({ targetPath }: JsonObject) => targetPath)).toEqual([
    `${WHO}_changeMessage`,
    'posterGeneric_primaryFields',
  ]);
  expect(after.triggers.onScan[1].value).toEqual([{ key: 'who', value: 'Bo' }]);
  const ofCard = renamed(program, { ...FIELD, group: 'primaryFields', key: 'name' }, 'since').passConstructor as any;
  expect(ofCard.posterGeneric.primaryFields).toEqual([
    { key: 'name', label: 'NAME', value: '{structure_primaryFields_since_value}' },
  ]);
});
