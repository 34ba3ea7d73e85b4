// The JSON schema of templates, which editors of other programs fetch by its address.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

test('the schema is served for editors on any site', async () => {
  const answer = await t.fetch('/schemas/template.json');
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  const schema = (await answer.json()) as JsonObject;
  expect(schema.$id).toBe('http://passes.test/schemas/template.json');
  expect(JSON.stringify(schema)).toContain('the action does not run');
});
