// The words of the settings' index, what their pages share, and the mistakes in their forms, in
// German.
import type { Texts } from '../en/index.ts';

export const settings: Texts['settings'] = {
  title: 'Einstellungen',
  back: 'Einstellungen',
  entries: {
    certificate: { name: 'Zertifikat von Apple', text: 'Damit Telefone Ihre Karten annehmen.' },
    look: { name: 'Aussehen', text: 'Ihr Logo und Ihre Farbe auf jeder Seite und in Mails.' },
    mail: { name: 'E-Mail', text: 'Der Mailserver, eine Probemail, die Sprache der Mails.' },
    account: { name: 'Konto', text: 'Name, E-Mail-Adresse, Passwort, Sprache, Zeitzone.' },
    people: { name: 'Personen', text: 'Wer mit Ihnen arbeitet, und was jede und jeder darf.' },
    me: { name: 'Meine Anmeldung', text: 'Ihr eigenes Passwort und Ihre Sprache.' },
    keys: { name: 'Für Programme', text: 'clientHash, API-Schlüssel und Adressen.' },
    webhooks: { name: 'Webhooks', text: 'Anderen Systemen sagen, was mit Karten geschieht.' },
    audit: { name: 'Protokoll', text: 'Wer wann was geändert hat.' },
    server: { name: 'Der Server', text: 'Sicherung, Platz auf der Platte, wie Sie aktualisieren.' },
  },
  save: 'Speichern',
  cancel: 'Abbrechen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  optional: 'freiwillig',
  done: {
    saved: 'Gespeichert.',
    unchanged: 'Nichts wurde geändert: Alles ist wie vorher.',
    password: 'Das Passwort ist geändert. Andere Browser sind abgemeldet; Programme brauchen den neuen clientHash.',
    removed: 'Entfernt.',
    revoked: 'Gesperrt. Programme mit diesem Schlüssel werden ab jetzt abgewiesen.',
    renewed: 'Der clientHash ist erneuert. Programme mit dem alten werden ab jetzt abgewiesen.',
    imported: 'Das Zertifikat gilt ab jetzt. Telefone nehmen Ihre Karten an.',
    backedUp: 'Die Sicherung ist fertig und geprüft.',
    sent: 'Die Nachricht ist unterwegs. Die Liste unten zeigt, was aus ihr wird.',
  },
  throttled: (duration) =>
    `Zu viele falsche Passwörter. Bitte warten Sie ${duration} und versuchen Sie es dann noch einmal.`,
  mistakes: {
    name_missing: () => 'Bitte geben Sie einen Namen an: Ihre Kunden lesen ihn auf Seiten und in Mails.',
    name_long: () => 'Dieser Name ist zu lang. Höchstens 200 Zeichen sind möglich.',
    email_wrong: () => 'Das ist keine E-Mail-Adresse. Eine sieht aus wie ada@example.com.',
    email_taken: () => 'Ein anderes Konto hat diese E-Mail-Adresse.',
    password_short: () => 'Ein Passwort hat mindestens 8 Zeichen.',
    password_current: () => 'Das ist nicht das jetzige Passwort. Nichts wurde geändert.',
    language_unknown: () => 'Bitte wählen Sie eine der Sprachen.',
    zone_unknown: () => 'Bitte wählen Sie eine der Zeitzonen.',
    additional_wrong: () => 'Das ist kein JSON-Objekt. Es beginnt mit { und endet mit }.',
    additional_long: () => 'Das ist zu lang. Höchstens 65.536 Zeichen sind möglich.',
    dashboard_wrong: () => 'psDashboard enthält Namen und Adressen: {"Unser Laden": "https://shop.example"}.',
    host_wrong: () => 'Das ist kein Name eines Servers. Einer sieht aus wie smtp.example.com.',
    port_wrong: () => 'Der Port ist eine Zahl von 1 bis 65535. Üblich sind 465 und 587.',
    security_wrong: () =>
      'Mit einem Passwort muss der Mailserver verschlüsseln: Wählen Sie eine der ersten beiden Arten.',
    user_incomplete: () => 'Benutzername und Passwort gehören zusammen: Füllen Sie beide aus oder keines.',
    password_again: () => 'Bitte geben Sie das Passwort noch einmal ein: Server oder Benutzername ist ein anderer.',
    issuer_wrong: () => 'Die Issuer-ID ist eine Zahl wie 3388000000012345678.',
    google_key_wrong: () => 'Das ist nicht die JSON-Datei eines Dienstkontos, wie die Google Cloud Console sie gibt.',
    from_wrong: () => 'Das ist nicht nur eine E-Mail-Adresse. Eine sieht aus wie karten@example.com.',
    color_wrong: () => 'Das ist keine Farbe. Eine sieht aus wie #003366.',
    logo_wrong: () => 'Das ist kein Bild in PNG, JPEG oder WebP. Bitte wählen Sie eine andere Datei.',
  },
  certificateMistakes: {
    p12_unreadable: () => 'Diese .p12-Datei ist nicht lesbar. Bitte exportieren Sie sie noch einmal.',
    password_missing: () =>
      'Diese Datei ist geschützt. Bitte geben Sie das Passwort ein, mit dem sie exportiert wurde.',
    password_wrong: () => 'Mit diesem Passwort wurde die Datei nicht exportiert. Bitte versuchen Sie es noch einmal.',
    file_too_large: () =>
      'Diese Datei ist zu groß für ein Zertifikat. Bitte wählen Sie die Datei, die Apple Ihnen gab.',
    archive_unwanted: () => 'Eine .p12-Datei geht hier nicht.',
    file_unknown: () =>
      'Das ist kein Zertifikat. Bitte wählen Sie die Datei, die Apple Ihnen gab; ihr Name endet auf .cer, .pem oder .p12.',
    certificate_damaged: () =>
      'Das Zertifikat in dieser Datei ist beschädigt. Bitte laden Sie es noch einmal herunter.',
    request_instead: () =>
      'Das ist die Anforderung aus Schritt 1. Laden Sie diese bei Apple hoch und wählen Sie hier, was Apple daraus macht.',
    nothing_inside: () => 'In dieser Datei ist kein Zertifikat. Bitte wählen Sie die Datei, die Apple Ihnen gab.',
    key_damaged: () => 'Der private Schlüssel in dieser Datei ist beschädigt.',
    other_kind: (what) =>
      `Das ist ein Zertifikat anderer Art (${what}). Wählen Sie bei Apple in Schritt 2 „Pass Type ID Certificate“.`,
    key_kind: () =>
      'Wallet will einen Schlüssel anderer Art. Bitte lassen Sie das Zertifikat aus der Anforderung von Schritt 1 machen.',
    expired: (date, passType) =>
      `Dieses Zertifikat ist am ${date} abgelaufen. Bitte machen Sie bei Apple ein neues für ${passType}.`,
    not_yet_valid: (from, now) =>
      `Dieses Zertifikat gilt ab ${from}, und die Uhr dieses Servers zeigt ${now}. Bitte lassen Sie die Uhr richtig stellen.`,
    intermediate_missing: (file) =>
      `Apples eigenes Zertifikat über dem Ihren fehlt. Bitte laden Sie ${file} herunter und wählen Sie die Datei unter „Weitere Dateien“.`,
    intermediate_namesake: (file) =>
      `Apples eigenes Zertifikat passt nicht zu Ihrem. Bitte laden Sie ${file} herunter und wählen Sie die Datei unter „Weitere Dateien“.`,
    intermediate_wrong: (file) =>
      `Unter „Weitere Dateien“ ist ein anderes Zertifikat als das über dem Ihren. Bitte laden Sie ${file} herunter und wählen Sie diese Datei.`,
    intermediate_ended: () =>
      'Apples eigenes Zertifikat über diesem ist abgelaufen. Bitte machen Sie bei Apple ein neues Zertifikat.',
    certificate_unreadable: () =>
      'Dieses Zertifikat ist nicht lesbar. Bitte laden Sie es bei Apple noch einmal herunter.',
    present_already: () => 'Dieses Zertifikat ist schon da. Nichts wurde geändert.',
    only_key: () =>
      'In dieser Datei ist nur ein Schlüssel. Wählen Sie oben die .cer-Datei von Apple und diese Datei unter „Weitere Dateien“.',
    no_key_inside: () => 'In dieser Datei ist kein privater Schlüssel.',
    key_of_other: () =>
      'Dieser Schlüssel gehört zu einem anderen Zertifikat. Bitte wählen Sie den Schlüssel der Anforderung.',
    key_missing: () =>
      'Der Schlüssel dieses Zertifikats ist nicht hier: Apple hat es aus einer anderen Anforderung gemacht. Laden Sie die Anforderung aus Schritt 1 bei Apple hoch, oder wählen Sie die .p12-Datei mit dem Schlüssel.',
    no_intermediate_inside: () => 'In dieser Datei ist kein Zertifikat.',
    too_costly: () =>
      'Diese Datei zu öffnen dauert zu lange. Bitte exportieren Sie sie mit den üblichen Einstellungen.',
  },
};
