// Finds what an NFC reader would not get: the pass works otherwise, so these are warnings.
import type { Report } from '../diagnostics.ts';
import { isObject, type JsonObject, toText } from '../values/values.ts';
import { unwrap } from './attributes.ts';
import { nfcKeyFault } from './nfc-key.ts';

export function checkNfc(design: JsonObject, report: Report): void {
  const nfc = unwrap(design.nfc ?? null);
  if (!isObject(nfc)) return;
  const textOf = (key: string) => toText(unwrap(nfc[key] ?? null));
  const message = textOf('message');
  const key = textOf('encryptionPublicKey');
  if (message === '') {
    report.warning('nfc_incomplete', 'nfc_message', 'A reader gets the message of nfc, which this template lacks.');
  }
  if (key === '') {
    const says = 'nfc needs the encryptionPublicKey of the reader, or Wallet sends the reader nothing.';
    report.warning('nfc_incomplete', 'nfc_encryptionPublicKey', says);
  } else if (!key.includes('{')) {
    const fault = nfcKeyFault(key);
    if (fault !== null) report.warning('nfc_key_invalid', 'nfc_encryptionPublicKey', fault);
  }
}
