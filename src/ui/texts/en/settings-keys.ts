// The words of the page of clientHash and API keys, in English.
import type { ApiSurface, AssistantRole } from '../../../ports/store/api-keys.ts';

export const settingsKeys = {
  title: 'For programs',
  why: 'Programs that make, scan and change cards identify themselves with one of these. Keep them secret like a password.',
  hash: 'clientHash',
  hashText: 'For the API of PassSource. It changes with the e-mail address and the password.',
  show: 'Show the clientHash',
  setScanner: 'Set up the scanner of this device with it',
  renew: 'Renew it',
  renewTitle: 'Renew the clientHash?',
  renewText:
    'Every program, every link to the editor and every scanner with the old one stops working at once. Your password stays, and nobody is logged out.',
  renewYes: 'Renew the clientHash',
  keys: 'API keys',
  none: 'There is no key yet. Programs written for PassKit or Pass2U need one.',
  surface: 'For programs of',
  surfaces: { passkit: 'PassKit', pass2u: 'Pass2U', mcp: 'Assistant' } satisfies Record<ApiSurface, string>,
  assistants: {
    reader: 'Assistant (MCP): reads and tries cards',
    author: 'Assistant (MCP): also writes drafts',
    publisher: 'Assistant (MCP): also publishes',
  } satisfies Record<AssistantRole, string>,
  assistantsText:
    'An assistant reads the rules of your cards, tries them and says why a rule did not apply. What it reads, such as values of customers in what happened, goes to whoever runs the assistant.',
  make: 'Make a key',
  made: 'Here is the key',
  madeText: 'Note it now: it is shown this once.',
  shownBefore: 'This key was shown already. If nobody noted it, revoke it and make another one.',
  key: 'Key',
  secret: 'Secret',
  created: 'made',
  used: 'last used',
  unused: 'not used yet',
  revoked: 'revoked',
  revoke: 'Revoke',
  revokeTitle: (name: string) => `Revoke the key ${name}?`,
  revokeText: 'Programs with this key are refused at once. A revoked key does not come back.',
  lenient: 'Accept tokens of PassKit clients that end in milliseconds or up to 5 minutes from now',
  addresses: 'Addresses',
  address: { passsource: 'PassSource', passkit: 'PassKit', pass2u: 'Pass2U', wallet: 'Phones', mcp: 'Assistants (MCP)' },
  whatToCall: 'What to call',
};
