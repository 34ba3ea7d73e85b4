// The words of the scanner: those of its page, and those that its script says.
import type { Words } from '../../scanner-app/words.ts';
import type { Language } from './language.ts';

export interface ScannerTexts {
  readonly title: string;
  readonly description: string;
  readonly home: string;
  readonly logIn: string;
  readonly needsScript: string;
  readonly camera: string;
  readonly torch: string;
  readonly mode: string;
  readonly modes: { readonly scan: string; readonly check: string; readonly data: string; readonly url: string };
  readonly typed: string;
  readonly typedHelp: string;
  readonly submit: string;
  readonly recent: string;
  readonly recentNone: string;
  readonly settings: string;
  readonly clientHash: string;
  readonly clientHashHelp: string;
  readonly url: string;
  readonly urlHelp: string;
  readonly sound: string;
  readonly save: string;
  readonly page: string;
  readonly pageTitle: string;
  readonly information: string;
  readonly next: string;
  readonly words: Words;
}

const en: ScannerTexts = {
  title: 'Scanner',
  description: 'Scans and checks passes with the camera of a phone or with a hand scanner.',
  home: 'Start page',
  logIn: 'Log in',
  needsScript: 'The scanner needs JavaScript: it reads barcodes in this browser.',
  camera: 'Camera',
  torch: 'Light',
  mode: 'What a code does',
  modes: { scan: 'Scan', check: 'Check only', data: 'Show data', url: 'Open my address' },
  typed: 'Barcode',
  typedHelp: 'Type it, or use a hand scanner anywhere on this page.',
  submit: 'Go',
  recent: 'Recent scans',
  recentNone: 'Nothing was scanned yet.',
  settings: 'Settings',
  clientHash: 'clientHash',
  clientHashHelp:
    'Stays on this device. It is needed only where nobody is logged in; the start page of your account has it.',
  url: 'Address to open',
  urlHelp: 'For “Open my address”: the barcode is added as the parameter message.',
  sound: 'Sound',
  save: 'Save',
  page: 'Open the page in a new tab',
  pageTitle: 'Page of this pass',
  information: 'More information',
  next: 'Next scan',
  words: {
    scanned: 'Scanned',
    checked: 'Checked',
    data: 'Data of the barcode',
    kept: 'Kept',
    keptWhy: 'There is no connection. The scan is kept on this device and sent once, as soon as there is one.',
    checkOffline: 'A check needs a connection. Try again when there is one.',
    refused: 'This did not work',
    oneWaits: '1 scan waits for a connection.',
    manyWait: '{count} scans wait for a connection.',
    signInToSend: 'Log in to send what waits.',
    signedInAs: 'Scans as',
    usesClientHash: 'Scans with the clientHash of this device',
    signedOut: 'Nobody is logged in.',
    offline: 'No connection',
    configured: 'This scanner was set up by the link.',
    configurationRead: 'The code holds settings for this scanner. Save them if you trust it.',
    saved: 'Saved.',
    ignored: 'Without meaning here: {names}.',
    noUrl: 'Enter the address to open in the settings; it begins with https://.',
    cameraRefused: 'The browser may not use the camera. Allow it in the settings of this site, then start again.',
    cameraMissing: 'No camera can be used. Perhaps another program uses it.',
    cameraInsecure: 'Browsers give the camera only to pages with https. A hand scanner works without.',
    cameraStart: 'Start camera',
    cameraStop: 'Stop camera',
    stays: 'Stays until you go on.',
    returns: 'Closes by itself after 5 seconds; touch it to keep it.',
    failures: {
      pass_not_found: 'There is no such pass. Perhaps it was deleted, or the code is not one of a pass.',
      access_denied: 'This pass belongs to another account.',
      client_hash_missing: 'Nobody is logged in. Log in, or enter a clientHash in the settings.',
      client_hash_invalid: 'The clientHash of this device is not valid any more. Enter the new one in the settings.',
      account_expired: 'The account has expired.',
    },
  },
};

const de: ScannerTexts = {
  title: 'Scanner',
  description: 'Scannt und prüft Pässe mit der Kamera eines Telefons oder einem Handscanner.',
  home: 'Startseite',
  logIn: 'Anmelden',
  needsScript: 'Der Scanner braucht JavaScript: Er liest Codes in diesem Browser.',
  camera: 'Kamera',
  torch: 'Licht',
  mode: 'Was ein Code bewirkt',
  modes: { scan: 'Scannen', check: 'Nur prüfen', data: 'Daten zeigen', url: 'Eigene Adresse' },
  typed: 'Code',
  typedHelp: 'Eintippen, oder irgendwo auf dieser Seite einen Handscanner benutzen.',
  submit: 'Los',
  recent: 'Letzte Scans',
  recentNone: 'Noch wurde nichts gescannt.',
  settings: 'Einstellungen',
  clientHash: 'clientHash',
  clientHashHelp:
    'Bleibt auf diesem Gerät. Nötig nur, wo niemand angemeldet ist; er steht auf der Startseite des Kontos.',
  url: 'Adresse, die geöffnet wird',
  urlHelp: 'Für „Eigene Adresse“: Der Code wird als Parameter message angehängt.',
  sound: 'Ton',
  save: 'Speichern',
  page: 'Seite in neuem Tab öffnen',
  pageTitle: 'Seite dieses Passes',
  information: 'Mehr Informationen',
  next: 'Nächster Scan',
  words: {
    scanned: 'Gescannt',
    checked: 'Geprüft',
    data: 'Inhalt des Codes',
    kept: 'Aufgehoben',
    keptWhy: 'Keine Verbindung. Der Scan bleibt auf diesem Gerät und wird einmal gesendet, sobald es eine gibt.',
    checkOffline: 'Zum Prüfen ist eine Verbindung nötig. Später noch einmal versuchen.',
    refused: 'Das ging nicht',
    oneWaits: '1 Scan wartet auf eine Verbindung.',
    manyWait: '{count} Scans warten auf eine Verbindung.',
    signInToSend: 'Nach dem Anmelden wird gesendet, was wartet.',
    signedInAs: 'Scannt als',
    usesClientHash: 'Scannt mit dem clientHash dieses Geräts',
    signedOut: 'Niemand ist angemeldet.',
    offline: 'Keine Verbindung',
    configured: 'Der Link hat diesen Scanner eingerichtet.',
    configurationRead: 'Der Code enthält Einstellungen für diesen Scanner. Speichern, wenn er vertrauenswürdig ist.',
    saved: 'Gespeichert.',
    ignored: 'Hier ohne Bedeutung: {names}.',
    noUrl: 'In den Einstellungen fehlt die Adresse, die geöffnet wird; sie beginnt mit https://.',
    cameraRefused:
      'Der Browser darf die Kamera nicht benutzen. In den Einstellungen dieser Seite erlauben und neu starten.',
    cameraMissing: 'Keine Kamera ist benutzbar. Vielleicht benutzt sie ein anderes Programm.',
    cameraInsecure: 'Die Kamera gibt es nur auf Seiten mit https. Ein Handscanner geht auch ohne.',
    cameraStart: 'Kamera einschalten',
    cameraStop: 'Kamera ausschalten',
    stays: 'Bleibt, bis es weitergeht.',
    returns: 'Schließt sich nach 5 Sekunden; Berühren hält es offen.',
    failures: {
      pass_not_found: 'Diesen Pass gibt es nicht. Vielleicht ist er gelöscht, oder der Code gehört zu keinem Pass.',
      access_denied: 'Dieser Pass gehört zu einem anderen Konto.',
      client_hash_missing: 'Niemand ist angemeldet. Anmelden, oder in den Einstellungen einen clientHash eingeben.',
      client_hash_invalid: 'Der clientHash dieses Geräts gilt nicht mehr. Den neuen in den Einstellungen eingeben.',
      account_expired: 'Das Konto ist abgelaufen.',
    },
  },
};

export const SCANNER_TEXTS: Readonly<Record<Language, ScannerTexts>> = { en, de };
