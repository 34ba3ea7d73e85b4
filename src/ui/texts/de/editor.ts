// The words of the editor of a pass, with its devices and its history, in German.
import type { Texts } from '../en/index.ts';

export const editor: Texts['editor'] = {
  title: 'Bearbeiten',
  save: 'Speichern',
  saved: 'Gespeichert. Der Pass wurde geändert, seine Geräte werden benachrichtigt.',
  unchanged: 'Gespeichert. Am Pass hat sich nichts geändert.',
  stopped:
    'Ein Trigger hat die Bearbeitung angehalten. Was Sie eingegeben haben, steht schon auf dem Pass; die Bearbeitung wurde nicht protokolliert.',
  failed: 'Es wurde nichts gespeichert.',
  nothing:
    'Dieser Pass hat keine Werte zum Bearbeiten. Nennen Sie deren API-Pfade in der zusätzlichen Eigenschaft psEditorPaths.',
  unknown: 'psEditorPaths nennt, was diese Vorlage nicht hat:',
  paused: 'Die Trigger dieser Vorlage sind angehalten: Beim Speichern läuft keiner.',
  onPass: 'Auf dem Pass:',
  open: 'Pass öffnen',
  devices: 'Geräte',
  noDevices: 'Noch hat kein Telefon diesen Pass.',
  since: 'seit',
  notPushed: 'noch nicht benachrichtigt',
  pushed: 'letzter Push',
  accepted: 'von APNs angenommen',
  history: 'Verlauf',
  noEvents: 'Mit diesem Pass ist noch nichts geschehen.',
  older: (count) => `${count} ältere Ereignisse sind nicht gezeigt.`,
  notLogged: 'nicht protokolliert',
  why: 'Was geschah, und warum',
  outcomes: {
    fired: 'Trigger liefen',
    skipped: 'keine Aktion lief',
    error: 'ein Trigger schlug fehl',
    stopped: 'von einem Trigger angehalten',
  },
  events: {
    onCheck: 'Geprüft',
    onCreate: 'Erstellt',
    onInstall: 'Auf einem Gerät hinzugefügt',
    onDeviceUpdate: 'Von einem Gerät abgeholt',
    onRegister: 'Registriert',
    onDelete: 'Von einem Gerät entfernt',
    onScan: 'Gescannt',
    onEdit: 'Bearbeitet',
    push: 'Gepusht',
    onSchedule: 'Von einem Zeitplan erreicht',
    onPersonalize: 'Persönliche Angaben gemacht',
  },
  deniedTitle: 'Dieser Editor ist für den Besitzer des Passes',
  loginFirst:
    'Melden Sie sich mit dem Konto an, dem der Pass gehört oder das seinen Besitzer verwaltet. Danach geht es hier weiter.',
  otherAccount:
    'Dem Konto, mit dem Sie angemeldet sind, gehört dieser Pass nicht, und es verwaltet auch nicht seinen Besitzer.',
  faults: {
    changed: (label, present) =>
      `${label} wurde inzwischen von jemand anderem geändert und ist jetzt ${present}. Sehen Sie es sich an und speichern Sie noch einmal.`,
    number: (label) => `${label} muss eine Zahl mit Punkt sein, etwa 2.5.`,
    json: (label) => `${label} muss ein JSON-Array oder -Objekt sein.`,
  },
};
