// The words of the page of the server, in German.
import type { Texts } from '../en/index.ts';

export const settingsServer: Texts['settingsServer'] = {
  title: 'Der Server',
  backup: 'Sicherung',
  backupText:
    'Eine Kopie von allem: Karten, Kunden, Bilder, Zertifikate, und was geschah. Bewahren Sie eine außerhalb dieses Servers auf.',
  never: 'Es gab noch keine Sicherung.',
  last: 'Letzte Sicherung',
  makeNow: 'Jetzt sichern',
  underWay: 'Eine Sicherung wird gemacht. Bei einer großen Datenbank dauert das eine Weile.',
  lookAgain: 'Noch einmal nachsehen',
  failed: 'Die Sicherung ist nicht gelungen:',
  download: 'Herunterladen',
  key: 'Geheimen Schlüssel herunterladen',
  keyText:
    'Eine Sicherung öffnet sich nur mit dem geheimen Schlüssel dieses Servers. Laden Sie auch ihn herunter, einmal, und bewahren Sie ihn getrennt von den Sicherungen auf: Mit beiden kann jeder handeln, als wäre er Sie.',
  keyPassword: 'Ihr Passwort',
  restore: 'Zum Wiederherstellen',
  restoreText:
    'Legen Sie beide Dateien in einen Ordner des neuen Servers, halten Sie ihn an, und führen Sie diese Zeile aus:',
  facts: 'Diese Installation',
  version: 'Fassung',
  node: 'Node.js',
  disk: 'Frei auf der Platte',
  database: 'Datenbank',
  of: (free, total) => `${free} von ${total}`,
  waiting: 'Es warten',
  nothing: 'Nichts.',
  jobs: {
    push_pass: 'Nachrichten an Telefone über Karten',
    push_template: 'Nachrichten an Telefone über alle Karten einer Art',
    push_device: 'Nachrichten an Telefone, die beschäftigt waren',
    expire_pass: 'Enden von Karten',
    expire_template: 'Enden von Kartenarten',
    schedule_expiries: 'Neu zu bestimmende Zeiten',
    index_passes: 'Karten, die für die Suche zu lesen sind',
    mail: 'E-Mails',
  },
  delayed: (count) => (count === 1 ? '1 davon ist schon gescheitert' : `${count} davon sind schon gescheitert`),
  state: 'Zustand',
  allWell: 'Alles ist in Ordnung.',
  update: 'Aktualisieren',
  updateText: 'Machen Sie zuerst eine Sicherung. Führen Sie dann diese Zeilen auf dem Server aus, in einem Terminal:',
  updateAfter: 'Laden Sie danach diese Seite noch einmal: Die Fassung ist dann eine andere.',
  restart: '# den Server anhalten und wie vorher starten, etwa:',
};
