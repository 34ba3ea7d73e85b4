// The API functions by name: from parameters to one operation, from its result to the answer. Access is the operation's.
import { AppError } from '../../errors.ts';
import { clientHashOf } from '../../operations/client-hash.ts';
import { clientInfo } from '../../operations/client-info.ts';
import type { Context } from '../../operations/context.ts';
import { createPass } from '../../operations/create-pass.ts';
import { deletePass, deleteTemplate } from '../../operations/delete.ts';
import { type LoginThrottle, login, openSession } from '../../operations/login.ts';
import { checkAccess, imageForName, passInfo, passTracking } from '../../operations/pass-info.ts';
import { pushPass, pushTemplate } from '../../operations/push.ts';
import { saveTemplate, type TemplateImages, uploadTemplateImages } from '../../operations/save-template.ts';
import { simulate } from '../../operations/simulate.ts';
import { allTemplates, templateInfo, templatePasses, templateStats } from '../../operations/template-info.ts';
import { trackAccess } from '../../operations/track-access.ts';
import { updateFields } from '../../operations/update-fields.ts';
import type { Parameters } from '../parameters.ts';
import { fieldsOf, read, shapes } from './reading.ts';

/** One call of a function. */
export interface Call {
  readonly context: Context;
  readonly throttle: LoginThrottle;
  readonly parameters: Parameters;
  readonly address: string;
  readonly depth: number;
  readonly idempotencyKey: string | undefined;
  /** Sets the browser session, or ends it with null. */
  setSession(session: string | null): void;
}

type Answer = Readonly<Record<string, unknown>>;

const { text, flag, whole, accessType, object } = shapes;
const clientHash = text.optional();
const byTemplate = { clientHash, templateHash: text };
const byPass = { clientHash, hashedSerialNumber: text };

export const FUNCTIONS: Readonly<Record<string, (call: Call) => Promise<Answer>>> = {
  async login({ context, throttle, parameters, address, setSession }) {
    const account = await login(context, throttle, {
      ...read({ email: text, password: shapes.secret }, parameters),
      address,
    });
    setSession(openSession(context, account));
    return { clientHash: clientHashOf(context.settings.secret, account) };
  },
  async logout({ setSession }) {
    setSession(null);
    return {};
  },
  clientInfo({ context, parameters }) {
    return clientInfo(context, read({ clientHash }, parameters).clientHash);
  },
  allTemplates({ context, parameters }) {
    return allTemplates(context, read({ clientHash }, parameters).clientHash);
  },
  templateInfo({ context, parameters }) {
    const input = read(byTemplate, parameters);
    return templateInfo(context, input.clientHash, input.templateHash);
  },
  templateStats({ context, parameters }) {
    const input = read(byTemplate, parameters);
    return templateStats(context, input.clientHash, input.templateHash);
  },
  templatePasses({ context, parameters }) {
    const shape = { ...byTemplate, accessType, count: whole.default(-1), start: whole.default(0) };
    const input = read(shape, parameters);
    if (input.start < 0)
      throw new AppError('parameter_invalid', { field: 'start', message: 'start must be 0 or more.' });
    return templatePasses(context, input);
  },
  updatePassesForTemplate({ context, parameters }) {
    const input = read(byTemplate, parameters);
    return pushTemplate(context, input.clientHash, input.templateHash);
  },
  insertUpdateTemplate({ context, parameters, depth }) {
    const input = read(
      {
        clientHash,
        templateName: text.optional(),
        templatePublic: flag.optional(),
        passConstructor: object.optional(),
        templateHash: text.optional(),
        templateId: text.optional(),
        triggersPaused: flag.optional(),
        passTypeIdentifier: text.optional(),
      },
      parameters,
    );
    return saveTemplate(context, { ...input, depth });
  },
  async uploadTemplateImages({ context, parameters, depth }) {
    const input = read(byTemplate, parameters);
    const images: Record<string, string | Uint8Array> = {};
    for (const [name, value] of Object.entries(fieldsOf(parameters))) {
      images[name.replace(/^images_/, '')] = value instanceof Uint8Array ? value : String(value);
    }
    await uploadTemplateImages(context, { ...input, images: images satisfies TemplateImages, depth });
    return {};
  },
  deleteTemplate({ context, parameters }) {
    const input = read(byTemplate, parameters);
    return deleteTemplate(context, input.clientHash, input.templateHash);
  },
  createPassFromTemplateFields({ context, parameters, depth, idempotencyKey }) {
    const input = read(byTemplate, parameters);
    return createPass(context, { ...input, fields: fieldsOf(parameters), idempotencyKey, depth });
  },
  passInfo({ context, parameters }) {
    const input = read(byPass, parameters);
    return passInfo(context, input.clientHash, input.hashedSerialNumber);
  },
  passTracking({ context, parameters }) {
    const input = read({ ...byPass, trace: flag.default(false) }, parameters);
    return passTracking(context, input.clientHash, input.hashedSerialNumber, input.trace);
  },
  trackPassAccess({ context, parameters, depth, idempotencyKey }) {
    return trackAccess(context, { ...read({ ...byPass, accessType }, parameters), idempotencyKey, depth });
  },
  checkPassAccess({ context, parameters }) {
    const input = read({ ...byPass, accessType }, parameters);
    return checkAccess(context, input.clientHash, input.hashedSerialNumber, input.accessType);
  },
  updatePassFields({ context, parameters, depth, idempotencyKey }) {
    const input = read({ ...byPass, psReplaceAll: flag.default(false) }, parameters);
    const { psReplaceAll: replaceAll, ...rest } = input;
    const fields = fieldsOf(parameters);
    return updateFields(context, { ...rest, replaceAll, fields, idempotencyKey, depth, push: false });
  },
  pushPassUpdates({ context, parameters }) {
    const input = read(byPass, parameters);
    return pushPass(context, input.clientHash, input.hashedSerialNumber);
  },
  async deletePass({ context, parameters }) {
    const input = read(byPass, parameters);
    await deletePass(context, input.clientHash, input.hashedSerialNumber);
    return {};
  },
  imageForName({ context, parameters }) {
    const shape = { image: text, templateHash: text.optional(), hashedSerialNumber: text.optional() };
    return imageForName(context, read(shape, parameters));
  },
  simulate({ context, parameters }) {
    const shape = {
      clientHash,
      templateHash: text.optional(),
      hashedSerialNumber: text.optional(),
      event: accessType.optional(),
      accessType: accessType.optional(),
    };
    const input = read(shape, parameters);
    const type = input.accessType ?? input.event;
    if (type === undefined) {
      const message = 'Give an event, such as onScan, or an accessType, such as 7.';
      throw new AppError('parameter_missing', { field: 'event', message });
    }
    return simulate(context, { ...input, accessType: type, fields: fieldsOf(parameters) });
  },
};
