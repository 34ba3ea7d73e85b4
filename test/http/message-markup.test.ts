// The HTML of registration messages: a safe subset is shown as it was written, and saving the template names the rest.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

async function shown(psRegistrationMessage: string) {
  const note = { PSValue: '', PSEditable: true };
  const passConstructor = pointsTemplate({ additional: { psRegistrationMessage, note } });
  const saved = await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateName: 'x', passConstructor });
  const page = await (await t.fetch(`/pass/register.php?templateHash=${saved.templateHash}`)).text();
  const lost = saved.warnings.find(({ path }: { path: string }) => path === 'psRegistrationMessage')?.message ?? null;
  return { page, lost };
}

test.each([
  '<p style="color:#ff0000;text-align:center">Hi</p>',
  '<font color="red" size="5" face="Arial">Hi</font>',
  '<center>Hi</center>',
  '<div align="right" style="margin:10px 2em;font-size:120%;font-weight:700">Hi</div>',
  '<td colspan="2">Hi</td>',
])('%s stays as it is', async (html) => {
  const { page, lost } = await shown(html);
  expect(page).toContain(html);
  expect(lost).toBeNull();
});

test('a link keeps its target, and gives its page away to nobody', async () => {
  const { page, lost } = await shown('<a href="https://example.com/" target="_blank">Terms</a>');
  expect(page).toMatch(/<a href="https:\/\/example\.com\/" target="_blank" rel="noopener nofollow">Terms<\/a>/);
  expect(lost).toBeNull();
});

test.each([
  ['<script>alert(1)</script>', '<script>'],
  ['<iframe src="https://example.com/"></iframe>', '<iframe>'],
  ['<form action="/x"><input name="y"></form>', '<form>'],
  ['<p onclick="alert(1)">Hi</p>', 'onclick'],
  ['<p style="position:fixed;top:0;color:red">Hi</p>', 'position in style'],
  ['<p style="background:url(https://example.com/x.png)">Hi</p>', 'background in style'],
  ['<p style="width:expression(alert(1))">Hi</p>', 'width in style'],
  ['<a href="https://example.com/" target="other">Hi</a>', 'target'],
  ['<p class="button">Hi</p>', 'class'],
])('%s loses %s, and saving says so', async (html, what) => {
  const { page, lost } = await shown(html);
  expect(page).not.toContain(html);
  expect(page).not.toMatch(/alert\(1\)"|position:fixed|url\(https/);
  expect(lost).toContain(what);
});
