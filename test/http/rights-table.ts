// What each route of the owner's pages asks for. rights.test.ts compares the table with the router: a
// new route needs a row here, and is then tried by everybody.
import type { Right } from '../../src/operations/access/roles.ts';

/**
 * The right that a person needs. `open`: whoever has the link or wants to log in. `link`: an address
 * that links in passes have, which asks for a clientHash or a session with that right.
 */
export type Row =
  | { readonly right: Right }
  | { readonly right: Right; readonly link: true }
  | { readonly right: 'open' };

const may = (right: Right): Row => ({ right });
const link = (right: Right): Row => ({ right, link: true });
const OPEN: Row = { right: 'open' };

/** Method and pattern -> row. */
export const TABLE: Readonly<Record<string, Row>> = {
  'GET /': OPEN,
  'GET /login': OPEN,
  'POST /login': OPEN,
  'POST /logout': OPEN,
  'GET /join/:code': OPEN,
  'POST /join/:code': OPEN,
  'GET /pass/editor.php': link('correct'),
  'POST /pass/editor.php': link('correct'),
  'GET /editor.php': link('correct'),
  'POST /editor.php': link('correct'),
  'GET /batch/export.php': link('see'),
  'GET /today/live': may('see'),
  'POST /today/seen': may('see'),
  'POST /today/steps/hide': may('rules'),
  'GET /cards': may('see'),
  'POST /cards/examples/hide': may('rules'),
  'GET /cards/new': may('rules'),
  'POST /cards/new': may('rules'),
  'POST /cards/import': may('rules'),
  'GET /cards/:card/code': may('rules'),
  'GET /cards/:card/code/template.json': may('rules'),
  'GET /cards/:card/copy': may('rules'),
  'POST /cards/:card/copy': may('rules'),
  'GET /cards/:card/delete': may('rules'),
  'POST /cards/:card/delete': may('rules'),
  'POST /cards/:card/pause': may('pause'),
  'GET /cards/:card/test': may('send'),
  'POST /cards/:card/test': may('send'),
  'POST /cards/:card/test/delete': may('send'),
  'GET /settings/audit': may('people'),
  'GET /settings/audit/export.csv': may('people'),
  'GET /settings/me': may('scan'),
  'POST /settings/me': may('scan'),
  'POST /settings/me/password': may('scan'),
  'GET /settings/people': may('people'),
  'POST /settings/people/invite': may('people'),
  'POST /settings/people/invitations/:invitation/withdraw': may('people'),
  'POST /settings/people/:member/role': may('people'),
  'GET /settings/people/:member/remove': may('people'),
  'POST /settings/people/:member/remove': may('people'),
  'GET /settings': may('find'),
  'GET /settings/account': may('people'),
  'POST /settings/account/additional': may('people'),
  'POST /settings/account/login': may('people'),
  'POST /settings/account/profile': may('people'),
  'GET /settings/certificate': may('certificate'),
  'GET /settings/certificate/:certificate/remove': may('certificate'),
  'POST /settings/certificate/:certificate/remove': may('certificate'),
  'GET /settings/certificate/request': may('certificate'),
  'POST /settings/certificate/request': may('certificate'),
  'POST /settings/certificate/test': may('certificate'),
  'GET /settings/certificate/test/:hash': may('certificate'),
  'POST /settings/certificate/upload': may('certificate'),
  'GET /settings/keys': may('keys'),
  'POST /settings/keys': may('keys'),
  'GET /settings/keys/:key/revoke': may('keys'),
  'POST /settings/keys/:key/revoke': may('keys'),
  'POST /settings/keys/lenient': may('people'),
  'GET /settings/keys/renew': may('keys'),
  'POST /settings/keys/renew': may('keys'),
  'GET /settings/look': may('look'),
  'POST /settings/look': may('look'),
  'GET /settings/mail': may('mail'),
  'POST /settings/mail': may('mail'),
  'POST /settings/mail/language': may('mail'),
  'GET /settings/mail/preview': may('mail'),
  'GET /settings/mail/remove': may('mail'),
  'POST /settings/mail/remove': may('mail'),
  'POST /settings/mail/test': may('mail'),
  'GET /settings/server': may('server'),
  'POST /settings/server/backup': may('server'),
  'GET /settings/server/backup/:backup': may('server'),
  'POST /settings/server/key': may('server'),
  'GET /tills': may('scan'),
  'GET /tills/new': may('tills'),
  'POST /tills/new': may('tills'),
  'GET /tills/:till/code': may('tills'),
  'POST /tills/:till/code': may('tills'),
  'GET /tills/:till/lock': may('tills'),
  'POST /tills/:till/lock': may('tills'),
};
