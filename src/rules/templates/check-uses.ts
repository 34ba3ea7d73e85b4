// Finds settings of a template without effect, because Wallet or the server needs another setting
// beside them. The pass works, so these are warnings.
import { MOST_NEARS, type Report } from '../diagnostics.ts';
import { isSpecial } from '../paths/magic.ts';
import { locate, type PathIndex } from '../paths/paths.ts';
import { completeDate } from '../values/pass-date.ts';
import { isArray, isObject, type JsonObject, readNumber, toText } from '../values/values.ts';
import { PATH_LISTS, STYLES } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';
import { fieldsOf } from './design-fields.ts';

export function checkUses(index: PathIndex, passConstructor: JsonObject, report: Report): void {
  const plain = (key: string) => unwrap(passConstructor[key] ?? null);
  for (const { path, field } of fieldsOf(passConstructor)) checkField(unwrap(field) as JsonObject, path, report);
  const type = plain('type');
  const style = STYLES.find((known) => known === type);
  const isGrouped = style === undefined || style === 'eventTicket' || style === 'boardingPass';
  if (toText(plain('groupingIdentifier')) !== '' && !isGrouped) {
    const message = `Wallet groups event tickets and boarding passes; on a ${style} groupingIdentifier does nothing.`;
    report.warning('grouping_unused', 'groupingIdentifier', message);
  }
  const apps = plain('associatedStoreIdentifiers');
  if (toText(plain('appLaunchURL')) !== '' && (isArray(apps) ? apps.length === 0 : toText(apps) === '')) {
    const message = 'Wallet opens appLaunchURL in an app of associatedStoreIdentifiers, and the template names none.';
    report.warning('app_missing', 'appLaunchURL', message);
  }
  for (const property of PATH_LISTS) checkPaths(index, passConstructor, property, report);
}

function checkField(field: JsonObject, path: string, report: Report): void {
  const has = (key: string) => toText(field[key]) !== '';
  if (has('numberStyle') && has('currencyCode')) {
    const message = 'Wallet shows a value with a currencyCode as money; numberStyle does nothing beside it.';
    report.warning('style_unused', `${path}_numberStyle`, message);
  }
  const change = toText(field.changeMessage);
  if (change !== '' && !change.includes('%@') && !ONE_MAGIC_STRING.test(change)) {
    const message = 'Wallet shows the new value in the place of %@, which this changeMessage lacks.';
    report.warning('change_message_unusual', `${path}_changeMessage`, message);
  }
  const value = toText(field.value);
  if (value === '' || value.includes('{')) return;
  const style = (keys: readonly string[]) => keys.find(has);
  const ofNumber = style(['numberStyle', 'currencyCode']);
  const ofDate = style(['dateStyle', 'timeStyle']);
  if (ofNumber !== undefined && readNumber(value) === null) {
    const message = `"${value}" is no number, so it is shown as it is; ${ofNumber} does nothing.`;
    report.warning('style_unused', `${path}_${ofNumber}`, message);
  } else if (ofNumber === undefined && ofDate !== undefined && completeDate(value, 'Z') === null) {
    const message = `"${value}" is no date such as 2025-12-31, so it is shown as it is; ${ofDate} does nothing.`;
    report.warning('style_unused', `${path}_${ofDate}`, message);
  }
}

/** A text whose content is unknown until its magic string is replaced. */
const ONE_MAGIC_STRING = /^[#$]?\{[^{}]*\}$/;

function checkPaths(index: PathIndex, { additional }: JsonObject, property: string, report: Report): void {
  const node = isObject(additional) ? additional[property] : undefined;
  const text = toText(unwrap(node ?? null));
  if (text.includes('{')) return;
  const names = text.split(',').map((name) => name.trim());
  const unknown = [...new Set(names)].filter(
    (name) => name !== '' && locate(index, name) === null && !(property === 'psExportPaths' && isSpecial(name)),
  );
  for (const name of unknown.slice(0, MOST_NEARS)) {
    const near = report.near(name, () => index.locations.keys());
    report.warning('path_unknown', property, `${property} names "${name}", which this template does not have.${near}`);
  }
}
