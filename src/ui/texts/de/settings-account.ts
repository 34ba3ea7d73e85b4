// The words of the pages of the account and its look, in German.
import type { Texts } from '../en/index.ts';

export const settingsAccount: Texts['settingsAccount'] = {
  title: 'Konto',
  profile: 'Name und Sprache',
  name: 'Name des Kontos',
  nameHint: 'Ihre Kunden lesen ihn auf Seiten und als Absender von Mails.',
  language: 'Sprache Ihrer Seiten',
  languageHint: 'Die Seiten und Mails Ihrer Kunden gibt es in mehr Sprachen als Ihre, die dann auf Englisch sind.',
  ofBrowser: 'Wie der Browser es sagt',
  zone: 'Zeitzone',
  ofServer: (zone) => `Die des Servers (${zone})`,
  login: 'E-Mail-Adresse und Passwort',
  loginText:
    'Damit melden Sie sich an. Ändert sich eines von beiden, werden Ihre anderen Browser abgemeldet, und Programme brauchen den neuen clientHash.',
  email: 'E-Mail-Adresse',
  password: 'Neues Passwort',
  passwordHint: 'Mindestens 8 Zeichen. Lassen Sie das Feld leer, dann bleibt das jetzige.',
  current: 'Jetziges Passwort',
  currentHint: 'Damit das niemand an einem Computer ändert, den Sie offen gelassen haben.',
  changeLogin: 'Anmeldung ändern',
  notYours:
    'Nur die eigene Anmeldung des Kontos kann dessen E-Mail-Adresse und Passwort ändern. Ihre eigenen stehen unter „Meine Anmeldung“.',
  myLogin: 'Meine Anmeldung',
  additional: 'Weiteres JSON',
  additionalText:
    'Programme lesen es als clientInfo.additional. psDashboard fügt Ihrem Menü Einträge hinzu: Jeder Name führt zu seiner Adresse, und eine ohne http beginnt bei diesem Server.',
  additionalExample: 'Ein Beispiel:',
  saveAdditional: 'JSON speichern',
  look: 'Aussehen',
  lookText:
    'Mit eigenem Aussehen zeigen die Seiten Ihrer Karten, deren Mails und diese Seiten Ihr Logo und Ihre Farbe.',
  whitelabel: 'Mein Logo und meine Farbe zeigen, und kein Wort von der Software',
  logo: 'Ihr Logo',
  logoHint: 'PNG, JPEG oder WebP. Breite passen am besten, etwa 480 mal 120 Pixel.',
  removeLogo: 'Ohne Logo',
  color: 'Farbe',
  noColor: 'Ohne eigene Farbe',
  preview: 'So sieht es aus',
};
