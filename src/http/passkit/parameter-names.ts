// Names parameters in the errors of operations, which know API paths and places in a list.
import { AppError } from '../../errors.ts';
import { PROPERTY_PREFIX } from '../../rules/paths/paths.ts';
import { isArray, type JsonValue } from '../../rules/values/values.ts';

/**
 * Does the work. Errors name the parameter, in a batch with the place of the pass at fault:
 * `passes[3].dynamicData.points`.
 */
export async function naming<T>(work: () => Promise<T>, isBatch = false): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, field, beside } = error;
    const at = isBatch && typeof beside.index === 'number' ? `passes[${beside.index}]` : '';
    const inner = field === undefined || field === 'hashedSerialNumber' ? '' : parameterOf(field);
    // This surface's own errors name the whole parameter already.
    const isNamed = inner.startsWith('passes[');
    const whole = isNamed ? inner : [at, inner].filter((part) => part !== '').join('.');
    throw new AppError(code, {
      message: isNamed || at === '' || message.startsWith(at) ? message : `${at}: ${message}`,
      ...(whole === '' ? {} : { field: whole }),
      // Passes exist even when their onCreate stopped.
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
  // templateName names the campaign or template that allows no pass.
  campaign: 'templateName',
  template: 'templateName',
  // passId names the pass whose link the server mails again.
  id: 'passId',
};
/** Parameters with the same names in operations and in this surface. */
const SAME =
  /^(?:passes\[|isRedeemed$|recoveryEmail$|userDefinedId$|templateName$|newRecoveryEmail$|dynamic(?:Data|Images|Backfields)\b)/;

function parameterOf(path: string): string {
  if (SAME.test(path)) return path;
  if (Object.hasOwn(PARAMETERS, path)) return PARAMETERS[path]!;
  if (path.startsWith(PROPERTY_PREFIX)) return `dynamicData.${path.slice(PROPERTY_PREFIX.length)}`;
  return path.startsWith('images_') ? `dynamicImages.passbook.${path.slice(7)}` : `dynamicData.${path}`;
}
