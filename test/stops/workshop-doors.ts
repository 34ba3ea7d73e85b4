// The doors of the owner's pages: forms with a session, their uploads, and what strangers may send
// to them.
import { codeOf, newLinkCode } from '../../src/operations/access/link-codes.ts';
import { ownerCookie } from '../fixtures/http/people.ts';
import { OWNER, type TestApp } from '../fixtures/open-app.ts';
import type { Door } from './doors.ts';

export interface OwnThings {
  readonly templateHash: string;
  readonly hashedSerialNumber: string;
  /** API path of a field that the owner may correct. */
  readonly path: string;
}

export async function workshopDoors(t: TestApp, things: OwnThings): Promise<readonly Door[]> {
  const { templateHash, hashedSerialNumber, path } = things;
  const code = await invitation(t);
  const cookie = ownerCookie(t);
  const own = { origin: new URL(t.config.rootUrl).origin };
  const door = (who: Door['who'], method: Door['method'], address: string, more: Partial<Door> = {}): Door => ({
    name: `${method} ${address.split('?')[0]!.replace(templateHash, ':card').replace(hashedSerialNumber, ':customer')}`,
    who,
    method,
    path: address,
    headers: () => (who === 'owner' ? { cookie, ...own } : own),
    fields: {},
    ...more,
  });
  const form = (address: string, fields: Door['fields'], file?: string) =>
    door('owner', 'POST', address, { fields, ...(file === undefined ? {} : { file }) });
  const card = `/cards/${templateHash}`;
  const customer = `/customers/${hashedSerialNumber}`;
  return [
    door('anonymous', 'POST', `/join/${code}`, {
      name: 'POST /join/:code',
      fields: { name: 'Ada', password: 'x', language: 'en' },
    }),
    door('anonymous', 'POST', '/batch/create.php', { fields: { templateHash, clientHash: 'x' }, file: 'file' }),
    door('anonymous', 'POST', '/settings/look', { fields: { color: '#fff' }, file: 'logo' }),
    form('/batch/create.php', { templateHash, clientHash: t.clientHash, mode: 'links' }, 'file'),
    form(customer, { [path]: 'Ada', psReason: 'x' }),
    form(`${customer}/undo`, { event: '1', psReason: 'x' }),
    form(`${customer}/mail`, { address: 'ada@example.com' }),
    form('/cards/import', {}, 'file'),
    form(`${card}/news`, { [path]: 'x' }),
    form(`${card}/news/choose`, { paths: path }),
    form(`${card}/send/spreadsheet`, { mode: 'links' }, 'file'),
    form(`${card}/history`, { event: 'scan' }, 'file'),
    form(`${card}/send/blank`, { count: '1' }),
    form(`${card}/copy`, { name: 'Copy' }),
    form(`${card}/rules/recipes/visits`, { count: '10', label: 'VISITS', none: 'x', revision: '1.0', seen: '' }),
    form(`${card}/rules/onScan/new`, { home: 'onScan', revision: '1.0', 'step0.verb': 'say', 'step0.text': 'x' }),
    form(`${card}/rules/onScan/new/preview`, { home: 'onScan', mode: 'text', condition: '{a} > 1' }),
    form(`${card}/rules/steps`, { revision: '1.0', name: 'Steps' }),
    form(`${card}/checks`, { name: 'Check', try: 'event=onScan&n=20', 'place[]': path }),
    form(`${card}/code`, { json: '{}', revision: '1.0' }),
    form(`${card}/code/check`, { json: '{}' }),
    form(`${card}/design/dates`, { expirationDate: '2030-01-01T00:00', revision: '1.0' }),
    form(`${card}/design/languages`, { act: 'add', language: 'fr', revision: '1.0' }),
    form(`${card}/design/pictures`, { act: 'put', name: 'logo', revision: '1.0' }, 'file'),
    form(`${card}/design/places`, { 'locations.0.latitude': '1', revision: '1.0' }),
    form(`${card}/design/programs`, { userInfo: '{}', revision: '1.0' }),
    form(`${card}/design/rename`, { path, key: 'renamed', revision: '1.0' }),
    form('/settings/look', { color: '#fff', whitelabel: 'true' }, 'logo'),
    form('/settings/mail', {
      host: 'a.example',
      port: '25',
      security: 'none',
      user: 'u',
      password: 'p',
      from: 'a@b.example',
    }),
    form('/settings/certificate/upload', { password: 'x' }, 'certificate'),
    form('/settings/account/profile', { name: 'Ada', language: 'en', timeZone: 'UTC' }),
    form('/settings/account/login', { email: 'a@b.example', current: 'x', password: 'y' }),
    form('/settings/account/additional', { additional: '{}' }),
    form('/settings/people/invite', { email: 'a@b.example', role: 'counter' }),
    form('/settings/me', { name: 'Ada', language: 'en' }),
    form('/tills/new', { name: 'Till', cards: templateHash }),
    door('owner', 'GET', '/cards'),
    door('owner', 'GET', '/customers?q=a%20b'),
    door('owner', 'GET', `/cards/${templateHash}`),
    door('owner', 'GET', `${card}/try?event=onScan&n=20`),
    door('owner', 'GET', `${card}/checks`),
    door('owner', 'GET', '/runs'),
    door('owner', 'GET', '/settings/audit'),
  ];
}

/** The code of an invitation that nobody accepts: the passwords sent are too short. */
async function invitation(t: TestApp): Promise<string> {
  const { context } = t.app;
  const { nonce, codeHash } = newLinkCode(context, 'invitation');
  const invited = { accountId: t.owner.id, email: 'ada@example.com', role: 'counter', invitedBy: OWNER.email } as const;
  const times = { createdAt: t.now(), expiresAt: t.now() + 1e10 };
  await context.store.invite({ ...invited, nonce, codeHash, ...times }, 100);
  return codeOf(context, 'invitation', nonce);
}
