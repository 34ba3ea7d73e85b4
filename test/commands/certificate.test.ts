// `passwright certificate` as an owner uses it, from the request to the renewal, beside a server that runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { certificateCommands } from '../../src/commands/certificate.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { type AppleChain, makeAppleChain, TEAM } from '../fixtures/pass/apple-chain.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { runCli } from '../fixtures/scenarios/processes.ts';

let t: TestApp;
let chain: AppleChain;

beforeAll(async () => {
  chain = makeAppleChain();
  t = await openTestApp({ injected: { clock: { now: () => Date.now() } } });
});
afterAll(async () => {
  await t.close();
  chain.remove();
});

/** Runs a command in this process, on the database that the server has open; starting one takes seconds. */
async function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += text;
      return true;
    }),
  );
  try {
    const program = new Command();
    certificateCommands(program, { DATA_DIR: t.config.dataDir });
    await program.parseAsync(['certificate', ...args], { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

async function succeed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('from the request to passes that verify', async () => {
  const request = join(chain.folder, 'pass.csr');
  const made = await succeed('csr', '--account', OWNER.email, '--name', 'Bakery', '--out', request);
  expect(made).toMatch(/^Made certificate request 1\. Upload .*pass\.csr in Apple's developer account/);
  expect(made).toContain(`passwright certificate import pass.cer --account ${OWNER.email}`);

  const cer = chain.der(chain.leaf({ request, days: 20 }));
  const account = ['--account', OWNER.email];
  const mistakes: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [
      ['import', cer, ...account],
      /The intermediate certificate has the right name but did not sign.*"Worldwide Developer Relations - G4/,
    ],
    [['import', cer, ...account, '--intermediate', chain.g3.pem], /OU=G3.*is the wrong intermediate certificate/],
    [['import', cer, ...account, '--key', chain.g3.key], /private key does not belong to the certificate/],
    [['import', chain.leaf({ days: -1, key: chain.g4.key }).pem, ...account], /The certificate expired on/],
    [
      ['import', chain.p12(chain.g4, 'right'), ...account, '--password', 'wrong'],
      /password of the \.p12 file is wrong/,
    ],
    [['import', join(chain.folder, 'absent.cer'), ...account], /absent\.cer cannot be used: there is no such file/],
    [['import', cer, '--account', 'nobody@example.com'], /There is no account nobody@example\.com/],
    [['show', '99'], /There is no certificate with the number 99/],
    [['remove', '1'], /There is no certificate with the number 1/],
  ];
  for (const [args, says] of mistakes) {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(says) });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }

  const imported = await succeed('import', cer, ...account, '--intermediate', chain.g4.pem);
  expect(imported).toContain(`for pass.com.example.bakery, team ${TEAM}.`);
  expect(imported).toMatch(/expires on .*, in 19 days\. Make a new one/);
  const [shown] = JSON.parse(await succeed('list', '--json'));
  expect(shown).toMatchObject({
    email: OWNER.email,
    passTypeIdentifier: 'pass.com.example.bakery',
    teamIdentifier: TEAM,
  });

  // The server that runs signs with it at once.
  const hash = await t.pass(await t.template(pointsTemplate()));
  const response = await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
  const { files, passJson } = verifyPackage(new Uint8Array(await response.arrayBuffer()), chain.rootPem());
  expect(passJson).toMatchObject({ passTypeIdentifier: 'pass.com.example.bakery', teamIdentifier: TEAM });
  expect(Buffer.from(files.signature!).includes(readFileSync(cer))).toBe(true);

  // Renewed from a .p12, with the password in a file; then the old one may go.
  const p12 = chain.p12(chain.leaf({ days: 400 }), 'open sesame', ['-certfile', chain.g4.pem]);
  await succeed('import', p12, ...account, '--password-file', chain.file('open sesame\n'));
  expect(await succeed('remove', String(shown.id))).toBe(
    `Removed certificate ${shown.id} for pass.com.example.bakery.\n`,
  );
  const listed = (await succeed('list', ...account)).trim().split('\t');
  expect(listed.slice(1, 3)).toEqual([OWNER.email, 'pass.com.example.bakery']);
  const whole = await succeed('show', listed[0]!);
  expect(whole).toContain('passTypeIdentifier: pass.com.example.bakery\n');
  expect(whole).not.toContain('PRIVATE');
  const refused = await run('remove', listed[0]!);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('stays: it is the pass type of 1 pass.') });
});

test('a process of its own prints a request on stdout alone, for a pipe', async () => {
  const { code, stdout, stderr } = await runCli(['certificate', 'csr', '--account', OWNER.email], {
    DATA_DIR: t.config.dataDir,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const verified = chain.openssl(['req', '-in', chain.file(stdout), '-noout', '-verify', '-subject']).toString();
  expect(verified).toContain('CN = Passwright');
});
