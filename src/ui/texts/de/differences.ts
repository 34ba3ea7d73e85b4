// The words of sentences about what differs between two versions of a card, in German.
import type { Texts } from '../en/index.ts';

export const differences: Texts['differences'] = {
  added: (name, value) => `neu: ${name}, ${value}`,
  removed: (name, value) => `entfällt: ${name} (war ${value})`,
  changed: (name, before, after) => `${name}: ${before} → ${after}`,
  rewritten: (name) => `${name}: Das JSON ist anders geschrieben`,
  part: (whole, part) => `${whole}, ${part}`,

  fieldAdded: (name, place, value) => `neues Feld ${name} (${place}): ${value}`,
  fieldRemoved: (name, place) => `entfällt: das Feld ${name} (${place})`,
  fieldMoved: (name, before, after) => `${name} wandert von „${before}“ nach „${after}“`,
  fieldFirst: (name, place) => `${name} steht jetzt an erster Stelle (${place})`,
  fieldBehind: (name, other, place) => `${name} steht jetzt hinter ${other} (${place})`,
  fieldKey: (name, before, after) => `der Schlüssel von ${name}: ${before} → ${after}`,
  shows: (name, condition) => `${name} erscheint jetzt nur, wenn ${condition}`,
  showsAlways: (name, condition) => `${name} erscheint jetzt immer, nicht mehr nur, wenn ${condition}`,
  showsOther: (name, before, after) => `${name} erscheint jetzt, wenn ${after}, und nicht mehr, wenn ${before}`,
  editable: (name) => `Kunden dürfen ${name} ändern`,
  notEditable: (name) => `Kunden dürfen ${name} nicht mehr ändern`,
  settings: {
    PSLabel: (name) => `die Beschriftung von ${name} in Formularen`,
    PSAttributeType: (name) => `die Art der Eingabe von ${name}`,
    PSOptions: (name) => `die Auswahl von ${name}`,
    PSStepAmount: (name) => `die Schrittweite von ${name}`,
    PSValidation: (name) => `was in ${name} stehen darf`,
    PSConditions: (name) => `die Bedingung von ${name}`,
    PSDynamic: (name) => `ob ${name} sich von Karte zu Karte unterscheidet`,
  },

  pictureAdded: (name) => `neu: ${name}`,
  pictureRemoved: (name) => `entfällt: ${name}`,
  pictureChanged: (name) => `${name}: ein anderes Bild`,
  ofKind: (name, kind) => `${name} (${kind})`,

  events: {
    onCheck: 'wenn eine Karte angesehen wird',
    onCreate: 'wenn eine Karte entsteht',
    onInstall: 'wenn eine Karte auf ein Telefon kommt',
    onDeviceUpdate: 'wenn ein Telefon eine Karte abholt',
    onRegister: 'wenn das Formular abgeschickt wird',
    onDelete: 'wenn eine Karte vom Telefon entfernt wird',
    onScan: 'wenn eine Karte gescannt wird',
    onEdit: 'wenn eine Karte bearbeitet wird',
    onPersonalize: 'wenn jemand in Wallet persönliche Angaben macht',
  },
  stepsNamed: (name) => `Schritte namens ${name}`,
  ruleAdded: (when, rule) => `neue Regel, ${when}: ${rule}`,
  ruleRemoved: (when, rule) => `entfällt: die Regel, ${when}: ${rule}`,
  ruleChanged: (when, before, after) => `${when}: ${after}. Vorher: ${before}`,
  ruleMoved: (when, number, rule) => `jetzt Regel ${number}, ${when}: ${rule}`,
  rulePaused: (when, rule) => `angehalten, ${when}: ${rule}`,
  ruleResumed: (when, rule) => `nicht mehr angehalten, ${when}: ${rule}`,

  languageAdded: (language) => `neue Sprache: ${language}`,
  languageRemoved: (language) => `entfällt: die Sprache ${language}`,
  translation: (language, text) => `„${text}“ auf ${language}`,

  redeemedAdded: 'Neu: eine zweite Gestaltung für eingelöste Karten',
  redeemedRemoved: 'Entfällt: die zweite Gestaltung für eingelöste Karten',
  ofRedeemed: (sentence) => `Auf eingelösten Karten: ${sentence}`,
  order: 'Das JSON nennt seine Teile in anderer Reihenfolge',

  areas: {
    fields: 'Felder',
    look: 'Aussehen',
    barcode: 'Strichcode',
    values: 'Verborgene Werte',
    rules: 'Regeln',
    languages: 'Sprachen',
    others: 'Weiteres',
  },
};
