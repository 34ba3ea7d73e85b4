// The words of Today in German.
import type { Texts } from '../en/index.ts';

export const today: Texts['today'] = {
  title: 'Heute',
  openScanner: 'Scanner öffnen',
  forCounters: 'Scannen Sie Karten mit dem Scanner, oder suchen Sie einen Kunden, dessen Telefon leer ist.',
  findCustomer: 'Kunden suchen',
  toDo: 'Zu tun',
  hideSteps: 'Liste ausblenden',
  done: 'erledigt',
  steps: {
    ownCard: { name: 'Eigene Karte erstellen', text: 'mit Ihrem Namen, Ihrem Logo und Ihrer Farbe.' },
    certificate: { name: 'Zertifikat von Apple holen', text: 'Ohne Zertifikat lehnen Telefone Ihre Karten ab.' },
    onPhone: {
      name: 'Die erste Karte auf ein Telefon bringen',
      text: 'Erstellen Sie eine Testkarte, und öffnen Sie sie auf Ihrem eigenen Telefon.',
    },
  },
  scans: (count) => (count === 1 ? 'Scan heute' : 'Scans heute'),
  newCards: (count) => (count === 1 ? 'neue Karte heute' : 'neue Karten heute'),
  onPhones: 'auf Telefonen',
  needYou: (count) => (count === 1 ? 'wartet auf Sie' : 'warten auf Sie'),
  needs: 'Wartet auf Sie',
  seen: 'Das habe ich gesehen',
  moreNeeds: 'Es gibt noch mehr davon.',
  allFailed: 'Alle fehlgeschlagenen Vorgänge',
  why: 'Warum',
  look: 'Ansehen',
  renew: 'Erneuern',
  certificate: 'Zertifikat',
  mailFailed: 'Eine E-Mail wurde nicht zugestellt an',
  pushGivenUp: (phones) =>
    phones === 1
      ? '1 Telefon hat eine Änderung nicht erfahren: Apple hat drei Tage lang nicht geantwortet.'
      : `${phones} Telefone haben eine Änderung nicht erfahren: Apple hat drei Tage lang nicht geantwortet.`,
  googleRefuses: 'Google Wallet lehnt ab, was alle Ihre Karten betrifft:',
  googleRefusesCard: 'Google Wallet lehnt die Gestaltung dieser Karte ab.',
  certificateEnded: (date) =>
    `Ihr Zertifikat ist am ${date} abgelaufen: Telefone nehmen weder neue Karten noch Änderungen an.`,
  certificateEnds: (date, days) =>
    days === 0
      ? `Ihr Zertifikat läuft heute ab, am ${date}.`
      : `Ihr Zertifikat läuft am ${date} ab, in ${days === 1 ? '1 Tag' : `${days} Tagen`}.`,
  quietRules: (count) =>
    count === 1 ? '1 Regel hat seit 14 Tagen nicht gegriffen.' : `${count} Regeln haben seit 14 Tagen nicht gegriffen.`,
  justNow: 'Gerade eben',
  allRuns: 'Alle Vorgänge',
  batchMade: (count, shown) => (count === 1 ? '1 Karte wurde erstellt' : `${shown} Karten wurden erstellt`),
  noRuns: 'Es ist noch nichts geschehen. Was Kunden und Kassen mit Ihren Karten tun, erscheint hier.',
};
