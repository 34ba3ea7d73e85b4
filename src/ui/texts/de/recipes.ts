// The words of recipes in German.
import type { Texts } from '../en/index.ts';

const names: Texts['recipes']['names'] = {
  stamps: {
    title: 'Stempelkarte',
    text: 'Jeder Scan ist ein Stempel. Die volle Karte bringt eine Belohnung und beginnt von vorn.',
    questions: {
      count: { label: 'Wie viele Stempel füllen die Karte?' },
      reward: { label: 'Was ist die Belohnung?', hint: 'Etwa: Ein Kaffee gratis' },
      start: {
        label: 'Mit wie vielen Stempeln beginnt eine neue Karte?',
        hint: 'Ein oder zwei geschenkte lassen Kunden wiederkommen.',
      },
    },
  },
  levels: {
    title: 'Punkte mit Stufen',
    text: 'Jeder Scan bringt Punkte; mit genügend Punkten erreichen Kunden Silber, dann Gold.',
    questions: {
      each: { label: 'Wie viele Punkte bringt ein Scan?' },
      second: { label: 'Ab wie vielen Punkten gilt Silber?' },
      third: { label: 'Ab wie vielen Punkten gilt Gold?' },
    },
  },
  bonus: {
    title: 'Bonus fürs Registrieren',
    text: 'Wer das Formular der Karte ausfüllt, bekommt Punkte, ein Mal.',
    questions: {
      amount: { label: 'Wie viele Punkte bringt das?' },
      ask: {
        label: 'Was fragt das Formular?',
        hint: 'Was die Karte schon fragt, bleibt, wie es ist.',
        choices: { name: 'Den Namen', nameAndMail: 'Den Namen und die E-Mail-Adresse' },
      },
      thanks: { label: 'Was sagt die Seite danach?' },
    },
  },
  birthday: {
    title: 'Geburtstag',
    text: 'Das Formular fragt den Geburtstag, und die Kasse sieht ihn, wenn sie eine Karte ansieht.',
    note: 'Von selbst können Karten an einem Tag noch nichts tun: Am Geburtstag muss jemand an der Kasse daran denken.',
    questions: {
      label: { label: 'Wie fragt das Formular?' },
      thanks: { label: 'Wie viele Punkte bringt die Auskunft?', hint: '0: keine.' },
      till: {
        label: 'Zeigt ihn die Kasse?',
        choices: { check: 'Ja, wenn sie eine Karte ansieht', never: 'Nein' },
      },
    },
  },
  ticket: {
    title: 'Eintrittskarte für ein Mal',
    text: 'Der erste Scan lässt ein; jeder spätere wird abgelehnt.',
    questions: {
      welcome: { label: 'Was sagt die Kasse beim ersten Mal?' },
      used: {
        label: 'Was sagt sie danach?',
        hint: 'Der Wert in geschweiften Klammern ist der Zeitpunkt, zu dem die Karte benutzt wurde.',
      },
      after: {
        label: 'Wie sieht eine benutzte Karte aus?',
        choices: { grey: 'Grau', same: 'Wie vorher' },
      },
    },
  },
  visits: {
    title: 'Mehrfachkarte',
    text: 'Im Voraus bezahlt: Jeder Scan nimmt einen Besuch weg, bis keiner übrig ist.',
    questions: {
      count: { label: 'Wie viele Besuche hat eine neue Karte?' },
      label: { label: 'Wie heißen sie auf der Karte?' },
      none: { label: 'Was sagt die Kasse, wenn keiner übrig ist?' },
    },
  },
  gift: {
    title: 'Geschenkkarte mit Guthaben',
    text: 'Sie geben auf der Seite des Kunden einen Betrag ein, und er wird vom Guthaben bezahlt, nie unter null.',
    questions: {
      amount: { label: 'Was ist auf einer neuen Karte?' },
      currency: { label: 'In welcher Währung?' },
      label: { label: 'Wie heißt das Guthaben auf der Karte?' },
    },
  },
  coupon: {
    title: 'Gutschein für ein Mal',
    text: 'Der Scan, der ihn einlöst, ändert die Karte; jeder spätere wird abgelehnt.',
    questions: {
      offer: { label: 'Wofür ist er gut?', hint: 'Etwa: Eine Kugel Eis gratis' },
      used: {
        label: 'Was sagt die Kasse, wenn er schon eingelöst ist?',
        hint: 'Der Wert in geschweiften Klammern ist der Zeitpunkt.',
      },
      after: {
        label: 'Wie sieht ein eingelöster Gutschein aus?',
        choices: { grey: 'Grau', same: 'Wie vorher' },
      },
    },
  },
  period: {
    title: 'Mehr Punkte für eine Weile',
    text: 'Jeder Scan zwischen zwei Zeitpunkten bringt mehr Punkte: eine Happy Hour oder ein Wochenende.',
    note: 'Das wirkt ein Mal. Regeln, die sich täglich oder wöchentlich wiederholen, brauchen die Uhrzeit, die Bedingungen noch nicht kennen.',
    questions: {
      from: { label: 'Ab wann?' },
      until: { label: 'Bis wann?' },
      extra: { label: 'Wie viele Punkte mehr bringt ein Scan?' },
    },
  },
  tell: {
    title: 'Meinem Laden Bescheid geben',
    text: 'Meldet einem anderen Programm jeden Scan oder jede Registrierung, etwa Ihrem Kassensystem.',
    questions: {
      address: { label: 'Unter welcher Adresse hört das Programm zu?', hint: 'Sie beginnt mit https://' },
      event: {
        label: 'Wann?',
        choices: {
          onScan: 'Wenn eine Karte gescannt wird',
          onRegister: 'Wenn das Formular abgeschickt wird',
          onInstall: 'Wenn eine Karte auf ein Telefon kommt',
          onEdit: 'Wenn Sie eine Karte ändern',
        },
      },
      what: {
        label: 'Was erfährt es?',
        choices: { number: 'Die Nummer der Karte', front: 'Die Nummer und die Werte auf der Vorderseite' },
      },
    },
  },
};

const card: Texts['recipes']['card'] = {
  name: 'NAME',
  guest: 'Gast',
  yourName: 'Ihr Name',
  yourMail: 'Ihre E-Mail-Adresse',
  points: 'PUNKTE',
  pointsNews: 'Sie haben %@ Punkte',
  stamps: {
    label: 'STEMPEL',
    news: (count) => `Sie haben %@ von ${count} Stempeln`,
    progressLabel: 'IHRE KARTE',
    progress: (value, count) => `${value} von ${count}`,
    rewardLabel: 'IHRE BELOHNUNG',
    reward: 'Ein Kaffee gratis',
    stamped: (value, count) => `Stempel ${value} von ${count}`,
    full: (reward) => `Die Karte ist voll. Beim nächsten Mal: ${reward}`,
    redeemed: (reward) => `Jetzt geben: ${reward}`,
    before: 'Stempel vor diesem Scan',
  },
  levels: {
    label: 'STUFE',
    news: 'Ihre Stufe ist %@',
    names: ['Bronze', 'Silber', 'Gold'],
    counted: (points, level) => `${points} Punkte, ${level}`,
    routine: 'Stufe setzen',
  },
  bonus: {
    thanks: 'Vielen Dank! Die Punkte sind auf Ihrer Karte.',
    label: 'Registrieren',
    text: (amount) => `Registrieren Sie diese Karte, und Sie bekommen ${amount} Punkte:`,
    link: (amount) => `Karte registrieren und ${amount} Punkte bekommen`,
  },
  birthday: {
    label: 'Ihr Geburtstag',
    atTill: (value) => `Geburtstag: ${value}`,
    thanked: 'Dank für den Geburtstag',
  },
  ticket: {
    label: 'EINGELASSEN',
    welcome: 'Willkommen!',
    used: (value) => `Schon benutzt: ${value}`,
    valid: 'Gültige Karte, noch nicht benutzt',
    news: 'Eingelassen: %@',
    at: 'Zeit der Benutzung',
  },
  visits: {
    label: 'BESUCHE ÜBRIG',
    news: 'Sie haben noch %@ Besuche',
    none: 'Auf dieser Karte ist kein Besuch übrig.',
    left: (value) => `Willkommen! Noch ${value} übrig`,
  },
  gift: {
    label: 'GUTHABEN',
    news: 'Ihr Guthaben ist %@',
    charge: 'Zu zahlender Betrag',
    paying: 'Betrag in Zahlung',
    balance: (value, currency) => `Guthaben: ${value} ${currency}`,
    tooMuch: (value, currency) => `Das Guthaben ist nur ${value} ${currency}. Es wurde nichts bezahlt.`,
    negative: 'Ein zu zahlender Betrag ist größer als 0. Es wurde nichts bezahlt.',
    paid: (amount, balance, currency) => `${amount} ${currency} bezahlt, ${balance} ${currency} übrig`,
  },
  cards: {
    description: {
      stamp: (shop) => `Stempelkarte von ${shop}`,
      points: (shop) => `Punktekarte von ${shop}`,
      gift: (shop) => `Geschenkkarte von ${shop}`,
      ticket: (shop) => `Eintrittskarte von ${shop}`,
      coupon: (shop) => `Gutschein von ${shop}`,
      membership: (shop) => `Mitgliedskarte von ${shop}`,
    },
    shop: 'Ihr Geschäft',
    howLabel: 'So geht es',
    how: {
      stamp:
        'Zeigen Sie diese Karte beim Bezahlen. Jeder Besuch ist ein Stempel, und die volle Karte bringt die Belohnung.',
      points: 'Zeigen Sie diese Karte beim Bezahlen. Jeder Besuch bringt Punkte.',
      gift: 'Zeigen Sie diese Karte beim Bezahlen. Der Betrag geht vom Guthaben ab.',
      ticket: 'Zeigen Sie diese Karte am Eingang. Sie gilt für eine Person und ein Mal.',
      coupon: 'Zeigen Sie diese Karte beim Bezahlen. Sie gilt ein Mal.',
      membership: 'Zeigen Sie diese Karte, wenn Sie zu uns kommen.',
    },
    inLists: {
      stamps: (value) => `${value} Stempel`,
      points: (name, value) => `${name}: ${value} Punkte`,
      balance: (value, currency) => `Geschenkkarte: ${value} ${currency}`,
    },
    forLabel: 'FÜR',
    forWhom: 'Sie',
    ticketLabel: 'EINTRITTSKARTE',
    ticket: 'Für eine Person',
    statusLabel: 'STATUS',
    guest: 'Gast',
    member: 'Mitglied',
    sinceLabel: 'MITGLIED SEIT',
    since: 'Mitglied seit',
    isMember: (name, status) => `${name}, ${status}`,
  },
  coupon: {
    label: 'FÜR SIE',
    offer: 'Eine Kugel Eis gratis',
    doneLabel: 'EINGELÖST',
    done: 'Vielen Dank!',
    used: (value) => `Schon eingelöst: ${value}`,
    give: (offer) => `Jetzt geben: ${offer}`,
    at: 'Zeit der Einlösung',
    valid: 'Gültiger Gutschein, noch nicht eingelöst',
  },
};

export const recipes: Texts['recipes'] = {
  title: 'Rezepte',
  intro: 'Jedes stellt ein paar Fragen und schreibt gewöhnliche Regeln, die Sie danach ändern können.',
  back: 'Alle Rezepte',
  names,
  counter: {
    label: 'Wo werden die Punkte gezählt?',
    hint: 'Die Karte zählt schon, also kann das Rezept dieses Feld benutzen.',
    fresh: 'In einem neuen Feld',
  },
  show: 'Mit diesen Antworten zeigen',
  add: 'In den Entwurf übernehmen',
  unseen: 'Die Antworten haben sich geändert. Das tun sie jetzt: Übernehmen Sie es, wenn es stimmt.',
  preview: 'Was es tut',
  look: 'So sieht die Karte dann aus',
  onEvent: {
    onCheck: 'Wenn die Kasse eine Karte ansieht',
    onCreate: 'Wenn eine Karte gemacht wird',
    onInstall: 'Wenn eine Karte auf ein Telefon kommt',
    onDeviceUpdate: 'Wenn ein Telefon nach Neuem fragt',
    onRegister: 'Wenn das Formular abgeschickt wird',
    onDelete: 'Wenn eine Karte von einem Telefon entfernt wird',
    onScan: 'Wenn eine Karte gescannt wird',
    onEdit: 'Wenn Sie eine Karte ändern',
  },
  stepsNamed: (label) => `Die Schritte namens ${label}`,
  newFields: 'Neu auf der Karte',
  newValues: 'Neue verborgene Werte',
  found: 'Gut zu wissen',
  counts: (label) => `${label} wird schon bei jedem Scan gezählt, deshalb kommt dafür keine zweite Regel hinzu.`,
  beside: (label) => `Die Karte zählt schon ${label}. Das hier zählt daneben.`,
  hasRules: 'Regeln, die die Karte hat, bleiben, wie sie sind; diese kommen hinzu.',
  problems: 'Das verträgt sich nicht mit der Karte:',
  nothing: 'Das ändert nichts: Die Karte tut es schon.',
  faults: {
    number: (least, most) => `Geben Sie eine Zahl von ${least} bis ${most} ein.`,
    whole: (least, most) => `Geben Sie eine ganze Zahl von ${least} bis ${most} ein.`,
    missing: 'Geben Sie eine Antwort.',
    long: (longest) => `Höchstens ${longest} Zeichen.`,
    url: 'Geben Sie eine Adresse ein, die mit https:// oder http:// beginnt, ohne Passwort.',
    moment: 'Geben Sie einen Tag und eine Uhrzeit ein.',
    choice: 'Wählen Sie eines davon.',
    order: (other) => `Das muss mehr sein als die Antwort auf „${other}“`,
  },
  added: (title) => `„${title}“ steht im Entwurf. Probieren Sie es aus, und veröffentlichen Sie es dann.`,
  card,
};
