// What the server writes while it is used with secrets everywhere: JSON lines that can be followed, and none of the secrets.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { pointsTemplate } from '../fixtures/open-app.ts';
import { token as makeToken } from '../fixtures/passkit/tokens.ts';
import { connect, runCli } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, OWNER, startTill } from '../fixtures/scenarios/till.ts';

test('every line is JSON, every request has an id, and no secret is in any of them', async () => {
  const server = await startTill();
  const client = connect(server);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const { templateHash } = await client.call('passInfo', { clientHash, hashedSerialNumber: pass });
  const query = `clientHash=${clientHash}&hashedSerialNumber=${pass}`;
  const wrong = 'a wrong password that is right elsewhere';

  const answered = await fetch(`${server.rootUrl}/api/login.php`, { method: 'POST', body: JSON.stringify(OWNER) });
  const session = /passwright_session=([^;]+)/.exec(answered.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const pushToken = 'b7'.repeat(32);
  // A URL action that carries the clientHash to where nobody answers.
  const passConstructor = pointsTemplate({
    triggers: { onScan: { action: 'PSActionURL', url: 'http://127.0.0.1:9/?clientHash={clientHash}' } },
  });
  const calling = await client.call('insertUpdateTemplate', { clientHash, templateName: 'Calls', passConstructor });
  const caller = await client.call('createPassFromTemplateFields', { clientHash, templateHash: calling.templateHash });
  const hashedSerialNumber = caller.hashedSerialNumber;
  expect(await client.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 })).toMatchObject({
    success: true,
  });

  const apiKeyOf = async (surface: string) => {
    const args = ['apikey', 'add', '--account', OWNER.email, '--surface', surface, '--json'];
    return JSON.parse((await runCli(args, { DATA_DIR: server.dataDir })).stdout);
  };
  const passkit = await apiKeyOf('passkit');
  const { key: apiKey } = await apiKeyOf('pass2u');
  const pkauth = makeToken(passkit, Date.now());

  // Secrets in queries, forms, headers and bodies; in calls that succeed, fail, and reach nothing.
  const paths = [
    `/api/login.php?email=${OWNER.email}&password=${encodeURIComponent(OWNER.password)}`,
    `/api/login.php?email=${OWNER.email}&password=${encodeURIComponent(wrong)}`,
    `/api/trackPassAccess.php?${query}&accessType=7`,
    `/api/trackPassAccess.php?${query}&accessType=99`,
    `/api/noSuchFunction.php?${query}`,
    `/pass/create.php?templateHash=${templateHash}&clientHash=${clientHash}&generate=true`,
    `/pass/create.php?${query}&download=true`,
    `/no/such/page?${query}`,
    `/?${query}`,
    // In the path itself, where nobody should put them.
    `/api/${clientHash}.php`,
    `/pass/${session}/${encodeURIComponent(clientHash)}`,
    `/v2/passes/${pass}/bundle`,
    `/v2/models/1/passes/${pass}`,
    `/v2/models/${apiKey}/${pkauth}`,
    `/v2/${passkit.secret}`,
  ];
  const headers = {
    cookie: `passwright_session=${session}`,
    authorization: `Bearer ${clientHash}`,
    'user-agent': pushToken,
    'x-request-id': clientHash,
  };
  for (const path of paths) await client.get(path, { ...headers, referer: path });
  for (const authorization of [`PKAuth ${pkauth}`, `PKAuth ${pkauth}x`, pkauth]) {
    const keys = { authorization, 'x-api-key': apiKey };
    await client.get(`/v2/models/1/passes/${pass}`, keys);
    await client.get('/v2/models/1/passes/absent', keys);
    await client.request('POST', '/v2/passbookCsrs', keys);
    await client.request('POST', `/v2/passbookCsrs?authorization=${pkauth}`, keys, JSON.stringify(keys));
  }
  await client.call('updatePassFields', { clientHash, hashedSerialNumber: pass, pushToken }, headers);
  await client.call('updatePassFields', { clientHash, hashedSerialNumber: pass, note: OWNER.password });
  await client.call('login', { email: OWNER.email, password: wrong });

  // And in one that breaks: a table is taken from under the server.
  const database = new Sqlite(join(server.dataDir, 'passwright.sqlite'));
  const token = database.prepare('SELECT authentication_token FROM passes').pluck().get() as string;
  const passwordHash = database.prepare('SELECT password_hash FROM accounts').pluck().get() as string;
  database.exec('ALTER TABLE events RENAME TO events_taken; ALTER TABLE images RENAME TO images_taken');
  const broken = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
  expect(broken).toMatchObject({ success: false, code: 'internal' });
  expect(broken.message).toContain(broken.requestId);
  const creation = { clientHash, templateHash, note: OWNER.password };
  expect(await client.call('createPassFromTemplateFields', creation)).toMatchObject({ code: 'internal' });
  database.exec('ALTER TABLE events_taken RENAME TO events; ALTER TABLE accounts RENAME TO accounts_taken');
  database.close();
  expect(await client.call('login', OWNER)).toMatchObject({ success: false, code: 'internal' });
  await server.end('SIGTERM');

  const output = server.stdout() + server.stderr();
  const logged = output.slice(output.indexOf('\n{') + 1);
  const lines = logged
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const requests = lines.filter((line) => line.msg === 'request');
  expect(requests.length).toBeGreaterThan(paths.length + 8);
  for (const line of requests) {
    expect(line).toMatchObject({ requestId: expect.stringMatching(/^[\w-]{8,}$/), status: expect.any(Number) });
  }
  expect(new Set(requests.map((line) => line.requestId)).size).toBe(requests.length);
  // The cause of what broke is under the id that the caller was told.
  const cause = lines.find((line) => line.requestId === broken.requestId && line.msg === 'request failed');
  expect(cause.err.message).toMatch(/events/);
  expect(cause.err.stack).toMatch(/\n +at [\w.]+ \(file:\S+:\d+:\d+\)/);

  const secret = (await readFile(join(server.dataDir, 'secret.key'), 'utf8')).trim();
  const signature = session.split('.').at(-1)!;
  const secrets = {
    clientHash,
    session,
    signature,
    pushToken,
    pass,
    templateHash,
    token,
    passwordHash,
    secret,
    password: OWNER.password,
    wrong,
    apiKey,
    passkitSecret: passkit.secret,
    pkauth,
    pkauthSignature: pkauth.split('.')[2]!,
  };
  for (const [name, value] of Object.entries(secrets)) {
    expect(value.length, name).toBeGreaterThan(10);
    for (const form of [value, encodeURIComponent(value), value.replaceAll(' ', '+')]) {
      expect(logged.includes(form), name).toBe(false);
    }
  }
  expect(logged).not.toMatch(/clientHash=|password=|hashedSerialNumber=/);
});

test('a request keeps the id that a proxy gave it when it is well-formed, and is told it in any case', async () => {
  const server = await startTill();
  const asked = async (id: string) => {
    const response = await fetch(`${server.rootUrl}/api/login.php?email=${OWNER.email}&password=wrong`, {
      headers: { 'x-request-id': id },
    });
    return response.headers.get('x-request-id');
  };
  const given = '0b7c9a52-4a5f-4c1e-9d83-6b8f3a1d2c44';
  expect(await asked(given)).toBe(given);
  const made = await Promise.all(['', 'two words', 'a"b', 'x'.repeat(41), '../../etc'].map(asked));
  for (const id of made) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await server.end('SIGTERM');
  const lines = server
    .stdout()
    .split('\n')
    .filter((line) => line.includes(given))
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { msg: 'failed login', requestId: given },
    {
      msg: 'request',
      requestId: given,
      method: 'GET',
      path: '/api/login.php',
      status: 200,
      function: 'login',
      code: 'login_failed',
    },
  ]);
});
