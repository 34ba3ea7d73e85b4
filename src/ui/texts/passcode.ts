// The words of the page that asks for the passcode of a pass.
import type { Language } from './language.ts';

const en = {
  title: 'This pass has a passcode',
  hint: 'Enter it to see the pass and to add it to your phone. Whoever gave you the link can tell you the passcode.',
  passcode: 'Passcode',
  open: 'Show the pass',
  wrong: 'This passcode is not right. Try again.',
  tooMany: 'There were too many wrong passcodes. Wait a quarter of an hour, then try again.',
};

const de: typeof en = {
  title: 'Dieser Pass hat ein Kennwort',
  hint: 'Geben Sie es ein, um den Pass zu sehen und auf Ihr Telefon zu laden. Wer Ihnen den Link gegeben hat, kann Ihnen das Kennwort sagen.',
  passcode: 'Kennwort',
  open: 'Pass anzeigen',
  wrong: 'Dieses Kennwort stimmt nicht. Versuchen Sie es noch einmal.',
  tooMany: 'Es wurden zu viele falsche Kennwörter eingegeben. Versuchen Sie es in einer Viertelstunde noch einmal.',
};

export const PASSCODE_TEXTS: Readonly<Record<Language, typeof en>> = { en, de };
