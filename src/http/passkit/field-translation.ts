// Translates the fields of a PassKit design into those of pass.json.
import { literal } from '../../rules/values/literal.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { FieldGroup } from '../../rules/vocabulary.ts';
import { type Field, isGroup } from './field-schema.ts';
import { GROUPS, type Passbook } from './passbook-schema.ts';

type Group = (typeof GROUPS)[number];

const GROUP_NAMES: Readonly<Record<Group, FieldGroup>> = {
  header: 'headerFields',
  primary: 'primaryFields',
  secondary: 'secondaryFields',
  auxiliary: 'auxiliaryFields',
  back: 'backFields',
};

const ALIGNMENTS = {
  left: 'PKTextAlignmentLeft',
  center: 'PKTextAlignmentCenter',
  right: 'PKTextAlignmentRight',
  natural: 'PKTextAlignmentNatural',
} as const;

const DATE_STYLES = {
  none: 'PKDateStyleNone',
  short: 'PKDateStyleShort',
  medium: 'PKDateStyleMedium',
  long: 'PKDateStyleLong',
  full: 'PKDateStyleFull',
} as const;

const NUMBER_STYLES = {
  decimal: 'PKNumberStyleDecimal',
  percent: 'PKNumberStylePercent',
  scientific: 'PKNumberStyleScientific',
  spellout: 'PKNumberStyleSpellOut',
} as const;

const DETECTORS = {
  phone: 'PKDataDetectorTypePhoneNumber',
  link: 'PKDataDetectorTypeLink',
  address: 'PKDataDetectorTypeAddress',
  event: 'PKDataDetectorTypeCalendarEvent',
} as const;

/** The label and the value of one pass's back field. */
export interface OwnBackField {
  readonly label?: string | null | undefined;
  readonly value?: string | number | null | undefined;
}
/** `dynamicBackfieldKey` -> the fields that a pass shows in the place of the template's. */
export type OwnBackFields = Readonly<Record<string, readonly OwnBackField[]>>;

/** The `structure` of a design, with a pass's own back fields where it has some. */
export function structureOf(design: Passbook, own: OwnBackFields = {}): JsonObject {
  const usedNames = new Set(GROUPS.flatMap((group) => namesIn(design, group)));
  const groups = GROUPS.flatMap((group): [string, JsonObject[]][] => {
    const items = design[group];
    if (!items) return [];
    return [
      [
        GROUP_NAMES[group],
        items.flatMap((item, at) => fieldsAt(group, item, `${group}Field${at + 1}`, usedNames, own)),
      ],
    ];
  });
  return Object.fromEntries(groups);
}

function namesIn(design: Passbook, group: Group): string[] {
  const items = design[group] ?? [];
  return items
    .flatMap((item) => (isGroup(item) ? item.defaultValue : [item]))
    .flatMap(({ itemName }) => itemName ?? []);
}

function fieldsAt(
  group: Group,
  item: NonNullable<Passbook['back']>[number],
  name: string,
  usedNames: ReadonlySet<string>,
  own: OwnBackFields,
): JsonObject[] {
  if (!isGroup(item)) return [fieldOf(group, item, item.itemName ?? free(name, usedNames))];
  const { dynamicBackfieldKey: its } = item;
  const given = its && Object.hasOwn(own, its) ? own[its] : undefined;
  // The number counts within the group, because a new key of another field would look like a change
  // to Wallet.
  if (given === undefined) {
    return item.defaultValue.map((field, at) =>
      fieldOf(group, field, field.itemName ?? free(`${name}_${at + 1}`, usedNames)),
    );
  }
  return given.map(({ label, value }, at) => ({
    key: free(`${name}_${at + 1}`, usedNames),
    ...(label ? { label: literal(label) } : {}),
    value: literal(value ?? ''),
  }));
}

/**
 * A key that no field has: "We will automatically generate them". It has group and place in it, so
 * that a change elsewhere leaves the key as it is.
 */
function free(name: string, usedNames: ReadonlySet<string>): string {
  return usedNames.has(name) ? free(`${name}_`, usedNames) : name;
}

function fieldOf(group: Group, field: Field, key: string): JsonObject {
  const { defaultLabel, defaultValue, changeMsg, attributedValue, textAlign, detectorTypes } = field;
  const isAligned = group !== 'primary' && group !== 'back';
  return {
    key,
    ...(defaultLabel ? { label: defaultLabel } : {}),
    value: defaultValue,
    ...(changeMsg ? { changeMessage: changeMsg } : {}),
    ...(attributedValue ? { attributedValue } : {}),
    ...(textAlign && isAligned ? { textAlignment: ALIGNMENTS[textAlign] } : {}),
    ...formatOf(field),
    ...(detectorTypes && group === 'back' ? { dataDetectorTypes: detectorTypes.map((type) => DETECTORS[type]) } : {}),
  };
}

/** Each type has its own options and ignores the others, as the guide says. */
function formatOf({ format }: Field): JsonObject {
  switch (format.type) {
    case 'text':
      return {};
    case 'number':
      return { numberStyle: NUMBER_STYLES[format.numberFormat || 'decimal'] };
    case 'currency':
      return { currencyCode: format.currencyCode ?? '' };
    default:
      return {
        dateStyle: DATE_STYLES[format.dateFormat || 'medium'],
        timeStyle: DATE_STYLES[format.timeFormat || (format.type === 'date' ? 'none' : 'short')],
        ...(format.ignoreTimezone ? { ignoresTimeZone: true } : {}),
        ...(format.isRelative ? { isRelative: true } : {}),
      };
  }
}
