// Bodies of passes as what operations take: an order for a new one, a revision of one that is there. Errors of operations know
// API paths; whoever posted is told the parameter.
import { AppError } from '../../errors.ts';
import { findCampaignTemplate } from '../../operations/campaigns.ts';
import type { PassRevision } from '../../operations/change-passes.ts';
import type { PassOrder } from '../../operations/create-passes.ts';
import type { PassRecord } from '../../operations/pass-record.ts';
import type { ReferenceChange } from '../../ports/campaign-store.ts';
import { isArray, type JsonObject, type JsonValue } from '../../rules/values.ts';
import type { Call } from './endpoint.ts';
import { keptOf } from './pass-answer.ts';
import type { NewPassBody, PassBody } from './pass-schema.ts';
import { pathsOf } from './pass-translation.ts';
import type { Template } from './template-schema.ts';

/** `at` begins the names of parameters, such as `passes[3].`. Fails with `template_not_found`, `parameter_invalid`. */
export async function orderOf(call: Call, body: NewPassBody, at = ''): Promise<PassOrder> {
  const { template, counted } = await templateNamed(call, body.templateName, `${at}templateName`);
  const fields = pathsOf(body, counted.posted as unknown as Template, at);
  const { userDefinedId = null, recoveryEmail = null, isInvalid } = body;
  return {
    templateHash: template.hash,
    fields,
    reference: {
      userDefinedId,
      recoveryEmail,
      posted: keptOf(body as JsonObject),
      ...(isInvalid === true ? { invalidatedAt: call.context.clock.now() } : {}),
    },
    ...(recoveryEmail ? { recipient: { address: recoveryEmail, field: `${at}recoveryEmail` } } : {}),
  };
}

async function templateNamed({ context, account }: Call, name: string, field: string) {
  return findCampaignTemplate(context, account, name).catch((error) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field, message: `${field}: ${error.message}` });
  });
}

/** With the name of another template the pass moves there. Fails with `template_not_found`, `parameter_invalid`. */
export async function revisionOf(call: Call, record: PassRecord, body: PassBody, at = ''): Promise<PassRevision> {
  const present = record.issue!.template;
  const isMove = Boolean(body.templateName) && body.templateName !== present.name;
  const target = isMove ? await templateNamed(call, body.templateName!, `${at}templateName`) : null;
  const posted = (target?.counted ?? present).posted as unknown as Template;
  const { userDefinedId, recoveryEmail, isInvalid } = body;
  const kept = keptOf(body as JsonObject);
  const change: Omit<ReferenceChange, 'posted'> = {
    ...(userDefinedId === undefined ? {} : { userDefinedId }),
    ...(recoveryEmail === undefined ? {} : { recoveryEmail }),
  };
  const hasReference = Object.keys(change).length > 0 || Object.keys(kept).length > 0;
  return {
    hashedSerialNumber: record.pass.hash,
    ...(target === null ? {} : { moveTo: target.template.hash }),
    fields: pathsOf(body, posted, at),
    ...(hasReference ? { reference: (present) => ({ ...change, posted: merged(present?.posted ?? {}, kept) }) } : {}),
    ...(isInvalid === true ? { invalidates: true } : {}),
    ...(recoveryEmail ? { recipient: { address: recoveryEmail, field: `${at}recoveryEmail` } } : {}),
  };
}

function merged(before: JsonObject, kept: JsonObject): JsonObject {
  const { dynamicBackfields: given, ...others } = kept;
  const isSaid = given !== undefined && given !== null && Object.keys(given).length > 0;
  const passbook = { ...(before.passbook as JsonObject), ...(kept.passbook as JsonObject) };
  return {
    ...before,
    ...others,
    ...(isSaid ? { dynamicBackfields: given } : {}),
    ...(Object.keys(passbook).length > 0 ? { passbook } : {}),
  };
}

/** Does the work; an error names the parameter, in a batch that of the pass at fault: `passes[3].dynamicData.points`. */
export async function naming<T>(work: () => Promise<T>, isBatch = false): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, field, beside } = error;
    const at = isBatch && typeof beside.index === 'number' ? `passes[${beside.index}]` : '';
    const inner = field === undefined || field === 'hashedSerialNumber' ? '' : parameterOf(field);
    // Ours name the whole parameter already.
    const isNamed = inner.startsWith('passes[');
    const whole = isNamed ? inner : [at, inner].filter((part) => part !== '').join('.');
    throw new AppError(code, {
      message: isNamed || at === '' || message.startsWith(at) ? message : `${at}: ${message}`,
      ...(whole === '' ? {} : { field: whole }),
      // Passes whose onCreate was stopped are there all the same.
      beside: isArray(beside.hashedSerialNumbers as JsonValue)
        ? { id: isBatch ? beside.hashedSerialNumbers : (beside.hashedSerialNumbers as string[])[0] }
        : {},
    });
  }
}

const PARAMETERS: Readonly<Record<string, string>> = {
  expirationDate: 'expiryDate',
  voided: 'isVoided',
  structure_backFields: 'dynamicBackfields',
  backgroundColor: 'passbook.bgColor',
  labelColor: 'passbook.labelColor',
  foregroundColor: 'passbook.fgColor',
  groupingIdentifier: 'passbook.groupId',
  userInfo: 'passbook.userInfo',
  relevantDate: 'passbook.relevantDate',
  locations: 'passbook.locations',
  beacons: 'passbook.beacons',
  // What of them allows no pass is told of the template that was named.
  campaign: 'templateName',
  template: 'templateName',
  // Of a mail that is sent again.
  id: 'passId',
};
/** Whose names are the same on both sides. */
const SAME =
  /^(?:passes\[|isRedeemed$|recoveryEmail$|userDefinedId$|templateName$|newRecoveryEmail$|dynamic(?:Data|Images|Backfields)\b)/;

function parameterOf(path: string): string {
  if (SAME.test(path)) return path;
  if (Object.hasOwn(PARAMETERS, path)) return PARAMETERS[path]!;
  return path.startsWith('images_') ? `dynamicImages.passbook.${path.slice(7)}` : `dynamicData.${path}`;
}
