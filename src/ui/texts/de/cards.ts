// The words of the gallery of cards and of new cards in German.
import type { Texts } from '../en/index.ts';

export const cards: Texts['cards'] = {
  title: 'Karten',
  new: 'Neue Karte',
  numbers: (onPhones, scans) => `${onPhones} auf Telefonen · ${scans} Scans heute`,
  paused: 'Angehalten',
  testOnly: 'Nur Test',
  example: 'Beispiel',
  notDrawn: 'Diese Karte lässt sich nicht zeichnen: Ihre Werte brauchen mehr Arbeit, als ein Pass kosten darf.',
  none: 'Sie haben noch keine eigene Karte.',
  noneText:
    'Machen Sie eine aus einem Beispiel, mit Ihrem Namen, Ihrem Logo und Ihrer Farbe, oder aus einer Datei, die Sie haben.',
  noneToSee: 'Es gibt noch keine Karte. Wer die Regeln dieses Kontos verwaltet, kann eine machen.',
  examples: (count) => `Beispiele zum Ansehen (${count})`,
  examplesText: 'Sie kamen mit dem Server, zum Ausprobieren. Neue Karten können immer mit ihnen beginnen.',
  hideExamples: 'Für immer ausblenden',
  older: 'Ältere Karten',
  newest: 'Neueste Karten',
  deleted: (name) => `„${name}“ ist gelöscht.`,

  whatIsIt: 'Was soll es werden?',
  jobs: {
    stamp: { name: 'Stempelkarte', text: 'Jeder Besuch ist ein Stempel, die volle Karte ein Gutschein.' },
    points: { name: 'Punktekarte', text: 'Besuche und die Registrierung bringen Punkte.' },
    gift: { name: 'Geschenkkarte', text: 'Ein Guthaben, von dem bezahlt wird.' },
    ticket: { name: 'Eintrittskarte', text: 'Gilt für eine Person und ein Mal.' },
    coupon: { name: 'Gutschein', text: 'Etwas umsonst, ein Mal.' },
    membership: { name: 'Mitgliedskarte', text: 'Zeigt, wer zu Ihnen gehört, und seit wann.' },
  },
  fromExamples: (count) => `Mit einem von ${count} Beispielen beginnen`,
  fromFile: 'Aus einer Datei, die Sie haben',
  fromFileText:
    'Eine .pkpass-Datei eines anderen Dienstes oder das JSON einer Karte von hier. Regeln in der Datei sind angehalten, bis Sie sie laufen lassen.',
  file: 'Datei',
  import: 'Karte daraus erstellen',
  noFile: 'Wählen Sie eine Datei: eine .pkpass-Datei oder das JSON einer Karte.',

  yourOwn: (job) => `Ihre eigene ${job}`,
  basedOn:
    'Sie sieht aus und arbeitet wie das Beispiel, mit Ihrem Namen, Ihrem Logo und Ihrer Farbe. Ihre Regeln laufen sofort.',
  basedOnJob:
    'Sie bekommt Ihren Namen, Ihr Logo und Ihre Farbe, und ihre Regeln laufen sofort. Niemand hat sie, bevor Sie sie verteilen; Sie können also vorher alles ändern.',
  shop: 'Name Ihres Geschäfts',
  shopHint: 'Er steht auf der Karte und in ihren Texten.',
  logo: 'Logo',
  logoHint: 'PNG, JPEG, WebP oder SVG, am besten mit durchsichtigem Hintergrund. Ohne Logo zeigt die Karte den Namen.',
  logoAgain: 'Bitte wählen Sie das Logo noch einmal: Browser behalten keine Dateien.',
  colour: 'Hauptfarbe',
  make: 'Karte erstellen',
  back: 'Etwas anderes wählen',
  cardName: (job, shop) => `${job} ${shop}`,

  copyTitle: 'Diese Karte kopieren',
  copyText:
    'Die Kopie sieht gleich aus, hat dieselben Regeln und noch keine Kunden. Karten auf Telefonen bleiben bei dieser.',
  name: 'Name',
  copyName: (name) => `${name} (Kopie)`,
  copy: 'Karte kopieren',
  cancel: 'Abbrechen',

  deleteTitle: 'Diese Karte löschen',
  deleteWarning: 'Das lässt sich nicht rückgängig machen. Mit gelöscht werden:',
  deleteNobody: 'ihr Aussehen und ihre Regeln; kein Kunde hat sie',
  deletePasses: (count, text) => (count === 1 ? 'die Karte von 1 Kunden' : `die Karten von ${text} Kunden`),
  deletePhones: (count, text) =>
    count === 0
      ? 'kein Telefon hat zurzeit eine'
      : count === 1
        ? 'auf 1 Telefon, das sie als ungültig zeigt'
        : `auf ${text} Telefonen, die sie als ungültig zeigen`,
  deleteEvents: 'alles, was mit ihnen geschehen ist: Scans, Änderungen, E-Mails',
  deleteInstead: 'Wenn nur bei Scans nichts geschehen soll, halten Sie stattdessen die Regeln an.',
  typeName: 'Geben Sie zum Löschen ihren Namen ein:',
  wrongName: (name) => `Das ist nicht ihr Name. Geben Sie ein: ${name}`,
  delete: 'Karte endgültig löschen',

  whole: 'Die ganze Karte',
  testTitle: 'Testkarten',
  testShort: 'zum Ausprobieren auf Ihrem eigenen Telefon',
  testText:
    'Eine Testkarte ist eine echte Karte zum Ausprobieren: Scannen Sie sie, und bringen Sie sie auf Ihr eigenes Telefon. Keine Zahl zählt sie mit, und alle lassen sich zusammen löschen.',
  makeTest: 'Testkarte erstellen',
  noTests: 'Es gibt keine Testkarte.',
  madeAt: 'gemacht',
  onPhone: 'auf einem Telefon',
  deleteTests: (count) => (count === 1 ? 'Testkarte löschen' : `Alle ${count} Testkarten löschen`),

  pause: 'Alle Regeln anhalten',
  run: 'Regeln laufen lassen',
  pausedNow: 'Die Regeln dieser Karte sind angehalten: Scans werden vermerkt, und sonst geschieht nichts.',
  runningNow: 'Die Regeln dieser Karte laufen.',

  imported: 'Die Karte ist aus der Datei gemacht.',
  importedPaused:
    'Ihre Regeln sind angehalten, weil sie mit der Datei kamen. Lesen Sie sie unten, und lassen Sie sie dann laufen.',
  leftOut: (count) =>
    count === 1
      ? '1 Datei des Passes hat in einer Karte keinen Platz und wurde weggelassen.'
      : `${count} Dateien des Passes haben in einer Karte keinen Platz und wurden weggelassen.`,
  warnings: 'Bitte ansehen',
  hash: 'templateHash',
  id: 'templateId',
  version: 'Fassung',
  createLink: 'Macht einen Pass',
  formLink: 'Fragt erst das Formular ab',
  apiLink: 'Was Programme aufrufen können',
  json: 'Die Karte als JSON',
  jsonText: 'So nimmt insertUpdateTemplate sie an. Bilder sind hier Adressen; die Datei enthält sie ganz.',
  jsonCut: 'Das ist der Anfang. Die Datei enthält alles.',
  download: 'JSON herunterladen',
  paths: (count) => `Ihre ${count} API-Pfade`,
  path: 'Pfad',
  value: 'Wert',
  mayEdit: 'Kunden dürfen ihn ändern',
  yes: 'ja',
  morePaths: (count) => `und ${count} weitere; templateInfo nennt sie.`,
  exportTitle: 'Export',
  exportText:
    'Die CSV-Datei ihrer Pässe, je 1000 in der Reihenfolge, in der sie gemacht wurden: Hängen Sie für die nächsten &start=1000 an.',
  noExport: 'Es wird nichts exportiert, solange unter den weiteren Eigenschaften der Karte psExportPaths fehlt.',
};
