// The README's transcript, run line by line against a real server, and its answers held against what the server says.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../src/examples.ts';

const run = promisify(execFile);
const root = packageRoot();
/** Which part of the answer before it a `NAME=…` line takes; the whole answer when it is not JSON. */
const TAKES: Readonly<Record<string, string>> = { CLIENT: 'clientHash', TEMPLATE: 'templateHash', PASS: '' };

let folder = '';
let port = 0;
let server: ReturnType<typeof spawn>;
let password = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passwright-readme-'));
  port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error' };
  server = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main.ts')], { cwd: root, env });
  let printed = '';
  password = await new Promise<string>((resolve, reject) => {
    server.stdout?.on('data', (chunk) => {
      printed += chunk;
      const match = /Password {2}(\S+)[\s\S]*root to verify/.exec(printed);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    server.stderr?.on('data', (chunk) => {
      printed += chunk;
    });
    server.on('exit', () => reject(new Error(`The server ended: ${printed}`)));
  });
});

afterAll(async () => {
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('the transcript of the README does what it says', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const block = /<!-- transcript -->\n```console\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const steps = block.split(/^\$ /m).slice(1).map(readStep);
  expect(steps.length).toBeGreaterThan(10);
  const variables: Record<string, string> = { PASSWORD: password };
  let answer = '';
  for (const { command, shown } of steps) {
    const assignment = /^([A-Z]+)=/.exec(command)?.[1];
    if (assignment !== undefined) {
      const key = TAKES[assignment] ?? '';
      variables[assignment] = key === '' ? answer.trim() : (new RegExp(`"${key}":"([^"]+)"`).exec(answer)?.[1] ?? '');
      expect(variables[assignment]).toMatch(/^[\w-]{20,}$/);
      continue;
    }
    const line = command.replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`);
    const { stdout, stderr } = await run('bash', ['-c', line], { cwd: folder, env: { ...process.env, ...variables } });
    answer = stdout + stderr;
    expect(answer.trim(), command).toMatch(pattern(shown));
  }
});

function readStep(text: string): { command: string; shown: string } {
  const [command, ...shown] = text.trimEnd().split('\n');
  return { command: command!, shown: shown.join('\n') };
}

/** What the README shows, `…` standing for anything; random texts are cut short by it. */
function pattern(shown: string): RegExp {
  const escaped = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const random = escaped.replace(/(?:1-e9ce894d|P1rCa8WK|Z8S2vJ_7)…/g, '[\\w-]+');
  return new RegExp(`^${random.replaceAll('…', '[\\s\\S]*')}$`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
