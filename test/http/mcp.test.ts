// The door for assistants, asked by the protocol's own client over a real port: every tool with every
// role, and who is refused.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addApiKey } from '../../src/operations/access/api-keys.ts';
import { ASSISTANT_LIMIT } from '../../src/operations/access/authorize-assistant.ts';
import { ASSISTANT_ROLES } from '../../src/operations/access/roles.ts';
import type { AssistantRole } from '../../src/ports/store/api-keys.ts';
import { afterTest } from '../clean-up.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { serveTestApp } from '../fixtures/http/served.ts';
import { type SignedIn, signIn } from '../fixtures/http/signed-in.ts';
import { textOf } from '../fixtures/http/workshop.ts';
import { OWNER, openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const SENT = {
  action: 'PSActionURL',
  url: 'https://shop.example/?client={clientHash}',
  PSConditions: `{${POINTS}} > 1`,
};

let t: Awaited<ReturnType<typeof serveTestApp>>;
let owner: SignedIn;
let card: string;
let pass: string;
const keys: Partial<Record<AssistantRole, string>> = {};
beforeAll(async () => {
  t = await serveTestApp({ env: { MCP: 'on' } });
  owner = await signIn(t);
  const add = { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 };
  card = await t.template(pointsTemplate({ triggers: { onScan: [add, SENT] } }));
  pass = await t.pass(card);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  for (const role of ASSISTANT_ROLES) keys[role] = (await addApiKey(t.app.context, t.owner, 'mcp', role)).key;
});
afterAll(() => t?.close());

async function connect(key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${t.root}/mcp`), { requestInit }));
  afterTest(() => client.close());
  return client;
}

/** Calls a tool; answers its JSON and whether it is an error. The text says the same. */
async function call(client: Client, name: string, given: Record<string, unknown> = {}): Promise<Record<string, any>> {
  const { structuredContent, content, isError = false } = await client.callTool({ name, arguments: given });
  const [{ text } = { text: '' }] = content as { text: string }[];
  const answer = structuredContent as Record<string, any>;
  expect(isError ? answer.message : JSON.parse(text)).toEqual(isError ? text : answer);
  expect(text).not.toContain(t.clientHash);
  return { ...answer, isError };
}

test('an assistant is greeted, and learns which tools there are and what they take', async () => {
  const client = await connect(keys.reader!);
  expect(client.getServerVersion()).toMatchObject({ name: 'passwright', version: expect.any(String) });
  expect(client.getInstructions()).toContain('propose_draft');
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'list_templates',
    'read_template',
    'list_paths',
    'simulate',
    'list_runs',
    'explain_run',
    'propose_draft',
    'publish_draft',
  ]);
  for (const { name, description, inputSchema, annotations } of tools) {
    expect([name, (description ?? '').length > 40, inputSchema.type]).toEqual([name, true, 'object']);
    expect(annotations?.readOnlyHint).toBe(!['propose_draft', 'publish_draft'].includes(name));
  }
});

describe('a reader', () => {
  test('lists and reads cards: rules as sentences, JSON, paths', async () => {
    const client = await connect(keys.reader!);
    const { templates } = (await call(client, 'list_templates')) as unknown as { templates: { hash: string }[] };
    expect(templates).toContainEqual(expect.objectContaining({ hash: card, name: 'Test', passes: 1 }));
    const read = await call(client, 'read_template', { templateHash: card });
    expect(read).toMatchObject({ name: 'Test', version: 1, revision: '1.0', draft: null, isCut: false });
    expect(read.rules[0]).toMatchObject({
      when: 'When a card is scanned',
      rules: [{ orders: ['add 1 to POINTS'] }, {}],
    });
    expect(JSON.parse(read.json)).toMatchObject({ type: 'storeCard', additional: { counter: 0 } });
    const { paths, specialStrings } = await call(client, 'list_paths', { templateHash: card });
    expect(paths).toContainEqual({ path: POINTS, value: '0', isEditable: false });
    expect(specialStrings).toContain('timestamp');
  });

  test('says why a rule did not apply, and what an event would do', async () => {
    const client = await connect(keys.reader!);
    const { runs } = await call(client, 'list_runs', { hashedSerialNumber: pass });
    expect(runs[0]).toMatchObject({ event: 'onScan', hashedSerialNumber: pass, templateHash: card });
    const all = await call(client, 'list_runs', { templateHash: card, result: 'changed', count: 1 });
    expect(all.runs).toEqual([runs[0]]);
    const why = await call(client, 'explain_run', { run: runs[0].run });
    expect(why.sentence).toContain('POINTS');
    expect(why.steps).toMatchObject([{ verdict: true }, { verdict: false, seen: ['POINTS was 1'] }]);
    const tried = await call(client, 'simulate', {
      templateHash: card,
      event: 'onScan',
      hashedSerialNumber: pass,
      set: { [POINTS]: '4' },
      at: '2026-04-01T10:00:00+02:00',
    });
    expect(tried).toMatchObject({ rules: 'published', at: '2026-04-01T08:00:00.000Z', isPushed: true });
    expect(tried.requests).toMatchObject([{ url: 'https://shop.example/?client={clientHash}' }]);
    // Nothing of it happened.
    expect((await t.events(pass)).map(({ accessType }) => accessType)).toEqual([1, 7]);
  });

  test('writes nothing, and is told so', async () => {
    const client = await connect(keys.reader!);
    for (const name of ['propose_draft', 'publish_draft']) {
      const answer = await call(client, name, { templateHash: card, revision: '1.0', json: '{}' });
      expect(answer).toMatchObject({ isError: true, code: 'role_forbidden' });
      expect(answer.message).toContain('its role is reader');
    }
    const missing = await call(client, 'read_template', { templateHash: 'nothing' });
    expect(missing).toMatchObject({ isError: true, code: 'template_not_found' });
    const { content, isError } = await client.callTool({ name: 'simulate', arguments: { templateHash: card } });
    expect([isError, JSON.stringify(content)]).toEqual([true, expect.stringContaining('event')]);
  });
});

test('an author writes the draft and never publishes; a publisher does; the log of acts names the keys', async () => {
  const author = await connect(keys.author!);
  const read = await call(author, 'read_template', { templateHash: card });
  const changed = { ...JSON.parse(read.json), description: 'Card by an assistant' };
  const proposal = { templateHash: card, revision: read.revision, json: JSON.stringify(changed) };
  const proposed = await call(author, 'propose_draft', proposal);
  const by = `assistant key mcp…${keys.author!.slice(-4)}`;
  expect(proposed).toMatchObject({ hasChanged: true, version: 1, draft: { by } });
  expect(proposed.diagnostics).toMatchObject([{ path: 'images_icon', severity: 'warning' }]);
  expect(
    (await t.call('templateInfo', { clientHash: t.clientHash, templateHash: card })).passConstructor,
  ).toMatchObject({
    description: 'Points card',
  });
  // The same revision again: somebody has changed the card since.
  const late = await call(author, 'propose_draft', proposal);
  expect(late).toMatchObject({ isError: true, code: 'draft_changed', revision: proposed.revision });
  const wrong = await call(author, 'propose_draft', { ...proposal, json: '{"type": ' });
  expect(wrong).toMatchObject({ isError: true, code: 'template_invalid', message: expect.stringContaining('Line 1') });
  const faulty = await call(author, 'propose_draft', {
    ...proposal,
    revision: proposed.revision,
    json: JSON.stringify({ ...changed, triggers: { onScan: [{ ...SENT, PSConditions: 'now > "soon"' }] } }),
  });
  const message = expect.stringContaining('"soon" is no date');
  expect(faulty.diagnostics).toContainEqual(expect.objectContaining({ severity: 'error', message }));
  expect(await call(author, 'publish_draft', proposal)).toMatchObject({ isError: true, code: 'role_forbidden' });

  const publisher = await connect(keys.publisher!);
  const refused = await call(publisher, 'publish_draft', { templateHash: card, revision: faulty.revision });
  expect(refused).toMatchObject({ isError: true, code: 'template_invalid' });
  const mended = await call(publisher, 'propose_draft', { ...proposal, revision: faulty.revision });
  const published = await call(publisher, 'publish_draft', {
    templateHash: card,
    revision: mended.revision,
    note: 'A better description',
  });
  expect(published).toMatchObject({ isError: false, version: 2 });
  const acts = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 4 });
  expect(acts.map(({ who, what }) => [who.slice(-4), what])).toEqual([
    [keys.publisher!.slice(-4), 'card.publish'],
    [keys.publisher!.slice(-4), 'card.draft'],
    [keys.author!.slice(-4), 'card.draft'],
    [keys.author!.slice(-4), 'card.draft'],
  ]);
  expect(textOf(await owner.page('/settings/audit'))).toContain(`assistant key mcp…${keys.author!.slice(-4)}`);
  expect(textOf(await owner.page(`/cards/${card}/versions`))).toContain('A better description');
});

describe('who is refused', () => {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const post = (headers: Record<string, string>, body: unknown = message) =>
    fetch(`${t.root}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(body),
    });
  const withKey = (more: Record<string, string> = {}) => ({ authorization: `Bearer ${keys.reader}`, ...more });

  test('without a key, with a wrong, revoked or other one, and once an account has ended', async () => {
    const { key: pass2u } = await t.apiKey('pass2u');
    const made = await addApiKey(t.app.context, t.owner, 'mcp');
    expect((await post({ authorization: `Bearer ${made.key}` })).status).toBe(200);
    const revoked = await runCommand(['apikey', 'revoke', made.key], { DATA_DIR: t.config.dataDir });
    expect(revoked.stdout).toContain('(mcp mcp…');
    for (const authorization of ['', `Bearer ${pass2u}`, 'Bearer mcp0', `Bearer ${made.key}`, `Basic ${made.key}`]) {
      const answer = await post({ authorization });
      expect([authorization, answer.status, answer.headers.get('www-authenticate')]).toEqual([
        authorization,
        401,
        'Bearer',
      ]);
      expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { data: { code: 'api_key_invalid' } } });
    }
    const { account } = await t.account('other@example.com');
    const other = await addApiKey(t.app.context, account, 'mcp', 'publisher');
    const stranger = await connect(other.key);
    expect(await call(stranger, 'read_template', { templateHash: card })).toMatchObject({ code: 'access_denied' });
    expect(await call(stranger, 'list_runs', { hashedSerialNumber: pass })).toMatchObject({ code: 'access_denied' });
    await t.app.context.store.changeAccount(account.id, { expiresAt: t.now() - 1 });
    expect(await (await post({ authorization: `Bearer ${other.key}` })).json()).toMatchObject({
      error: { data: { code: 'account_expired' } },
    });
  });

  test('pages of other sites, other methods, several messages, no JSON, and a body that is too large', async () => {
    expect((await post(withKey({ origin: 'https://elsewhere.example' }))).status).toBe(403);
    expect((await post(withKey({ origin: t.root }))).status).toBe(200);
    const get = await fetch(`${t.root}/mcp`, { headers: withKey({ accept: 'text/event-stream' }) });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await post(withKey(), [message, message])).status).toBe(400);
    expect((await post(withKey({ accept: 'text/html' }))).status).toBe(406);
    const init = { method: 'POST', headers: withKey({ 'content-type': 'application/json' }) };
    expect((await fetch(`${t.root}/mcp`, { ...init, body: '{' })).status).toBe(400);
    expect((await post(withKey(), { ...message, params: { fill: 'x'.repeat(1024 * 1024) } })).status).toBe(413);
    const unknown = await post(withKey(), { ...message, method: 'nothing/here' });
    expect(await unknown.json()).toMatchObject({ id: 1, error: { code: -32_601 } });
  });

  test('a key that asks too often waits', async () => {
    const { key } = await addApiKey(t.app.context, t.owner, 'mcp');
    const { id } = (await t.app.context.store.apiKeys(t.owner.id)).at(-1)!;
    // As if the key had asked so often.
    expect(await t.app.context.assistantLimit.count(String(id), ASSISTANT_LIMIT.points - 1)).toBe(0);
    expect((await post({ authorization: `Bearer ${key}` })).status).toBe(200);
    const refused = await post({ authorization: `Bearer ${key}` });
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect((await post(withKey())).status).toBe(200);
  });
});

test('the page of keys makes keys for assistants, says what they may do, and revokes them', async () => {
  expect(textOf(await owner.page('/settings/keys'))).toContain(`${t.root}/mcp`);
  const made = await owner.post('/settings/keys', { surface: 'author' });
  const [key] = /mcp[0-9a-f]{64}/.exec(await owner.page(made.headers.get('location')!))!;
  const client = await connect(key);
  expect(await call(client, 'publish_draft', { templateHash: card, revision: '' })).toMatchObject({
    code: 'role_forbidden',
  });
  const german = await owner.get('/settings/keys', { 'accept-language': 'de' });
  expect(textOf(await german.text())).toContain('Assistent (MCP): schreibt auch Entwürfe mcp…');
});

test('no server has the door by itself, and its pages offer no key for it', async () => {
  const closed = await openTestApp();
  try {
    const { key } = await addApiKey(closed.app.context, closed.owner, 'mcp');
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    expect((await closed.fetch('/mcp', { method: 'POST', headers, body: '{}' })).status).toBe(404);
    const browser = await signIn(closed, OWNER.email);
    expect(await browser.page('/settings/keys')).not.toContain('value="author"');
  } finally {
    await closed.close();
  }
});
