// Runs the README's transcripts line by line against a real server, and compares the answers.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../src/examples.ts';
import { builtProgram } from './made.ts';

const run = promisify(execFile);
const root = packageRoot();
/**
 * The key in the previous answer whose value a `NAME=…` line stores; '' stores the whole answer.
 */
const TAKES: Readonly<Record<string, string>> = {
  CLIENT: 'clientHash',
  TEMPLATE: 'templateHash',
  PASS: '',
  KEY: 'key',
  CERT: 'id',
  CARD: 'id',
  MODELKEY: 'key',
  MEMBER: 'passId',
};

let folder = '';
let port = 0;
let readme = '';
/** The password that the first start printed, and the variables that commands set and use. */
const variables: Record<string, string> = {};
/** Processes that run beside the test. */
const running: ChildProcess[] = [];
/** The output of the stand-ins for APNs and Google Wallet so far. */
let pushes = () => '';
let google = () => '';

beforeAll(async () => {
  readme = await readFile(join(root, 'README.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'passwright-readme-'));
  port = await freePort();
  const apnsPort = String(await freePort());
  const first = start('src/main.ts', []);
  variables.PASSWORD = (await first.printed(/Password {2}(\S+)[\s\S]*root to verify[\s\S]*running/))[1]!;
  // Continue like a reader who has started the stand-in, and the server again with its settings.
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
  const [standIn, ...args] = (blockOf('pushes')[0]?.command ?? '').replace('npx tsx ', '').split(' ');
  const apns = start(standIn!, [...args, '--port', apnsPort]);
  pushes = apns.text;
  const wallet = start('src/cli.ts', [...wordsAfter('npx passwright', blockOf('google')[0]), '--port', '0']);
  google = wallet.text;
  const printed = await Promise.all([apns.printed(/APNS_HOST=.*/), wallet.printed(/GOOGLE_WALLET_URL=.*/)]);
  const settings = printed.flatMap(([line]) => line.split(' ').map((pair) => pair.split('=')));
  await start('src/main.ts', [], Object.fromEntries(settings)).printed(/running/);
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a program of this repository in the reader's folder. */
function start(file: string, args: readonly string[], settings: Record<string, string> = {}) {
  const program = file.startsWith('src/')
    ? [builtProgram(file.slice('src/'.length))]
    : ['--import', import.meta.resolve('tsx'), join(root, file)];
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), ...settings },
  });
  running.push(child);
  let text = '';
  const printed = (wanted: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = (chunk: Buffer) => {
        text += chunk;
        const match = wanted.exec(text);
        if (match !== null) resolve(match);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('exit', () => reject(new Error(`${file} ended: ${text}`)));
    });
  return { child, printed, text: () => text };
}

test('the transcript of the README does what it says', async () => {
  const steps = blockOf('transcript');
  expect(steps.length).toBeGreaterThan(10);
  await follow(steps);
});

test.each(['passkit', 'pass2u'])('and so does that of %s', async (name) => {
  const steps = blockOf(name);
  expect(steps.length).toBeGreaterThan(3);
  await follow(steps);
});

test('and so does that of the phone, which is pushed to', async () => {
  const steps = blockOf('phone');
  expect(steps.length).toBeGreaterThan(3);
  await follow(steps);
  expect(
    pushes()
      .replaceAll(/127.0.0.1 APNS_PORT=\d+/g, '127.0.0.1 APNS_PORT=2197')
      .trim(),
  ).toMatch(pattern(blockOf('pushes')[0]!.shown));
});

test('and so does that of the Android phone, which one scan updates together with the other', async () => {
  const steps = blockOf('android');
  expect(steps.length).toBeGreaterThan(3);
  const [started] = google().split('\ninsert');
  expect(started!.replaceAll(/127.0.0.1:\d+/g, '127.0.0.1:2198').trim()).toMatch(pattern(blockOf('google')[0]!.shown));
  await follow(steps);
});

/** Runs the commands one after the other, as a reader would paste them. */
async function follow(steps: readonly Step[]): Promise<void> {
  let answer = '';
  for (const { command, shown } of steps) {
    const assignment = /^([A-Z]+)=/.exec(command)?.[1];
    if (assignment !== undefined) {
      const key = TAKES[assignment] ?? '';
      variables[assignment] = key === '' ? answer.trim() : (new RegExp(`"${key}":"([^"]+)"`).exec(answer)?.[1] ?? '');
      expect(variables[assignment]).toMatch(/^[\w-]{20,}$/);
      continue;
    }
    const line = command
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
      .replace('@examples/', `@${join(root, 'examples')}/`)
      .replace('npx passwright', `node ${builtProgram('cli.ts')}`);
    const env = { ...process.env, PORT: String(port), ...variables };
    const { stdout, stderr } = await run('bash', ['-c', line], { cwd: folder, env });
    answer = stdout + stderr;
    expect(answer.trim(), command).toMatch(pattern(shown));
  }
}

interface Step {
  readonly command: string;
  readonly shown: string;
}

function blockOf(name: string): Step[] {
  const block = new RegExp(`<!-- ${name} -->\\n\`\`\`console\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';
  return block.split(/^\$ /m).slice(1).map(readStep);
}

function wordsAfter(program: string, step: Step | undefined): string[] {
  return (step?.command ?? '').replace(`${program} `, '').split(' ');
}

function readStep(text: string): Step {
  const [command, ...shown] = text.trimEnd().split('\n');
  return { command: command!, shown: shown.join('\n') };
}

/**
 * A pattern for an answer in the README. `…` stands for any text, also for the rest of a random
 * one.
 */
function pattern(shown: string): RegExp {
  const escaped = shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const random = escaped.replace(/(?:1-e9ce894d|P1rCa8WK|Z8S2vJ_7|5d0f3a61|9kQ2vXw0|Vw2nB8sT)…/g, '[\\w-]+');
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
