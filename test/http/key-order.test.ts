// Options, additional properties and fields whose names are whole numbers keep their owner's order:
// when they are saved, stored, answered, copied, exported to files and read again, and on forms.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNCALLED } from '../../src/operations/depth.ts';
import { exportTemplate } from '../../src/operations/templates/export-template.ts';
import { saveTemplate } from '../../src/operations/templates/save-template.ts';
import { readTemplateFile } from '../../src/template-files/read.ts';
import { writeTemplateFile } from '../../src/template-files/write.ts';
import { overridesOf, passIn, sendForm } from '../fixtures/http/register-forms.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const OPTIONS = '{"2026":"26","2025":25,"older":"old","2024":"24"}';
const CARD = `{"type":"generic","description":"Card","organizationName":"Hall","structure":{
  "backFields":{"20":{"value":"first"},"b":{"value":"second"},"10":{"value":"third"}}},
  "additional":{"9":{"PSValue":"nine","PSEditable":true,"PSLabel":"Nine"},
  "year":{"PSValue":"26","PSEditable":true,"PSLabel":"Year","PSOptions":${OPTIONS}},
  "3":{"PSValue":"three","PSEditable":true,"PSLabel":"Three"},
  "box":{"PSValue":false,"PSAttributeType":"PSAttributeTypeCheckbox","PSEditable":true,"PSLabel":"Box",
    "PSOptions":{"7":"yes","5":"no"}}}}`;

async function save(by: 'json' | 'form', given = CARD): Promise<string> {
  const body =
    by === 'json'
      ? `{"clientHash":"${t.clientHash}","templateName":"Order","passConstructor":${given}}`
      : new URLSearchParams({ clientHash: t.clientHash, templateName: 'Order', passConstructor: given });
  const headers = by === 'json' ? { 'content-type': 'application/json' } : undefined;
  const response = await t.fetch('/api/insertUpdateTemplate.php', {
    method: 'POST',
    body,
    ...(headers && { headers }),
  });
  const answer = (await response.json()) as { success: boolean; templateHash: string };
  expect(answer).toMatchObject({ success: true });
  return answer.templateHash;
}

/** What templateInfo answers, as text: reading it would lose the order. */
async function answered(templateHash: string): Promise<string> {
  const query = new URLSearchParams({ clientHash: t.clientHash, templateHash });
  return (await t.fetch(`/api/templateInfo.php?${query}`)).text();
}

/** The constructor in such an answer. */
function constructorIn(text: string): string {
  const start = text.indexOf('"passConstructor":') + '"passConstructor":'.length;
  for (let end = text.indexOf('}', start); end !== -1; end = text.indexOf('}', end + 1)) {
    try {
      JSON.parse(text.slice(start, end + 1));
      return text.slice(start, end + 1);
    } catch {}
  }
  throw new Error(text);
}

async function requireOrder(templateHash: string): Promise<void> {
  const text = await answered(templateHash);
  expect(text).toContain(`"PSOptions":${OPTIONS}`);
  expect(text).toContain('"PSOptions":{"7":"yes","5":"no"}');
  expect([...text.matchAll(/"(9|year|3|box)":\{/g)].map(([, key]) => key)).toEqual(['9', 'year', '3', 'box']);
  const page = await (await t.fetch(`/pass/register.php?templateHash=${templateHash}`)).text();
  const labels = [...page.matchAll(/<option[^>]*>([^<]*)</g)].map(([, label]) => label);
  expect(labels).toEqual(['No answer', '2026', '2025', 'older', '2024']);
  expect([...page.matchAll(/>(Nine|Year|Three|Box)</g)].map(([, label]) => label)).toEqual([
    ...['Nine', 'Year', 'Three', 'Box'],
  ]);
  const { generic } = await passJsonOf(t, await t.pass(templateHash));
  expect(generic.backFields.map(({ key }: { key: string }) => key)).toEqual(['20', 'b', '10']);
}

test.each(['json', 'form'] as const)('saved by %s, saved again from the answer, and copied', async (by) => {
  const templateHash = await save(by);
  await requireOrder(templateHash);
  await requireOrder(await save(by, constructorIn(await answered(templateHash))));
  // Another save that changes something else.
  await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateHash, templateName: 'Renamed' });
  await requireOrder(templateHash);
});

test('a file that is exported and imported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-order-'));
  try {
    const written = await exportTemplate(t.app.context, await save('json'));
    const file = join(folder, 'order.json');
    await writeTemplateFile(file, written, false);
    const text = await readFile(file, 'utf8');
    expect(text.replace(/\s+/g, '')).toContain(`"PSOptions":${OPTIONS}`);
    expect(text).not.toContain('\ufdd0');
    const read = await readTemplateFile(file);
    const { passConstructor } = read;
    const saved = await saveTemplate(t.app.context, t.owner, {
      templateName: 'Read',
      passConstructor,
      author: 'test',
      depth: UNCALLED,
    });
    await requireOrder(saved.templateHash);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what a holder chooses is the value of the option, and a box sets its first two', async () => {
  const templateHash = await save('json');
  const hash = passIn(await sendForm(t, { templateHash }, { year: '25', box: 'true', '9': 'x', '3': 'y' }));
  expect(await overridesOf(t, hash)).toEqual({ year: 25, box: 'yes', '9': 'x', '3': 'y' });
  const wrong = await sendForm(t, { templateHash }, { year: '2025' });
  expect(wrong.status).toBe(400);
});
