// The words of the form that asks for a passcode, in German.
import type { Texts } from '../en/index.ts';

export const passcode: Texts['passcode'] = {
  title: 'Dieser Pass hat ein Kennwort',
  hint: 'Geben Sie es ein, um den Pass zu sehen und auf Ihr Telefon zu laden. Wer Ihnen den Link gegeben hat, kann Ihnen das Kennwort sagen.',
  passcode: 'Kennwort',
  open: 'Pass anzeigen',
  wrong: 'Dieses Kennwort stimmt nicht. Versuchen Sie es noch einmal.',
  tooMany: (duration) =>
    `Es wurden zu viele falsche Kennwörter eingegeben. Bitte warten Sie ${duration} und versuchen Sie es dann noch einmal.`,
};
