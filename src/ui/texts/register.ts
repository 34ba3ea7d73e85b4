// The words of the registration pages.
import type { RegistrationFault } from '../../operations/check-registration.ts';
import type { Language } from './language.ts';

export interface RegisterTexts {
  readonly leadNew: string;
  readonly leadUpdate: string;
  readonly submitNew: string;
  readonly submitUpdate: string;
  readonly requiredNote: string;
  readonly choose: string;
  readonly summary: (count: number) => string;
  readonly errorTitle: (title: string) => string;
  readonly picturePresent: string;
  readonly pictureKept: string;
  readonly tooMany: string;
  readonly tooLarge: string;
  readonly thanks: string;
  readonly thanksText: string;
  readonly addToWallet: string;
  readonly showPass: string;
  readonly edit: string;
  readonly hints: Readonly<Partial<Record<string, string>>>;
  readonly faults: Readonly<Record<RegistrationFault, string>>;
}

const en: RegisterTexts = {
  leadNew: 'Fill in the form, and the pass is yours.',
  leadUpdate: 'Here you can change what your pass says.',
  submitNew: 'Register',
  submitUpdate: 'Save',
  requiredNote: 'Fields marked with * have to be filled in.',
  choose: 'Please choose',
  summary: (count) => (count === 1 ? 'One field needs another look' : `${count} fields need another look`),
  errorTitle: (title) => `Please check: ${title}`,
  picturePresent: 'The present picture. Choose a file to replace it.',
  pictureKept: 'Your picture has arrived. Choose a file only to replace it.',
  tooMany: 'Too many passes were made from your network in a short time. Wait a minute, then send the form again.',
  tooLarge: 'All fields together are longer than a pass can hold. Please shorten your texts.',
  thanks: 'Thank you',
  thanksText: 'Your information has arrived.',
  addToWallet: 'Add to Apple Wallet',
  showPass: 'Show the pass',
  edit: 'Change your information',
  hints: {
    VDate: 'For example 2025-12-31',
    VStateCode: 'Two letters, such as CA',
    VZip: 'For example 90210 or 90210-1234',
    image: 'A PNG, JPEG, WebP, GIF or SVG file',
  },
  faults: {
    VRequired: 'Please fill this in.',
    VEmail: 'Please give an e-mail address, such as name@example.com.',
    VDate: 'Please give a date, such as 2025-12-31 or 31 December 2025.',
    VPhone: 'Please give a phone number: digits, and + - . , x ( ) if you like.',
    VNumeric: 'Please give a number.',
    VAlpha: 'Please use only the letters a to z, without spaces.',
    VAlphaNumeric: 'Please use only the letters a to z and digits, without spaces.',
    VDecimal: 'Please give a number, such as 2.5.',
    VInteger: 'Please give a whole number, such as 3.',
    VStateCode: 'Please give the two letters of a US state, such as CA.',
    VZip: 'Please give a ZIP code of 5 to 10 digits, such as 90210 or 90210-1234.',
    VTrue: 'Please tick this to go on.',
    VFalse: 'This must not be ticked.',
    shape: 'This cannot be used here. Please type a text.',
    long: 'This is too long. Please use at most 10,000 characters.',
    option: 'Please choose one of the answers that are offered.',
    number: 'Please give a number.',
    colour: 'Please choose a colour, such as #0b57d0.',
    date: 'Please give a date, such as 2025-12-31.',
    image_invalid: 'This is not a picture that can be used. Please choose a PNG, JPEG, WebP, GIF or SVG file.',
    image_too_large: 'This picture is too large. Please choose a smaller one.',
    image_unreachable: 'This picture could not be fetched. Please choose a file instead.',
    image_not_found: 'This picture is not there any more. Please choose a file.',
    unusable: 'The pass cannot hold this. Please give something else.',
  },
};

const de: RegisterTexts = {
  leadNew: 'Füllen Sie das Formular aus, dann gehört die Karte Ihnen.',
  leadUpdate: 'Hier können Sie ändern, was auf Ihrer Karte steht.',
  submitNew: 'Registrieren',
  submitUpdate: 'Speichern',
  requiredNote: 'Felder mit * müssen ausgefüllt sein.',
  choose: 'Bitte wählen',
  summary: (count) => (count === 1 ? 'Ein Feld stimmt noch nicht' : `${count} Felder stimmen noch nicht`),
  errorTitle: (title) => `Bitte prüfen: ${title}`,
  picturePresent: 'Das jetzige Bild. Wählen Sie eine Datei, um es zu ersetzen.',
  pictureKept: 'Ihr Bild ist angekommen. Wählen Sie nur dann eine Datei, wenn Sie es ersetzen möchten.',
  tooMany:
    'Aus Ihrem Netz wurden in kurzer Zeit zu viele Karten angelegt. Warten Sie eine Minute und senden Sie das Formular dann noch einmal.',
  tooLarge: 'Alle Felder zusammen sind länger, als auf eine Karte passt. Bitte kürzen Sie Ihre Texte.',
  thanks: 'Vielen Dank',
  thanksText: 'Ihre Angaben sind angekommen.',
  addToWallet: 'Zu Apple Wallet hinzufügen',
  showPass: 'Karte ansehen',
  edit: 'Angaben ändern',
  hints: {
    VDate: 'Zum Beispiel 2025-12-31',
    VStateCode: 'Zwei Buchstaben, etwa CA',
    VZip: 'Zum Beispiel 10115',
    image: 'Eine Datei in PNG, JPEG, WebP, GIF oder SVG',
  },
  faults: {
    VRequired: 'Bitte füllen Sie dieses Feld aus.',
    VEmail: 'Bitte geben Sie eine E-Mail-Adresse an, etwa name@example.com.',
    VDate: 'Bitte geben Sie ein Datum an, etwa 2025-12-31.',
    VPhone: 'Bitte geben Sie eine Telefonnummer an: Ziffern, dazu + - . , x ( ).',
    VNumeric: 'Bitte geben Sie eine Zahl an.',
    VAlpha: 'Bitte verwenden Sie nur die Buchstaben a bis z, ohne Leerzeichen.',
    VAlphaNumeric: 'Bitte verwenden Sie nur die Buchstaben a bis z und Ziffern, ohne Leerzeichen.',
    VDecimal: 'Bitte geben Sie eine Zahl mit Punkt an, etwa 2.5.',
    VInteger: 'Bitte geben Sie eine ganze Zahl an, etwa 3.',
    VStateCode: 'Bitte geben Sie die zwei Buchstaben eines US-Bundesstaats an, etwa CA.',
    VZip: 'Bitte geben Sie eine Postleitzahl mit 5 bis 10 Ziffern an.',
    VTrue: 'Bitte kreuzen Sie dies an, um fortzufahren.',
    VFalse: 'Dies darf nicht angekreuzt sein.',
    shape: 'Das geht hier nicht. Bitte geben Sie einen Text ein.',
    long: 'Das ist zu lang. Bitte höchstens 10.000 Zeichen.',
    option: 'Bitte wählen Sie eine der angebotenen Antworten.',
    number: 'Bitte geben Sie eine Zahl an.',
    colour: 'Bitte wählen Sie eine Farbe, etwa #0b57d0.',
    date: 'Bitte geben Sie ein Datum an, etwa 2025-12-31.',
    image_invalid: 'Dieses Bild kann nicht verwendet werden. Bitte wählen Sie PNG, JPEG, WebP, GIF oder SVG.',
    image_too_large: 'Dieses Bild ist zu groß. Bitte wählen Sie ein kleineres.',
    image_unreachable: 'Dieses Bild war nicht erreichbar. Bitte wählen Sie stattdessen eine Datei.',
    image_not_found: 'Dieses Bild gibt es nicht mehr. Bitte wählen Sie eine Datei.',
    unusable: 'Das passt nicht auf die Karte. Bitte geben Sie etwas anderes an.',
  },
};

export const REGISTER_TEXTS: Readonly<Record<Language, RegisterTexts>> = { en, de };
