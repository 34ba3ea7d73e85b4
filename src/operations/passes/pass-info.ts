// Reads passes: the overrides, the events with their traces, and the images of a pass.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassDevice } from '../../ports/store/devices.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import { typedValue } from '../../rules/values/literal.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import { IMAGE_SLOTS, isImageKey } from '../../rules/vocabulary.ts';
import { findPass, findTemplate, requirePass, requireTemplate } from '../access/access.ts';
import { requireNoPasscode } from '../access/passcode.ts';
import type { Context } from '../context.ts';
import { effectiveImages } from '../files/shared-files.ts';
import { urlOfImage } from '../images.ts';
import { describe } from '../templates/template-info.ts';

/**
 * passInfo: the overrides, the devices that hold the pass with the result of the last push to each,
 * and the template with its owner. Fails with the codes of access and `pass_not_found`.
 */
export async function passInfo(context: Context, caller: Account | null, hash: string): Promise<JsonObject> {
  const { pass, template, owner } = await requirePass(context, caller, hash);
  return {
    ...(await describe(context, template, owner)),
    hashedSerialNumber: pass.hash,
    userFields: userFieldsOf(context, pass),
    devices: (await context.store.devicesOf(pass.id)).map(deviceInfo),
  };
}

export type DeviceInfo = {
  /** The first characters of the deviceLibraryIdentifier. */
  readonly device: string;
  readonly registered: string;
  readonly lastPush: string | null;
  readonly lastPushStatus: number | null;
  readonly lastPushReason: string | null;
};

/**
 * Omits the push token and the full identifier: only Apple, the device and this server need them.
 */
export function deviceInfo(device: PassDevice): DeviceInfo {
  const { deviceLibraryIdentifier, registeredAt, lastPushAt, lastPushStatus, lastPushReason } = device;
  return {
    device: deviceLibraryIdentifier.slice(0, 8),
    registered: timestamp(registeredAt),
    lastPush: lastPushAt === null ? null : timestamp(lastPushAt),
    lastPushStatus,
    lastPushReason,
  };
}

/** The overrides of a pass, as they were typed; images as URLs. */
export function userFieldsOf(context: Pick<Context, 'settings'>, pass: Pick<Pass, 'overrides'>): JsonObject {
  const entries = Object.entries(pass.overrides).map(([path, value]): [string, JsonValue] => {
    const isImage = path.startsWith('images_') && typeof value === 'string' && value !== '';
    return [path, isImage ? urlOfImage(context, value) : typedValue(value)];
  });
  return Object.fromEntries(entries);
}

/**
 * passTracking: the events of a pass, oldest first. `trace` adds the actions of each event's
 * triggers with their reasons, and lists the runs that psTriggerError stopped, marked `logged:
 * false`.
 */
export async function passTracking(
  context: Context,
  caller: Account | null,
  hash: string,
  withTrace: boolean,
): Promise<JsonObject> {
  const { pass } = await requirePass(context, caller, hash);
  const events = await context.store.tracking(pass.id);
  const tracking = events
    .filter((event) => event.logged || withTrace)
    .map(({ accessType, time, logged, trace }): JsonObject => {
      const told = { accessType, time: timestamp(time) };
      return withTrace ? { ...told, logged, trace } : told;
    });
  return { tracking };
}

/** checkPassAccess: whether an event was ever logged, and the last time. */
export async function checkAccess(
  context: Context,
  caller: Account | null,
  hash: string,
  accessType: AccessType,
): Promise<JsonObject> {
  const { pass } = await requirePass(context, caller, hash);
  const last = await context.store.lastAccess(pass.id, accessType);
  return last === null ? { check: false } : { check: true, last: timestamp(last) };
}

/**
 * imageForName: the address of an image. Needs no clientHash: the hash of a pass or template
 * already shows its images, unless the pass has a passcode. Fails with `image_not_found`,
 * `passcode_required`, and `parameter_missing` without either hash.
 */
export async function imageForName(
  context: Context,
  input: {
    readonly image: string;
    readonly templateHash?: string | undefined;
    readonly hashedSerialNumber?: string | undefined;
  },
): Promise<JsonObject> {
  const name = input.image.replace(/\.png$/, '');
  if (!isImageKey(name)) {
    const message = `image is ${IMAGE_SLOTS.join(', ')} or another name of an image, with or without @2x or @3x.`;
    throw new AppError('parameter_invalid', { field: 'image', message });
  }
  const images = await imagesOf(context, input.templateHash, input.hashedSerialNumber);
  const hash = images[name] ?? images[name.replace(/@[23]x$/, '')];
  if (hash === undefined) throw new AppError('image_not_found', { field: 'image' });
  return { url: urlOfImage(context, hash) };
}

async function imagesOf(context: Context, templateHash: string | undefined, hash: string | undefined) {
  if (hash !== undefined) {
    const snapshot = await findPass(context, hash);
    requireNoPasscode(snapshot.pass);
    return effectiveImages(await context.programs.load(snapshot.template), snapshot.pass.overrides);
  }
  if (templateHash === undefined) {
    throw new AppError('parameter_missing', {
      field: 'templateHash',
      message: 'Give a templateHash or a hashedSerialNumber.',
    });
  }
  const { template } = await findTemplate(context, templateHash);
  return effectiveImages(await context.programs.load(template), {});
}

/**
 * templatePasses: the passes with a logged event of that name, oldest pass first. `count` -1: all.
 */
export async function templatePasses(
  context: Context,
  caller: Account | null,
  input: {
    readonly templateHash: string;
    readonly accessType: AccessType;
    readonly count: number;
    readonly start: number;
  },
): Promise<JsonObject> {
  const { template } = await requireTemplate(context, caller, input.templateHash);
  const page = { start: input.start, count: input.count < 0 ? null : input.count };
  const passes = await context.store.passesWith(template.id, input.accessType, page);
  return {
    passes: passes.map((pass) => ({ hashedSerialNumber: pass.hash, userFields: userFieldsOf(context, pass) })),
  };
}
