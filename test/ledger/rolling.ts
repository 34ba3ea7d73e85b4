// `npm run rolling -- <commit> [--seconds N] [--clients N]`: two servers of another commit on one
// PostgreSQL are replaced by two of this one, one after the other, while clients scan; then every
// acknowledged scan is looked for. Ends with 1 when one is lost or counted twice.
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { packageRoot } from '../../src/examples.ts';
import { afterTest, endFile } from '../clean-up.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';
import { type Client, connect, type RunningServer, temporaryFolder } from '../fixtures/scenarios/processes.ts';
import { login, makeCountingPass, POINTS, startTill } from '../fixtures/scenarios/till.ts';
import makeOnce from '../made-once.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, clients: { type: 'string', default: '16' } },
  allowPositionals: true,
});
const [commit] = positionals;
if (commit === undefined) throw new Error('Which commit is the previous version?');

/** The built main.js of a commit, whose packages are those of this work tree. */
async function built(commit: string): Promise<string> {
  const root = packageRoot();
  const tree = join(await temporaryFolder(), 'tree');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'add', '--detach', tree, commit);
  afterTest(async () => git('worktree', 'remove', '--force', tree));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: tree, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(tree, 'dist/src/main.js');
}

interface Counter {
  readonly hash: string;
  /** Scans that were acknowledged. */
  acknowledged: number;
}

/** Scans a pass until `isOver`, each scan until a server acknowledges it under the same key. */
async function scan(counter: Counter, clientHash: string, next: () => Client, isOver: () => boolean) {
  let again = 0;
  while (!isOver()) {
    const key = `${counter.hash} ${counter.acknowledged}`;
    for (;;) {
      const order = { clientHash, hashedSerialNumber: counter.hash, accessType: 7 };
      const answer = await next()
        .call('trackPassAccess', order, { 'idempotency-key': key })
        .catch(() => null);
      if (answer?.success === true) break;
      again++;
      await pause(20);
    }
    counter.acknowledged++;
  }
  return again;
}

async function run(previous: string): Promise<number> {
  const seconds = Number(values.seconds);
  const postgres = await startPostgres({ isDurable: true });
  afterTest(() => postgres.stop());
  const url = await postgres.create('rolling');
  const env = { DATABASE_URL: url, SECRET_KEY: 'the secret key of both versions of this database' };
  const serving: { readonly server: RunningServer; readonly client: Client }[] = [];
  const begin = async (program?: string) => {
    const server = await startTill(env, program);
    serving.push({ server, client: connect(server, Number(values.clients)) });
  };
  const end = async () => {
    // A load balancer asks /readyz and sends nothing to a server that leaves.
    const [{ server }] = serving.splice(0, 1) as [(typeof serving)[number]];
    const { code, stderr } = await server.end('SIGTERM');
    if (code !== 0) throw new Error(`A server ended with ${code}: ${stderr}`);
  };
  await begin(previous);
  await begin(previous);
  const first = serving[0]!.client;
  const clientHash = await login(first);
  const counters: Counter[] = [];
  for (let number = 0; number < Number(values.clients); number++) {
    counters.push({ hash: await makeCountingPass(first, clientHash), acknowledged: 0 });
  }
  let turn = 0;
  let isOver = false;
  const next = () => serving[turn++ % serving.length]!.client;
  const scanning = counters.map((counter) => scan(counter, clientHash, next, () => isOver));
  const step = (seconds * 1000) / 5;
  const total = () => counters.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const tell = (what: string) => process.stdout.write(`${what}: ${total()} scans acknowledged\n`);
  await pause(step);
  tell('two servers of the previous version');
  for (const what of ['one of each', 'two of this version']) {
    await begin();
    await pause(step);
    tell(`another server of this version, beside the others`);
    await end();
    await pause(step);
    tell(`${what}, after one of the previous version has left`);
  }
  isOver = true;
  const again = (await Promise.all(scanning)).reduce((sum, each) => sum + each, 0);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ hash: string; points: string; events: string }>(
    `SELECT hash, overrides ->> $1 AS points,
      (SELECT count(*) FROM events e WHERE e.pass_id = p.id AND access_type = 7 AND logged) AS events FROM passes p`,
    [POINTS],
  );
  await client.end();
  let wrong = 0;
  for (const { hash, acknowledged } of counters) {
    const row = rows.find((each) => each.hash === hash);
    wrong += Math.abs(Number(row?.points) - acknowledged) + Math.abs(Number(row?.events) - acknowledged);
  }
  process.stdout.write(`${total()} scans, ${again} asked again, ${wrong} lost or counted twice\n`);
  return wrong;
}

const removeBuilt = await makeOnce();
try {
  process.exitCode = (await run(await built(commit))) === 0 ? 0 : 1;
} finally {
  await endFile();
  await removeBuilt();
}
