// The words of the page of Google Wallet, in German.
import type { Texts } from '../en/index.ts';

export const settingsGoogle: Texts['settingsGoogle'] = {
  title: 'Google Wallet',
  why: 'Mit einem Ausstellerkonto bei Google nehmen Android-Telefone Ihre Karten in Google Wallet auf und folgen jeder Änderung, wie iPhones es tun. Das Konto ist kostenlos.',
  notPublic:
    'Die Adresse dieses Servers ist nicht öffentlich (ROOT_URL). Google holt darum keine Bilder von hier und kann nicht melden, wer Karten hinzufügt und löscht. Die Karten gehen trotzdem, ohne Bilder.',
  step1: 'Ein Ausstellerkonto holen',
  step1Text:
    'Melden Sie sich als Aussteller für die Google Wallet API an. Die Konsole zeigt Ihre Aussteller-ID. Bis Google das Konto freigegeben hat, können nur Testnutzer Karten hinzufügen.',
  console: 'Google Pay & Wallet Console öffnen',
  step2: 'Ein Dienstkonto anlegen',
  step2Text:
    'Schalten Sie in der Google Cloud Console die Google Wallet API ein, legen Sie ein Dienstkonto an und dazu einen Schlüssel der Art JSON. Der Browser lädt eine Datei.',
  cloud: 'Google Cloud Console öffnen',
  step3: 'Das Dienstkonto einladen',
  step3Text:
    'Laden Sie in der Google Pay & Wallet Console unter „Nutzer“ die E-Mail-Adresse des Dienstkontos als Entwickler ein.',
  yours: 'Ihr Aussteller',
  since: 'Gilt seit',
  lastRefused: 'Google hat zuletzt abgelehnt, was gesendet wurde:',
  cardsRefused: 'Karten, die Google ablehnt',
  cardsRefusedText:
    'Android-Telefone können diese Karten nicht hinzufügen oder haben die letzte Gestaltung, die Google angenommen hat. Ändern Sie, was Google nennt, und veröffentlichen Sie erneut.',
  check: 'Google fragen, ob es geht',
  works: 'Es geht: Google nimmt das Dienstkonto für diesen Aussteller an.',
  refused: (status) => `Es geht nicht. Google antwortet mit ${status}:`,
  noAnswer: 'Google antwortet jetzt nicht.',
  busy: 'Dieser Server fragt Google höchstens 20-mal in der Sekunde. Bitte versuchen Sie es gleich noch einmal.',
  invite: 'Ist die E-Mail-Adresse des Dienstkontos in der Google Pay & Wallet Console als Nutzer eingeladen?',
  set: 'Google Wallet benutzen',
  change: 'Einen anderen Aussteller oder Schlüssel benutzen',
  issuer: 'Aussteller-ID',
  issuerHint: 'Eine Zahl wie 3388000000012345678',
  file: 'Schlüsseldatei des Dienstkontos',
  fileHint: 'Die JSON-Datei aus Schritt 2. Sie wird verschlüsselt gespeichert und nie wieder gezeigt.',
  fileAgain: 'Wählen Sie die JSON-Datei noch einmal: Ihr Schlüssel wird nie gezeigt und ersetzt den jetzigen.',
  text: 'Oder der Text der Datei',
  textHint: 'Für Telefone und Tablets, auf denen sich die Datei nicht auswählen lässt.',
  remove: 'Aussteller entfernen',
  removeTitle: 'Google Wallet verlassen?',
  removeText:
    'Der Knopf „Zu Google Wallet hinzufügen“ verschwindet. Karten auf Android-Telefonen bleiben, wie sie sind, und folgen keinen Änderungen mehr.',
};
