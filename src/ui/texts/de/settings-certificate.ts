// The words of the pages about Apple's certificate, and of the mail before its end, in German.
import type { Texts } from '../en/index.ts';

export const settingsCertificate: Texts['settingsCertificate'] = {
  title: 'Zertifikat von Apple',
  why: 'Telefone nehmen Karten nur mit einem Zertifikat von Apple an. Sie brauchen dafür Apples Entwicklerkonto (99 US-Dollar im Jahr); der Rest dauert etwa zehn Minuten, einmal im Jahr.',
  yours: 'Ihr Zertifikat',
  valid: 'Gültig bis',
  ended: 'Abgelaufen am',
  mailsBefore: (email) => `30, 14, 7, 3 Tage und 1 Tag vorher kommt eine Mail an ${email}.`,
  noMailsBefore: 'Richten Sie Mail ein, dann kommt vor dem Ende eine Mail.',
  renewSoon: (days) =>
    days === 1
      ? 'Es läuft in 1 Tag ab: Gehen Sie die drei Schritte noch einmal durch.'
      : `Es läuft in ${days} Tagen ab: Gehen Sie die drei Schritte noch einmal durch.`,
  renewNow:
    'Telefone nehmen keine neuen und keine geänderten Karten an. Gehen Sie die drei Schritte noch einmal durch, für denselben Pass-Typ.',
  signsFor: (organisation, team) => `${organisation}, Team ${team}`,
  remove: 'Entfernen',
  removeTitle: (passType) => `Das Zertifikat für ${passType} entfernen?`,
  removeText:
    'Ohne das Zertifikat lässt sich keine Karte dieses Pass-Typs mehr ändern. Ein Zertifikat, das Karten brauchen, wird nicht entfernt.',
  inUse: 'Es bleibt: Karten oder Vorlagen brauchen es. Laden Sie zuerst das neue hoch.',
  renew: 'In drei Schritten erneuern',
  setUp: 'In drei Schritten einrichten',
  step1: 'Anforderung herunterladen',
  step1Text: 'Eine kleine Datei für Apple. Der geheime Schlüssel dazu bleibt auf diesem Server.',
  download: 'Anforderung herunterladen',
  requested: 'Gemacht am',
  step2: 'Bei Apple abgeben',
  open: 'Apples Seite für Zertifikate öffnen',
  apple: [
    'Melden Sie sich mit der Apple-ID Ihres Entwicklerkontos an.',
    'Wählen Sie unter „Services“ den Punkt „Pass Type ID Certificate“, dann „Continue“.',
    'Wählen Sie Ihren Pass-Typ. Beim ersten Mal legen Sie unter „Identifiers“ einen an: Er beginnt mit pass. und Ihrer Domain rückwärts, etwa pass.com.example.cards.',
    'Wählen Sie die Datei aus Schritt 1 (ihr Name endet auf .certSigningRequest), dann „Continue“.',
    'Wählen Sie „Download“. Die Datei heißt pass.cer.',
  ],
  step3: 'Hochladen, was Apple Ihnen gab',
  file: 'Datei von Apple',
  fileHint: 'Ihr Name endet auf .cer, .pem oder .p12.',
  keptFile: (name) => `${name} ist noch hier. Es fehlt nur das Passwort.`,
  keptUnnamed: 'Die Datei',
  password: 'Passwort der Datei',
  passwordHint: 'Nur für eine .p12-Datei oder einen geschützten Schlüssel. Es wird nicht gespeichert.',
  more: 'Weitere Dateien',
  moreText:
    'Kaum jemand braucht diese: einen anderswo gemachten Schlüssel, oder Apples eigenes Zertifikat über dem Ihren.',
  key: 'Privater Schlüssel',
  intermediate: 'Apples Zwischenzertifikat',
  upload: 'Prüfen und verwenden',
  noFile: 'Bitte wählen Sie die Datei, die Apple Ihnen gab.',
  tryTitle: 'Eine Testkarte auf Ihr Telefon',
  tryText: 'Eine Ihrer Karten, für Sie gemacht, damit Sie sehen, dass Ihr Telefon sie annimmt.',
  card: 'Karte',
  mailTo: 'Link per Mail an',
  makeTest: 'Testkarte erstellen',
  noCards: 'Sie haben noch keine Karte. Machen Sie zuerst eine, und kommen Sie dann für die Probe zurück.',
  newCard: 'Neue Karte',
  testTitle: 'Ihre Testkarte',
  testText:
    'Öffnen Sie diesen Link auf Ihrem iPhone, oder richten Sie dessen Kamera auf den Code. Tippen Sie dann auf „Zu Apple Wallet hinzufügen“.',
  testMailed: (address) => `Eine Mail mit dem Link ist unterwegs an ${address}.`,
  testAlt: 'Der Link als QR-Code',
  testLink: 'Den Link öffnen',
  notTaken: 'Ihr Telefon lehnt sie ab?',
  notTakenText:
    'Prüfen Sie, dass dieser Server über https erreicht wird und dass das Datum des Telefons stimmt. Erstellen Sie dann noch eine Testkarte.',
  backToSteps: 'Zurück zum Zertifikat',
  reminderSubject: (passType, days) =>
    days < 0
      ? `Das Zertifikat für ${passType} ist abgelaufen`
      : `Das Zertifikat für ${passType} läuft in ${days} ${days === 1 ? 'Tag' : 'Tagen'} ab`,
  reminderHeading: 'Ihre Karten brauchen ein neues Zertifikat',
  reminderText: (passType, date) =>
    `Das Zertifikat von Apple für ${passType} läuft am ${date} ab. Telefone nehmen dann keine neuen und keine geänderten Karten an.`,
  reminderDo: 'Erneuern Sie es in drei Schritten. Das dauert etwa zehn Minuten.',
  reminderButton: 'Zertifikat erneuern',
};
