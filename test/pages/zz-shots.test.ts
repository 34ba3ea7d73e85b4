// Screenshots for me; not committed.
import sharp from 'sharp';
import { test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { openPages } from '../fixtures/pages/browser.ts';
import { logIn } from '../fixtures/pages/log-in.ts';

test('shots', async () => {
  const pages = await openPages();
  const art = await sharp({ create: { width: 1035, height: 1515, channels: 3, background: '#2f6f8a' } })
    .composite([{ input: Buffer.from('<svg width="1035" height="1515"><circle cx="520" cy="600" r="380" fill="#f2c14e"/></svg>') }])
    .png().toBuffer();
  const images = { background: `data:image/png;base64,${art.toString('base64')}` };
  const look = { backgroundColor: 'rgb(23,60,80)', foregroundColor: 'white', labelColor: 'rgb(200,220,230)', logoText: 'Bakery', images };
  const off = await pages.t.template(pointsTemplate({ type: 'generic', ...look }), { templateName: 'Off' });
  const on = await pages.t.template(pointsTemplate({ type: 'generic', ...look, posterGeneric: {
    headerFields: [{ key: 'points', label: 'POINTS', value: '{structure_headerFields_points_value}', changeMessage: 'Now %@' }],
    primaryFields: [{ key: 'name', label: 'NAME', value: '{structure_secondaryFields_name_value}' }, { key: 'seen', label: 'SEEN', value: '{structure_secondaryFields_seen_value}' }],
    footerFields: [{ key: 'since', label: 'Since', value: '2020' }],
  } }), { templateName: 'Member' });
  const { images: _, ...plain } = look;
  const ticket = await pages.t.template(pointsTemplate({ type: 'eventTicket', ...plain, preferredStyleSchemes: ['posterEventTicket', 'eventTicket'] }), { templateName: 'Ticket' });
  for (const [size, width, locale] of [['phone', 390, 'de-DE'], ['desktop', 1280, 'en-GB']] as const) {
    const { page, close } = await pages.open({ viewport: { width, height: 900 }, locale, colorScheme: 'light' });
    await logIn(page, pages.root);
    for (const [name, path] of [['off', `/cards/${off}/design/poster`], ['on', `/cards/${on}/design/poster`], ['card', `/cards/${on}/design`], ['ticket', `/cards/${ticket}/design/poster`], ['remove', `/cards/${on}/design/remove?group=posterGeneric`], ['field', `/cards/${on}/design/field?group=posterGeneric_headerFields&key=points`]] as const) {
      await page.goto(pages.root + path);
      if (name === 'card') await page.locator('#side-other').check({ force: true });
      await page.screenshot({ path: `/tmp/shots/${name}-${size}.png`, fullPage: name !== 'card' });
      if (name === 'ticket') { await page.locator('#side-other').check({ force: true }); await page.screenshot({ path: `/tmp/shots/ticket-older-${size}.png` }); }
    }
    await close();
  }
  await pages.close();
}, 400000);
