// Rows of guide-workshop.test.ts: whitelabel services, the dashboard and the account.
import { expect } from 'vitest';
import type { GuideRow } from '../fixtures/http/guide-owner.ts';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';

export const WHITELABEL: readonly GuideRow[] = [
  {
    line: 125,
    says: 'specify a logo and color that will be used to brand the entire site',
    asked: 'the owner’s pages, the pass, its registration, the login and the scanner have both',
    expected: async ({ t, owner, whitelabel }) => {
      await whitelabel();
      const pass = await t.pass(await t.template(pointsTemplate()));
      const own = ['/', '/cards', '/customers', `/customers/${pass}`, '/tills', '/settings', '/scanner'];
      const others = [
        `/pass/create.php?hashedSerialNumber=${pass}`,
        `/pass/register.php?hashedSerialNumber=${pass}`,
        `/login?clientId=${t.owner.id}`,
      ];
      const isBranded = (html: string) => [
        /<img[^>]*\/images\/[0-9a-f]{64}/.test(html),
        html.includes('rgb(0, 51, 102)'),
      ];
      for (const path of own) expect([path, isBranded(await owner.page(path))]).toEqual([path, [true, true]]);
      for (const path of others) {
        expect([path, isBranded(await (await t.fetch(path)).text())]).toEqual([path, [true, true]]);
      }
    },
  },
  {
    line: 125,
    says: 'Pages will not include any PassSource branding',
    asked: 'no page of a whitelabelled account names this server',
    expected: async ({ t, owner, whitelabel }) => {
      await whitelabel();
      const templateHash = await t.template(pointsTemplate());
      const pass = await t.pass(templateHash);
      for (const path of [
        '/',
        '/cards',
        `/cards/${templateHash}`,
        `/customers/${pass}`,
        '/nothing/here',
        '/cards/none',
      ]) {
        expect([path, /passwright/i.test(await (await owner.get(path)).text())]).toEqual([path, false]);
      }
      const page = await (await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}`)).text();
      expect(page).not.toMatch(/passwright/i);
    },
  },
  {
    line: 33,
    says: 'go to branded white-label pages, you may want to provide your client ID',
    asked: 'clientId in a link brands the page, also where nobody is logged in',
    expected: async ({ t, clientInfo, whitelabel }) => {
      await whitelabel();
      const { clientId } = await clientInfo();
      const page = await (await t.fetch(`/login?clientId=${clientId}`)).text();
      expect(page).toContain('rgb(0, 51, 102)');
      expect(await (await t.fetch('/login')).text()).not.toContain('rgb(0, 51, 102)');
    },
  },
  {
    line: 127,
    says: 'a psDashboard value in the client’s additional JSON with a map of labels to URLs',
    asked: 'the menu of the owner’s pages has these entries',
    expected: async ({ owner, accountPage }) => {
      const additional = JSON.stringify({ psDashboard: { 'My shop': 'https://shop.example/admin' } });
      expect((await accountPage('additional', { additional })).status).toBe(303);
      for (const path of ['/', '/cards']) {
        expect(await owner.page(path)).toMatch(/<a href="https:\/\/shop\.example\/admin"[^>]*>My shop<\/a>/);
      }
    },
  },
  {
    line: 127,
    says: 'If the URL does not contain http, it will automatically be prefixed',
    asked: 'such an entry leads below this server’s root',
    expected: async ({ owner, accountPage }) => {
      await accountPage('additional', { additional: '{"psDashboard": {"Tills": "tills"}}' });
      expect(await owner.page('/')).toMatch(/<a href="http:\/\/passes\.test\/tills"[^>]*>Tills<\/a>/);
    },
  },
];

export const ACCOUNT: readonly GuideRow[] = [
  {
    line: 204,
    says: 'Get your client hash from your advanced settings page',
    asked: 'the settings show the clientHash, and the scanner’s link with it',
    expected: async ({ t, owner }) => {
      const page = await owner.page('/settings/keys');
      expect(page).toContain(t.clientHash);
      expect(page).toContain(`href="/scanner#${new URLSearchParams({ clientHash: t.clientHash })}"`);
    },
  },
  {
    line: 237,
    says: 'based on your account ID, email, password',
    asked: 'another password makes another clientHash, and the old one is refused',
    expected: async ({ t, accountPage, clientInfo }) => {
      const fields = { email: OWNER.email, password: 'another horse', current: OWNER.password };
      expect((await accountPage('login', fields)).status).toBe(303);
      expect(await clientInfo()).toMatchObject({ success: false, code: 'client_hash_invalid' });
      const { clientHash } = await t.call('login', { email: OWNER.email, password: 'another horse' });
      expect(clientHash).not.toBe(t.clientHash);
      expect(await clientInfo(clientHash)).toMatchObject({ success: true, clientHash });
    },
  },
  {
    line: 261,
    says: 'also sets session cookies for editor page or other interface pages',
    asked: 'the API’s login opens the editor and the owner’s pages; its logout closes them',
    expected: async ({ t }) => {
      const pass = await t.pass(await t.template(pointsTemplate()));
      const login = await t.fetch(`/api/login.php?${new URLSearchParams(OWNER)}`, { method: 'POST' });
      const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
      const status = async (path: string) => (await t.fetch(path, { headers: { cookie } })).status;
      expect(await status(`/pass/editor.php?hashedSerialNumber=${pass}`)).toBe(200);
      expect(await status('/cards')).toBe(200);
      await t.fetch('/api/logout.php', { method: 'POST', headers: { cookie } });
      expect(await status('/cards')).toBe(303);
    },
  },
  {
    line: 272,
    says: 'The value set in the additional JSON field of your advanced settings',
    asked: 'clientInfo answers what the page of the account has stored; a wrong text is refused',
    expected: async ({ accountPage, clientInfo }) => {
      await accountPage('additional', { additional: '{"shop": {"number": 7}}' });
      expect((await clientInfo()).additional).toEqual({ shop: { number: 7 } });
      const refused = await accountPage('additional', { additional: '{"shop": ' });
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('{&quot;shop&quot;: ')]);
      expect((await clientInfo()).additional).toEqual({ shop: { number: 7 } });
    },
  },
  {
    line: 266,
    says: 'The name set when you registered',
    asked: 'clientInfo answers the account’s name, which its page changes',
    expected: async ({ t, accountPage, clientInfo }) => {
      await accountPage('profile', { name: 'Corner Bakery', language: '', timeZone: '' });
      expect(await clientInfo()).toMatchObject({
        clientName: 'Corner Bakery',
        clientId: String(t.owner.id),
        email: OWNER.email,
      });
    },
  },
  {
    line: 275,
    says: 'If whitelabelled, this is the custom background color set for the account',
    asked: 'clientInfo answers whitelabel and the colour of the page of the look',
    expected: async ({ clientInfo, whitelabel }) => {
      expect(await clientInfo()).toMatchObject({ whitelabel: false });
      await whitelabel();
      const { whitelabel: isOn, backgroundColor } = await clientInfo();
      expect([isOn, backgroundColor.replaceAll(' ', '')]).toEqual([
        true,
        expect.stringMatching(/^(#003366|rgb\(0,51,102\))$/),
      ]);
    },
  },
];
