// The words of the page of clientHash and API keys, in German.
import type { Texts } from '../en/index.ts';

export const settingsKeys: Texts['settingsKeys'] = {
  title: 'Für Programme',
  why: 'Programme, die Karten machen, scannen und ändern, weisen sich mit einem von diesen aus. Halten Sie sie geheim wie ein Passwort.',
  hash: 'Der clientHash',
  hashText: 'Für die API von PassSource. Er ändert sich mit der E-Mail-Adresse und dem Passwort.',
  show: 'Den clientHash zeigen',
  setScanner: 'Den Scanner dieses Geräts damit einrichten',
  renew: 'Erneuern',
  renewTitle: 'Den clientHash erneuern?',
  renewText:
    'Jedes Programm, jeder Link zum Editor und jeder Scanner mit dem alten geht sofort nicht mehr. Ihr Passwort bleibt, und niemand wird abgemeldet.',
  renewYes: 'clientHash erneuern',
  keys: 'API-Schlüssel',
  none: 'Es gibt noch keinen Schlüssel. Programme für PassKit oder Pass2U brauchen einen.',
  surface: 'Für Programme von',
  surfaces: { passkit: 'PassKit', pass2u: 'Pass2U', mcp: 'Assistent' },
  assistants: {
    reader: 'Assistent (MCP): liest und probiert Karten',
    author: 'Assistent (MCP): schreibt auch Entwürfe',
    publisher: 'Assistent (MCP): veröffentlicht auch',
  },
  assistantsText:
    'Ein Assistent liest die Regeln Ihrer Karten, probiert sie und sagt, warum eine Regel nicht galt. Was er liest, etwa Werte von Kunden in dem, was geschah, geht an den, der den Assistenten betreibt.',
  make: 'Schlüssel erstellen',
  made: 'Hier ist der Schlüssel',
  madeText: 'Notieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt.',
  shownBefore:
    'Dieser Schlüssel wurde schon gezeigt. Hat ihn niemand notiert, dann sperren Sie ihn und machen Sie einen anderen.',
  key: 'Schlüssel',
  secret: 'Geheimnis',
  created: 'gemacht',
  used: 'zuletzt verwendet',
  unused: 'noch nicht verwendet',
  revoked: 'gesperrt',
  revoke: 'Sperren',
  revokeTitle: (name) => `Den Schlüssel ${name} sperren?`,
  revokeText: 'Programme mit diesem Schlüssel werden sofort abgewiesen. Ein gesperrter Schlüssel kommt nicht zurück.',
  lenient: 'Token von PassKit-Programmen annehmen, die in Millisekunden oder bis zu 5 Minuten voraus enden',
  addresses: 'Adressen',
  address: {
    passsource: 'PassSource',
    passkit: 'PassKit',
    pass2u: 'Pass2U',
    wallet: 'Telefone',
    mcp: 'Assistenten (MCP)',
  },
  whatToCall: 'Was es zu rufen gibt',
};
