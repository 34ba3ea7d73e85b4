// Values of a megabyte: a page does not repeat them, and what is wrong with JSON is found without
// reading mistakes to the end. `npm run stops` measures the same for every door.
import { expect, test } from 'vitest';
import { readObject } from '../../src/http/pass2u/body.ts';
import { jsonProblem, LONGEST_EXPLAINED, valueWithoutCommas } from '../../src/template-files/json.ts';
import { sendForm } from '../fixtures/http/register-forms.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

const MEGABYTE = 1024 * 1024;
const NAME = 'structure_secondaryFields_name_value';

test('the page that refuses the editor does not repeat the hash', async () => {
  const t = await openTestApp();
  const body = new URLSearchParams({ hashedSerialNumber: `/${','.repeat(MEGABYTE)}x` }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await t.fetch('/pass/editor.php', { method: 'POST', headers, body });
  expect(response.status).toBe(401);
  expect((await response.text()).length).toBeLessThan(64 * 1024);
  await t.close();
});

test('a form that is shown again has the beginning of a value that is too long', async () => {
  const t = await openTestApp();
  const templateHash = await t.template(pointsTemplate());
  const response = await sendForm(t, { templateHash }, { [NAME]: `begin ${'&'.repeat(MEGABYTE)}` });
  expect(response.status).toBe(400);
  const page = await response.text();
  expect(page).toContain('begin &amp;');
  expect(page.length).toBeLessThan(128 * 1024);
  await t.close();
});

test('a hash with commas without end is a hash that nobody has', async () => {
  const t = await openTestApp();
  const answer = await t.call('templateInfo', {
    clientHash: t.clientHash,
    templateHash: `x${','.repeat(MEGABYTE / 8)}`,
  });
  expect(answer).toMatchObject({ success: false, code: 'template_not_found' });
  await t.close();
});

test('the first mistake is told, however many follow', () => {
  const mistakes = `{\n"a": 1 ${'"b": 2 '.repeat(60_000)}}`;
  expect(jsonProblem(mistakes)).toMatch(/^Line 2, column 8: there should be a comma/);
  expect(jsonProblem('{"a": 1}')).toBeNull();
  expect(jsonProblem('{"a": 1 // why\n}')).toMatch(/^Line 1, column 9: JSON has no comments/);
});

test('mistakes of a text that is too long are neither told nor overlooked', () => {
  const long = `{"a": "${'x'.repeat(LONGEST_EXPLAINED)}" "b": 1}`;
  expect(jsonProblem(long)).toBeNull();
  expect(valueWithoutCommas(long)).toBeUndefined();
  expect(valueWithoutCommas('{"a": 1 "b": 2}')).toEqual({ a: 1, b: 2 });
  expect(readObject(Buffer.from('{"a": 1,}'), '')).toEqual({ a: 1 });
  expect(() => readObject(Buffer.from(`{"a": "${'x'.repeat(LONGEST_EXPLAINED)}",}`), '')).toThrow(/not valid JSON/);
});
