// `passwright apikey` and the switch for lenient tokens, beside a server that runs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { token } from '../fixtures/passkit/tokens.ts';

let t: TestApp;

beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const run = (...args: readonly string[]) => runCommand(args, { DATA_DIR: t.config.dataDir });

async function succeed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const askPassKit = async (authorization: string) =>
  (await t.fetch('/v2/passbookCsrs', { method: 'POST', headers: { authorization } })).status;
const askPass2u = async (key: string) =>
  (await t.fetch('/v2/models/1/passes/absent', { headers: { 'x-api-key': key } })).status;

test('keys are made, listed and revoked, which the server heeds at once', async () => {
  const account = ['--account', OWNER.email];
  const passkit = JSON.parse(await succeed('apikey', 'add', ...account, '--surface', 'passkit', '--json'));
  const pass2u = JSON.parse(await succeed('apikey', 'add', ...account, '--surface', 'pass2u', '--json'));
  expect(Object.keys(passkit)).toEqual(['key', 'secret']);
  expect(Object.keys(pass2u)).toEqual(['key']);
  expect(pass2u.key).toHaveLength(32);
  const printed = await succeed('apikey', 'add', ...account, '--surface', 'passkit');
  expect(printed).toMatch(/^key: [0-9a-f]{32}\nsecret: pks[0-9a-f]{64}\n$/);
  expect(await succeed('apikey', 'add', ...account, '--surface', 'pass2u')).toMatch(/^key: p2u[0-9a-f]{29}\n$/);
  expect(await askPassKit(`PKAuth ${token(passkit, t.now())}`)).toBe(200);
  expect(await askPass2u(pass2u.key)).toBe(404);

  const { account: other } = await t.account('other@example.com');
  await t.apiKey('pass2u', other);
  const all = JSON.parse(await succeed('apikey', 'list', '--json'));
  expect(all).toHaveLength(5);
  const list = await succeed('apikey', 'list', ...account, '--json');
  expect(JSON.parse(list)).toMatchObject([
    { id: 1, surface: 'passkit', key: passkit.key, account: OWNER.email, revoked: null },
    { id: 2, surface: 'pass2u', key: `p2u…${pass2u.key.slice(-4)}`, account: OWNER.email, revoked: null },
    { id: 3 },
    { id: 4 },
  ]);
  for (const secret of [passkit.secret, pass2u.key]) expect(list).not.toContain(secret);

  expect(await succeed('apikey', 'revoke', passkit.key)).toContain(`Revoked key 1 (passkit ${passkit.key})`);
  expect(await succeed('apikey', 'revoke', pass2u.key)).toContain('Revoked key 2 (pass2u p2u…');
  expect(await succeed('apikey', 'revoke', '3')).toContain('Revoked key 3 (passkit ');
  expect(await askPassKit(`PKAuth ${token(passkit, t.now())}`)).toBe(401);
  expect(await askPass2u(pass2u.key)).toBe(403);
  const lines = (await succeed('apikey', 'list', ...account)).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/\tpasskit\t[0-9a-f]{32}\trevoked \d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
  expect(lines[3]).toMatch(/^4\t.*\tpass2u\tp2u….{4}\tvalid$/);
  // Another time changes nothing.
  await succeed('apikey', 'revoke', '1');
  expect((await succeed('apikey', 'list', ...account)).split('\n')[0]).toBe(lines[0]);
});

test('what cannot be done is said', async () => {
  const cases: readonly (readonly [args: readonly string[], says: string])[] = [
    [['add', '--account', 'nobody@example.com', '--surface', 'passkit'], 'There is no account nobody@example.com.'],
    [['add', '--account', OWNER.email, '--surface', 'passsource'], 'Allowed choices are passkit, pass2u, mcp.'],
    [['add', '--account', OWNER.email], "required option '--surface <surface>' not specified"],
    [['list', '--account', 'nobody@example.com'], 'There is no account nobody@example.com.'],
    [['revoke', '99'], 'There is no API key with the number 99.'],
    [['revoke', 'p2u00000000000000000000000000000'], 'There is no such API key.'],
  ];
  for (const [args, says] of cases) {
    const { code, stdout, stderr } = await run('apikey', ...args);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
  }
});

test('a token for one request by hand is made with a key that is valid', async () => {
  // The command asks the clock of its own process.
  const real = await openTestApp({ injected: { clock: { now: Date.now } } });
  const env = { DATA_DIR: real.config.dataDir };
  const { key } = await real.apiKey('passkit');
  const { stdout } = await runCommand(['apikey', 'token', key], env);
  const ask = (authorization: string) => real.fetch('/v2/campaigns', { headers: { authorization } });
  expect((await ask(`PKAuth ${stdout.trim()}`)).status).toBe(200);
  await runCommand(['apikey', 'revoke', key], env);
  expect(await runCommand(['apikey', 'token', key], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no such API key of PassKit, or it was revoked.'),
  });
  await real.close();
});

test('lenient tokens are switched on and off for an account', async () => {
  const apiKey = await t.apiKey('passkit');
  const inMilliseconds = `PKAuth ${token(apiKey, t.now(), { payload: { exp: t.now() + 250_000 } })}`;
  expect(await askPassKit(inMilliseconds)).toBe(401);
  expect(await succeed('account', 'set', OWNER.email, '--lenient-tokens', 'on')).toContain('lenientTokens: true');
  expect(await askPassKit(inMilliseconds)).toBe(200);
  expect(JSON.parse(await succeed('account', 'show', OWNER.email, '--json'))).toMatchObject({ lenientTokens: true });
  expect(await succeed('account', 'set', OWNER.email, '--lenient-tokens', 'off')).toContain('lenientTokens: false');
  expect(await askPassKit(inMilliseconds)).toBe(401);
  const wrong = await run('account', 'set', OWNER.email, '--lenient-tokens', 'maybe');
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Allowed choices are on, off.') });
});
