// A back field's attributedValue on the page of the pass: Wallet shows it in place of the value, and knows `<a href>` in it.
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

/** The elements in the description of the back, and its text. */
async function backOf(attributedValue: string) {
  const template = pointsTemplate({ structure: { backFields: [{ key: 'more', value: 'plain', attributedValue }] } });
  const hash = await t.pass(await t.template(template));
  const page = await (await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}`)).text();
  const dd = /<section class="panel back".*?<dd dir="auto">(.*?)<\/dd>/s.exec(page)![1]!;
  const elements: unknown[] = [];
  let text = '';
  const parser = new Parser({
    onopentag: (name, { href }) => elements.push([name, href]),
    ontext: (part) => (text += part),
  });
  parser.end(dd);
  return { elements, text };
}

test.each([
  [
    'See <a href="https://shop.example/a?x=1&amp;y=2">the shop</a> &amp; more',
    [['a', 'https://shop.example/a?x=1&y=2']],
    'See the shop & more',
  ],
  [
    '<a href=\'mailto:a@b.example\'>Mail</a> or <a href="tel:+123">call</a>',
    [
      ['a', 'mailto:a@b.example'],
      ['a', 'tel:+123'],
    ],
    'Mail or call',
  ],
  ['<a href="javascript:alert(1)">free coffee</a>', [], 'free coffee'],
  ['<a href=" javascript:alert(1)">free coffee</a>', [], 'free coffee'],
  ['<a href="data:text/html,x">x</a>', [], 'x'],
  ['<a href="/login">log in</a> <a href="//evil.example">here</a>', [], 'log in here'],
  ['<b>bold</b> 1 < 2', [], '<b>bold</b> 1 < 2'],
  ['', [], 'plain'],
])('%s', async (attributedValue, elements, text) => {
  expect(await backOf(attributedValue)).toEqual({ elements, text });
});

test.each(PAYLOADS)('what is no link is text: %s', async (payload) => {
  const { elements } = await backOf(payload.replaceAll('{', '('));
  const links = elements.every((element) => /^(?:https?:\/\/|mailto:|tel:)/.test(String((element as string[])[1])));
  expect(links).toBe(true);
});
