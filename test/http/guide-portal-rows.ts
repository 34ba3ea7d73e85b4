// Rows of guide-workshop.test.ts: the guide's template portal.
import { expect } from 'vitest';
import { inputsOf } from '../fixtures/http/editor-form.ts';
import { type GuideRow, NAME, NEWS, POINTS, withNews } from '../fixtures/http/guide-owner.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

export const PORTAL: readonly GuideRow[] = [
  {
    line: 107,
    says: 'an easy way to view template stats',
    asked: 'the overview has the numbers of templateStats',
    expected: async ({ t, owner, threePasses }) => {
      const templateHash = await t.template(pointsTemplate());
      await threePasses(templateHash);
      const stats = await t.call('templateStats', { clientHash: t.clientHash, templateHash });
      const page = await owner.page(`/cards/${templateHash}`);
      const shown = Object.fromEntries(
        [...page.matchAll(/passes\?with=(\w+)"><strong>([\d,]+)</g)].map(([, state, count]) => [state, Number(count)]),
      );
      const { created, installed, deleted, scanned, registered, theoretical } = stats;
      expect({ created, scanned, registered }).toEqual({ created: 3, scanned: 1, registered: 1 });
      expect(shown).toMatchObject({ created, installed, deleted, scanned, registered });
      expect(shown.onPhones).toBe(1);
      expect(theoretical).toBe(installed - deleted);
    },
  },
  {
    line: 107,
    says: 'drill down to lists of individual passes',
    asked: 'each number leads to a list of the passes that it counts',
    expected: async ({ t, owner, threePasses }) => {
      const templateHash = await t.template(pointsTemplate());
      const [ada, grace] = await threePasses(templateHash);
      const page = await owner.page(`/cards/${templateHash}`);
      const lists = [...page.matchAll(/href="(\/cards\/[^"]*passes\?with=(\w+))"/g)];
      expect(lists.length).toBe(6);
      const passesIn = async (state: string) => {
        const [, href] = lists.find(([, , name]) => name === state)!;
        return [...(await owner.page(href!)).matchAll(/href="\/customers\/([^"/?]+)"/g)].map(([, hash]) => hash);
      };
      expect(await passesIn('created')).toHaveLength(3);
      expect(await passesIn('scanned')).toEqual([ada]);
      expect(await passesIn('registered')).toEqual([grace]);
      expect(await passesIn('onPhones')).toEqual([ada]);
    },
  },
  {
    line: 54,
    says: 'this will be used in pass lists and on the editor page',
    asked: 'psPassDescription names a pass in lists, on the editor and on its customer’s page',
    expected: async ({ t, owner }) => {
      const psPassDescription = `{${NAME}} has {${POINTS}} points`;
      const templateHash = await t.template(pointsTemplate({ additional: { note: '', psPassDescription } }));
      const pass = await t.pass(templateHash, { [NAME]: 'Ada', [POINTS]: 7 });
      for (const path of [
        `/cards/${templateHash}/passes`,
        `/customers?card=${templateHash}`,
        `/customers/${pass}`,
        `/pass/editor.php?hashedSerialNumber=${pass}`,
      ]) {
        expect([path, textOf(await owner.page(path))]).toEqual([path, expect.stringContaining('Ada has 7 points')]);
      }
    },
  },
  {
    line: 54,
    says: 'If this is not set, we’ll set it for you',
    asked: 'a pass without psPassDescription has a name in lists too',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(pointsTemplate());
      const pass = await t.pass(templateHash, { [NAME]: 'Ada' });
      const list = await owner.page(`/cards/${templateHash}/passes`);
      const name = new RegExp(`href="/customers/${pass}"[^>]*>(.*?)</a>`, 's').exec(list)![1]!;
      expect(textOf(name)).not.toBe('');
    },
  },
  {
    line: 107,
    says: 'enter the API paths to the fields you want to edit as an additional field named psPortalUpdatePaths',
    asked: 'the news form has these fields in their order and no other',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(withNews({ psPortalUpdatePaths: `${NEWS}, logoText,backgroundColor` }));
      const page = await owner.page(`/cards/${templateHash}/news`);
      const names = Object.keys(inputsOf(page)).filter((name) => !name.startsWith('was:'));
      expect([...page.matchAll(/ name="(logoText|backgroundColor|structure_[^"]*)"/g)].map(([, name]) => name)).toEqual(
        [NEWS, 'logoText', 'backgroundColor'],
      );
      expect(names).not.toContain(NAME);
    },
  },
  {
    line: 438,
    says: 'when the field is displayed on the registration, editor, or portal forms',
    asked: 'PSLabel names the field on the news form',
    expected: async ({ t, owner }) => {
      const logoText = { PSValue: 'Bakery', PSLabel: 'Name above the card' };
      const templateHash = await t.template({ ...withNews({ psPortalUpdatePaths: 'logoText' }), logoText });
      expect(textOf(await owner.page(`/cards/${templateHash}/news`))).toContain('Name above the card');
    },
  },
  {
    line: 107,
    says: 'these updates will be applied to the master template',
    asked: 'a new text stands on passes made before and after',
    expected: async ({ t, owner, readJson }) => {
      const templateHash = await t.template(withNews({ psPortalUpdatePaths: NEWS }));
      const before = await t.pass(templateHash);
      await owner.post(`/cards/${templateHash}/news`, { [NEWS]: 'Cake on Sunday', [`was:${NEWS}`]: 'Old news' });
      const { passConstructor } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
      expect(JSON.stringify(passConstructor)).toContain('Cake on Sunday');
      for (const pass of [before, await t.pass(templateHash)]) expect(await readJson(pass)).toContain('Cake on Sunday');
    },
  },
  {
    line: 107,
    says: 'then a push update will be sent to all installed passes',
    asked: 'the same form pushes to the phones, as access type 5',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(withNews({ psPortalUpdatePaths: NEWS }));
      const pass = await t.install(await t.pass(templateHash));
      await owner.post(`/cards/${templateHash}/news`, { [NEWS]: 'Cake on Sunday', [`was:${NEWS}`]: 'Old news' });
      expect((await t.jobs()).map(({ kind }) => kind)).toContain('push_template');
      expect((await t.events(pass)).map(({ accessType }) => accessType)).toContain(5);
    },
  },
  {
    line: 175,
    says: 'used by the "Update All Passes" button',
    asked: 'the overview has the button, which pushes and logs access type 5',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(pointsTemplate());
      const pass = await t.install(await t.pass(templateHash));
      expect(await owner.page(`/cards/${templateHash}`)).toContain(`action="/cards/${templateHash}/update"`);
      expect((await owner.post(`/cards/${templateHash}/update`, {})).status).toBe(303);
      expect((await t.jobs()).map(({ kind }) => kind)).toContain('push_template');
      expect((await t.events(pass)).map(({ accessType }) => accessType)).toContain(5);
    },
  },
  {
    line: 280,
    says: 'a url key that will point to the template portal page',
    asked: 'allTemplates.url leads to the card’s overview',
    expected: async ({ t, owner }) => {
      const templateHash = await t.template(pointsTemplate());
      const { templates } = await t.call('allTemplates', { clientHash: t.clientHash });
      const { url } = templates.find((each: { templateHash: string }) => each.templateHash === templateHash);
      const { pathname, search } = new URL(url);
      const answer = await owner.get(pathname + search);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cards/${templateHash}`]);
      expect((await owner.get(`/cards/${templateHash}`)).status).toBe(200);
    },
  },
  {
    line: 463,
    says: 'Go to the template portal page and enter in the new message',
    asked: 'the overview itself has the one message, and the phone shows it by its changeMessage',
    expected: async ({ t, owner, readJson }) => {
      const templateHash = await t.template(withNews({ psPortalUpdatePaths: NEWS }));
      const pass = await t.pass(templateHash);
      expect(inputsOf(await owner.page(`/cards/${templateHash}`))).toMatchObject({ [NEWS]: 'Old news' });
      await owner.post(`/cards/${templateHash}/news`, { [NEWS]: 'Cake on Sunday', [`was:${NEWS}`]: 'Old news' });
      expect(await readJson(pass)).toMatch(
        /"value":"Cake on Sunday"[^}]*"changeMessage":"%@"|"changeMessage":"%@"[^}]*"value":"Cake on Sunday"/,
      );
    },
  },
];
