// The words of the start page in German: templates, links, export, the scanner and the API.
import type { Texts } from '../en/index.ts';

export const home: Texts['home'] = {
  title: 'Vorlagen',
  logOut: 'Abmelden',
  noTemplates: 'Es gibt noch keine Vorlage',
  noTemplatesText: (name) =>
    `Eine Vorlage sagt, wie ein Pass aussieht und was mit ihm geschieht. Senden Sie eine an die API-Funktion ${name}; dann erscheint sie hier mit dem Link, der Pässe aus ihr macht.`,
  passes: (count) => (count === 1 ? '1 Pass' : `${count} Pässe`),
  paused: 'Trigger sind angehalten',
  create: 'Pass erstellen',
  link: 'Link zum Weitergeben',
  linkText: 'Wer diesen Link öffnet, bekommt einen eigenen Pass.',
  formText: 'Mit diesem füllt man vorher ein Formular aus, wenn die Vorlage Felder hat, die Inhaber ausfüllen dürfen.',
  templateHash: 'Der templateHash für die API:',
  scanner: 'Scanner',
  scannerText: 'Scannen Sie Pässe in diesem Browser, mit der Kamera oder einem Handscanner.',
  openScanner: 'Scanner öffnen',
  otherDevice: 'Ein weiteres Gerät einrichten',
  otherDeviceText:
    'Wer diesen Link öffnet, scannt für Ihr Konto und kann alles, was Programme können. Geben Sie ihn nur an eigene Geräte.',
  otherDeviceAlt: 'Der Link als QR-Code',
  api: 'Für die API',
  apiText:
    'Programme, die Ihre Pässe erstellen, scannen und ändern, weisen sich mit Ihrem clientHash aus. Halten Sie ihn geheim wie ein Passwort; er ändert sich mit Ihrer E-Mail-Adresse und Ihrem Passwort.',
  exportData: 'Daten exportieren',
  exportParts: 'Eine Datei enthält bis zu 1000 Pässe, in der Reihenfolge, in der sie erstellt wurden.',
  exportPart: (first, last) => `Pässe ${first} bis ${last}`,
  whatToCall: 'Beschreibung der API',
  showHash: 'clientHash anzeigen',
};
