// Translates a PassKit template into the constructor of a template, without its images
// (template-images.ts).
import { propertyPath } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { orderedObject } from '../../rules/values/key-order.ts';
import { type JsonObject, type JsonValue, mapTexts } from '../../rules/values/values.ts';
import { designOf, localizationsOf } from './passbook-translation.ts';
import { type DynamicKey, IS_REDEEMED, keyValue, type Template } from './template-schema.ts';

/**
 * `redeemed`: whether there are images for a redeemed state, which has the default design without
 * its own.
 */
export function constructorOf(template: Template, { redeemed }: { readonly redeemed: boolean }): JsonObject {
  const { passbook, passbookRedeem, passbookLang, passbookLangRedeem, timezone } = template;
  const second = passbookRedeem ?? (redeemed ? passbook : null);
  return {
    ...designOf(passbook),
    localizations: localizationsOf(passbookLang),
    ...(second === null
      ? {}
      : { redeemed: { ...designOf(second), localizations: localizationsOf(passbookLangRedeem ?? passbookLang) } }),
    magicPrefixes: true,
    ...(timezone === undefined || timezone === null ? {} : { timezone }),
    additional: additionalOf(template),
  };
}

function additionalOf(template: Template): JsonObject {
  const keys = (template.dynamicKeys ?? []).map((key): [string, JsonValue] => [key.key, propertyOf(key)]);
  // A property that is its own magic string shows that string until a pass has data for it.
  const undeclared = undeclaredKeys(template).map((key): [string, JsonValue] => [key, `#{${key}}`]);
  return orderedObject([...undeclared, ...keys, [IS_REDEEMED, false]]);
}

/** The limit of dynamic keys, too. */
const MOST_UNDECLARED = 200;

/**
 * The keys that the designs and their translations show as `#{key}` or `${key}` and that
 * `dynamicKeys` lacks.
 */
export function undeclaredKeys(template: Template): readonly string[] {
  const { dynamicKeys, passbook, passbookRedeem, passbookLang, passbookLangRedeem } = template;
  const keys = new Set<string>();
  const look = (text: string) => {
    for (const [, key] of text.matchAll(/[#$]\{([^{}]{1,200})\}/g)) keys.add(key!);
    return text;
  };
  for (const part of [passbook, passbookRedeem, passbookLang, passbookLangRedeem]) {
    if (part) mapTexts(part as unknown as JsonValue, look);
  }
  const declared = new Set([IS_REDEEMED, ...(dynamicKeys ?? []).map(({ key }) => key)]);
  return [...keys].filter((key) => key.trim() !== '' && !declared.has(key)).slice(0, MOST_UNDECLARED);
}

/**
 * The undeclared keys for which a pass's template accepts data. A template saved before undeclared
 * keys existed has none.
 */
export function openKeys(template: Template, program: Program): readonly string[] {
  return undeclaredKeys(template).filter((key) => program.locations.has(propertyPath(key)));
}

/**
 * A key is a field of the registration form if "you want your customer to be able to edit the
 * value".
 */
function propertyOf({ key, type, defaultValue = null, isEditable }: DynamicKey): JsonValue {
  const value = keyValue(type, defaultValue);
  if (isEditable !== true) return value;
  return {
    PSValue: value,
    PSEditable: true,
    PSLabel: key,
    // Stepper fields turn submitted texts into numbers again.
    ...(type === 'number' ? { PSAttributeType: 'PSAttributeTypeStepper', PSValidation: 'VDecimal' } : {}),
    ...(type === 'dateTime' ? { PSAttributeType: 'PSAttributeTypeDate' } : {}),
  };
}
