// Turns bodies of passes into the input of operations: an order for a new pass, or a revision.
import { AppError } from '../../errors.ts';
import { findCampaignTemplate } from '../../operations/campaigns/campaigns.ts';
import type { PassRevision } from '../../operations/passes/change-passes.ts';
import type { PassOrder } from '../../operations/passes/create-passes.ts';
import type { PassRecord } from '../../operations/passes/pass-record.ts';
import type { ReferenceChange } from '../../ports/store/passes.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Call } from './endpoint.ts';
import { EXTRA, keptOf } from './pass-answer.ts';
import { ANSWERED, type NewPassBody, type PassBody } from './pass-schema.ts';
import { pathsOf } from './pass-translation.ts';
import type { Template } from './template-schema.ts';
import { openKeys } from './template-translation.ts';

/**
 * Makes the order for a new pass. `at` begins the names of parameters, such as `passes[3].`. Fails
 * with `template_not_found`, `parameter_invalid`.
 */
export async function orderOf(call: Call, body: NewPassBody, at = ''): Promise<PassOrder> {
  const { template, counted } = await templateNamed(call, body.templateName, `${at}templateName`);
  const posted = counted.posted as unknown as Template;
  const open = openKeys(posted, await call.context.programs.load(template));
  const fields = pathsOf(body, posted, { at, warn: call.warn, open });
  const { userDefinedId = null, recoveryEmail = null, isInvalid } = body;
  return {
    templateHash: template.hash,
    fields,
    reference: {
      userDefinedId,
      recoveryEmail,
      posted: keptOf(body, posted, open),
      ...(isInvalid === true ? { invalidatedAt: call.context.clock.now() } : {}),
    },
    ...(recoveryEmail
      ? { recipient: { address: recoveryEmail, field: `${at}recoveryEmail`, language: posted.language } }
      : {}),
  };
}

async function templateNamed({ context, account }: Call, name: string, field: string) {
  return findCampaignTemplate(context, account, name).catch((error) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field, message: `${field}: ${error.message}` });
  });
}

/**
 * Whether a body repeats an answer whose isInvalid only reports the end of the campaign. Such a
 * body must not invalidate the pass for good.
 */
export function isEcho(body: JsonObject, { pass, isOver }: PassRecord): boolean {
  return isOver && pass.invalidatedAt === null && ANSWERED.some((key) => Object.hasOwn(body, key));
}

/**
 * Makes the revision, which moves the pass when the body names another template. Fails with
 * `template_not_found`, `parameter_invalid`.
 */
export async function revisionOf(call: Call, record: PassRecord, body: PassBody, at = ''): Promise<PassRevision> {
  const present = record.issue!.template;
  const isMove = Boolean(body.templateName) && body.templateName !== present.name;
  const target = isMove ? await templateNamed(call, body.templateName!, `${at}templateName`) : null;
  const posted = (target?.counted ?? present).posted as unknown as Template;
  const { userDefinedId, recoveryEmail, isInvalid } = body;
  const program = target === null ? record.program : await call.context.programs.load(target.template);
  const open = openKeys(posted, program);
  const kept = keptOf(body, posted, open);
  const change: Omit<ReferenceChange, 'posted'> = {
    ...(userDefinedId === undefined ? {} : { userDefinedId }),
    ...(recoveryEmail === undefined ? {} : { recoveryEmail }),
  };
  const hasReference = Object.keys(change).length > 0 || Object.keys(kept).length > 0;
  return {
    hashedSerialNumber: record.pass.hash,
    ...(target === null ? {} : { moveTo: target.template.hash }),
    fields: pathsOf(body, posted, { at, warn: call.warn, open }),
    ...(hasReference ? { reference: (present) => ({ ...change, posted: merged(present?.posted ?? {}, kept) }) } : {}),
    ...(isInvalid === true ? { invalidates: true } : {}),
    ...(recoveryEmail
      ? { recipient: { address: recoveryEmail, field: `${at}recoveryEmail`, language: posted.language } }
      : {}),
  };
}

function merged(before: JsonObject, kept: JsonObject): JsonObject {
  const { dynamicBackfields: given, [EXTRA]: extra, ...others } = kept;
  const isSaid = given !== undefined && given !== null && Object.keys(given).length > 0;
  const passbook = { ...(before.passbook as JsonObject), ...(kept.passbook as JsonObject) };
  return {
    ...before,
    ...others,
    ...(isSaid ? { dynamicBackfields: given } : {}),
    ...(Object.keys(passbook).length > 0 ? { passbook } : {}),
    ...(extra === undefined
      ? {}
      : { [EXTRA]: withoutNulls({ ...(before[EXTRA] as JsonObject), ...(extra as JsonObject) }) }),
  };
}

/** Null removes a value. */
function withoutNulls(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
