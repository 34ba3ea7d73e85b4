// The words of the page of the mail server, and of its test mail, in German.
import type { Texts } from '../en/index.ts';

export const settingsMail: Texts['settingsMail'] = {
  title: 'E-Mail',
  why: 'Mails bringen Kunden die Links ihrer Karten, laden Personen ein und warnen Sie, bevor das Zertifikat abläuft.',
  fromEnvironment: (host, from) =>
    `Mails gehen über ${host} hinaus und kommen von ${from}. Das hat festgelegt, wer diesen Server betreibt (SMTP_URL).`,
  ofOperator: 'Den Mailserver legt das Konto fest, das diesen Server betreibt.',
  none: 'Es gibt noch keinen Mailserver, also warten die Mails.',
  server: 'Mailserver',
  serverText: 'Das alles sagt Ihnen Ihr Mailanbieter, meist unter „SMTP“ oder „Mailprogramm einrichten“.',
  host: 'Adresse des Servers',
  hostHint: 'Etwa smtp.example.com',
  port: 'Port-Nummer',
  security: 'Verschlüsselung',
  securities: {
    tls: 'TLS von Anfang an (Port 465)',
    starttls: 'STARTTLS, meist auf Port 587',
    offered: 'Wie der Server es anbietet, ohne Passwort',
  },
  user: 'Benutzername',
  password: 'Passwort',
  passwordKept: 'Lassen Sie das Feld leer, dann bleibt das jetzige.',
  passwordHint: 'Es wird verschlüsselt gespeichert.',
  from: 'Absender',
  fromHint: 'Die E-Mail-Adresse, von der Mails kommen. Leser sehen Ihren Namen daneben.',
  remove: 'Mailserver entfernen',
  removeTitle: 'Den Mailserver entfernen?',
  removeText: 'Mails warten dann, bis es wieder einen gibt.',
  test: 'Mir eine senden',
  testText: (email) => `Eine kurze Mail an ${email}, damit Sie sehen, ob es geht.`,
  testSent: (email) =>
    `Der Mailserver hat sie angenommen. Sehen Sie im Postfach von ${email} nach, auch unter den unerwünschten Mails.`,
  testFailed: 'Es hat nicht geklappt. Der Mailserver sagte:',
  testSubject: 'Es geht: eine Probemail',
  testHeading: 'Es geht',
  testLine: (name) => `Das ist die Probemail von ${name}. Mails mit den Links der Karten gehen denselben Weg.`,
  language: 'Sprache der Mails',
  languageText: 'Für Leser, deren Sprache niemand kennt. Ihre eigenen Seiten verwenden sie auch.',
  ofBrowser: 'Die Sprache des Browsers; Mails auf Englisch',
  preview: 'So sieht die Mail mit dem Link einer Karte aus',
  exampleCard: 'Ihre Karte',
};
