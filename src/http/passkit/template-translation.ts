// A PassKit template as the constructor of a template, without its images, which are put in beside it (template-images.ts).
import { orderedObject } from '../../rules/values/key-order.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { designOf, localizationsOf } from './passbook-translation.ts';
import { type DynamicKey, IS_REDEEMED, type Template } from './template-schema.ts';

/** `redeemed`: there are images for a redeemed state, which without a design of its own looks like the default one. */
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

function additionalOf({ dynamicKeys }: Template): JsonObject {
  const keys = (dynamicKeys ?? []).map((key): [string, JsonValue] => [key.key, propertyOf(key)]);
  return orderedObject([...keys, [IS_REDEEMED, false]]);
}

/** "Set to true if you want your customer to be able to edit the value": a field of the registration form. */
function propertyOf({ key, type, defaultValue = null, isEditable }: DynamicKey): JsonValue {
  if (isEditable !== true) return defaultValue;
  return {
    PSValue: defaultValue,
    PSEditable: true,
    PSLabel: key,
    ...(type === 'number' ? { PSValidation: 'VDecimal' } : {}),
    ...(type === 'dateTime' ? { PSAttributeType: 'PSAttributeTypeDate' } : {}),
  };
}
