// Programs that somebody wrote to make passes are no robots, whatever they call themselves.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let templateHash: string;

beforeAll(async () => {
  t = await openTestApp();
  templateHash = await t.template(pointsTemplate());
});
afterAll(() => t.close());

const visit = (agent: string, more: Record<string, string> = {}) =>
  t.fetch(`/pass/create.php?${new URLSearchParams({ templateHash, ...more })}`, { headers: { 'user-agent': agent } });
const newest = () => stored(t).passes!.at(-1)?.hash;

test.each([
  'WordPress/6.3; https://x.y',
  'Zapier',
  'Make/production',
  'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: U)',
  'SFDC-Callout/58.0',
  'HubSpot Connect 2.0 (https://developers.hubspot.com)',
  'MyShop/2.0',
  'MyShopBot/1.0',
  'libwww-perl/6.67',
  'LWP::Simple/6.67',
  'Power Automate',
  'n8n',
])('%s makes the pass that it asks for', async (agent) => {
  for (const more of [{}, { clientHash: t.clientHash }] as Record<string, string>[]) {
    const response = await visit(agent, { ...more, generate: 'true' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(newest());
  }
});

test('a robot that nobody knows reads a plain link, and makes no pass', async () => {
  const before = stored(t);
  const response = await visit('ExampleCrawler/1.0 (+https://crawler.example)');
  expect(response.status).toBe(200);
  // A cache must not answer a person, who gets a pass at the same address, with the preview.
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  expect(stored(t)).toEqual(before);
});
