// The words of the pass editor. The traces below it are worded by rules/explain-trace.ts, in English alone: they name
// actions, conditions and paths.
import type { ShownEvent } from '../../operations/show-pass.ts';
import type { TriggerEvent } from '../../rules/facts.ts';
import type { Language } from './language.ts';

const en = {
  title: 'Edit',
  save: 'Save',
  saved: 'Saved. The pass was changed, and its devices are told.',
  unchanged: 'Saved. Nothing on the pass changed.',
  stopped: 'A trigger stopped the edit. What you entered is on the pass already; the edit was not logged.',
  failed: 'Nothing was saved.',
  nothing: 'This pass has no values to edit. Name their API paths in the additional property psEditorPaths.',
  unknown: 'psEditorPaths names what this template does not have:',
  paused: 'The triggers of this template are paused: saving runs none.',
  onPass: 'On the pass:',
  less: (label: string, step: string) => `${label}: ${step} less`,
  more: (label: string, step: string) => `${label}: ${step} more`,
  removeImage: 'Choose a file to replace the image.',
  open: 'Open the pass',
  devices: 'Devices',
  noDevices: 'No phone has this pass yet.',
  since: 'since',
  notPushed: 'not pushed to yet',
  pushed: 'last push',
  taken: 'taken by APNs',
  history: 'History',
  noEvents: 'Nothing has happened to this pass yet.',
  older: (count: number) => `${count} older events are not shown.`,
  notLogged: 'not logged',
  why: 'What happened, and why',
  outcomes: {
    fired: 'triggers ran',
    skipped: 'no trigger had to run',
    error: 'a trigger failed',
    stopped: 'stopped by a trigger',
  } satisfies Record<ShownEvent['outcome'], string>,
  events: {
    onCheck: 'Checked',
    onCreate: 'Created',
    onInstall: 'Added to a device',
    onDeviceUpdate: 'Fetched by a device',
    onRegister: 'Registered',
    onDelete: 'Removed from a device',
    onScan: 'Scanned',
    onEdit: 'Edited',
    push: 'Pushed',
  } satisfies Record<TriggerEvent | 'push', string>,
  deniedTitle: 'This editor is for the owner of the pass',
  loginFirst: 'Log in with the account that owns the pass or manages its owner, then open this link again.',
  otherAccount: 'The account you are logged in with neither owns this pass nor manages its owner.',
  login: 'Log in',
};

const de: typeof en = {
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
  less: (label, step) => `${label}: ${step} weniger`,
  more: (label, step) => `${label}: ${step} mehr`,
  removeImage: 'Wählen Sie eine Datei, um das Bild zu ersetzen.',
  open: 'Pass öffnen',
  devices: 'Geräte',
  noDevices: 'Noch hat kein Telefon diesen Pass.',
  since: 'seit',
  notPushed: 'noch nicht benachrichtigt',
  pushed: 'letzter Push',
  taken: 'von APNs angenommen',
  history: 'Verlauf',
  noEvents: 'Mit diesem Pass ist noch nichts geschehen.',
  older: (count) => `${count} ältere Ereignisse sind nicht gezeigt.`,
  notLogged: 'nicht protokolliert',
  why: 'Was geschah, und warum',
  outcomes: {
    fired: 'Trigger liefen',
    skipped: 'kein Trigger musste laufen',
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
  },
  deniedTitle: 'Dieser Editor ist für den Besitzer des Passes',
  loginFirst:
    'Melden Sie sich mit dem Account an, dem der Pass gehört oder der dessen Besitzer verwaltet, und öffnen Sie diesen Link noch einmal.',
  otherAccount:
    'Dem Account, mit dem Sie angemeldet sind, gehört weder dieser Pass, noch verwaltet er dessen Besitzer.',
  login: 'Anmelden',
};

export const EDITOR_TEXTS: Readonly<Record<Language, typeof en>> = { en, de };
export type EditorTexts = typeof en;
