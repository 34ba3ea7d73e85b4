// Describes a pass for answers.
import type { PassRecord } from '../../operations/passes/pass-record.ts';
import { effectiveValue, locate, propertyPath } from '../../rules/paths/paths.ts';
import { typedValue } from '../../rules/values/literal.ts';
import { isTrue, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { OLD_IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import type { PassBody } from './pass-schema.ts';
import { extraDataOf, imagePath } from './pass-translation.ts';
import { isoTime, without } from './request-checks.ts';
import { IS_REDEEMED, type Template } from './template-schema.ts';
import { openKeys } from './template-translation.ts';

/**
 * Answers repeat these keys as posted. All others come from the pass, which other writers change
 * too.
 */
const KEPT = ['dynamicBackfields', 'expiryDate', 'isVoided', 'passbook'];

/** The stored key of the data that `extraDataOf` finds. */
export const EXTRA = 'extraData';

export function keptOf(body: PassBody, template: Template, open: readonly string[]): JsonObject {
  const kept = Object.entries(body as JsonObject).filter(([key, value]) => KEPT.includes(key) && value !== undefined);
  const extra = extraDataOf(body, template, open);
  return { ...Object.fromEntries(kept), ...(Object.keys(extra).length === 0 ? {} : { [EXTRA]: extra }) };
}

export function describePass(record: PassRecord): object {
  const { pass, program, reference, times, issue } = record;
  const { template, campaign } = issue!;
  const { [EXTRA]: extra, ...posted } = reference?.posted ?? {};
  const redeemed = effectiveValue(program, pass.overrides, locate(program, IS_REDEEMED)!);
  return {
    id: pass.hash,
    ...given('userDefinedId', reference?.userDefinedId),
    campaignName: campaign.name,
    templateName: template.name,
    passbookDevices: record.devices,
    androidPayDevices: 0,
    alipayDevices: 0,
    updatedAt: isoTime(pass.updatedAt),
    createdAt: isoTime(pass.createdAt),
    ...time('firstUnRegisteredAt', times.firstUnregisteredAt),
    ...time('lastUnRegisteredAt', times.lastUnregisteredAt),
    ...time('firstRegisteredAt', times.firstRegisteredAt),
    ...time('lastRegisteredAt', times.lastRegisteredAt),
    isInvalid: pass.invalidatedAt !== null || record.isOver,
    isRedeemed: isTrue(redeemed),
    dynamicData: dataOf(record, template.posted as unknown as Template, (extra ?? {}) as JsonObject),
    dynamicImages: imagesOf(record),
    ...given('recoveryEmail', reference?.recoveryEmail),
    ...posted,
  };
}

function given(key: string, value: string | null | undefined): object {
  return value === null || value === undefined ? {} : { [key]: value };
}

function time(key: string, milliseconds: number | null): object {
  return milliseconds === null ? {} : { [key]: isoTime(milliseconds) };
}

/**
 * The pass's own values as they are now, and the data posted under keys that the template lacks.
 */
function dataOf({ pass, program }: PassRecord, template: Template, extra: JsonObject): JsonObject {
  const keys = (template.dynamicKeys ?? []).map(({ key }) => key);
  const entries = [...keys, ...openKeys(template, program)].flatMap((key): [string, JsonValue][] => {
    const path = propertyPath(key);
    const value = Object.hasOwn(pass.overrides, path) ? pass.overrides[path] : undefined;
    return value === undefined ? [] : [[key, typedValue(value)]];
  });
  return { ...without(extra, keys), ...Object.fromEntries(entries) };
}

function imagesOf({ pass }: PassRecord): JsonObject | null {
  const images = OLD_IMAGE_SLOTS.flatMap((slot): [string, string][] => {
    const hash = pass.overrides[`images_${slot}`];
    return typeof hash === 'string' && hash !== '' ? [[slot, imagePath(hash)]] : [];
  });
  return images.length === 0 ? null : { passbook: Object.fromEntries(images) };
}
