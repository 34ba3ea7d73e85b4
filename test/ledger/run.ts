// `npm run ledger [-- --rounds N] [--clients N] [--items N] [--rows N]`: servers fail while clients
// scan, edit, create, register and ask for mails; prints what was acknowledged, and what of it was
// lost or doubled. Ends with 1 when anything was. With `--postgres [--servers N] [--seconds N]`
// several servers on one PostgreSQL, of which one is killed every ten seconds.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endFile } from '../clean-up.ts';
import makeOnce from '../made-once.ts';
import type { Line } from './check.ts';
import { runLedger } from './ledger.ts';
import { KILLS, type Kill, runServersLedger } from './servers.ts';

const number = (otherwise: string) => ({ type: 'string', default: otherwise }) as const;
const { values } = parseArgs({
  options: {
    rounds: number('5'),
    clients: number('16'),
    items: number('400'),
    refusals: number('100'),
    rows: number('3000'),
    postgres: { type: 'boolean', default: false },
    servers: number('4'),
    seconds: number('120'),
  },
});

/** Seconds between two kills. */
const BETWEEN = 10;

interface Result {
  readonly lines: readonly Line[];
  /** What happened, in a sentence. */
  readonly happened: string;
  readonly broken: number;
  readonly refused: number;
}

async function sqlite(): Promise<Result> {
  const { failures, disk, ...result } = await runLedger({
    rounds: Number(values.rounds),
    clients: Number(values.clients),
    items: Number(values.items),
    refusals: Number(values.refusals),
    rows: Number(values.rows),
    onFailure: (failure, acknowledged) => process.stdout.write(`${failure}: ${acknowledged} items acknowledged\n`),
  });
  const times = Object.entries(failures).map(([failure, times]) => `${failure} ${times} times`);
  return { ...result, happened: `${times.join(', ')}. Disk: ${disk}.` };
}

async function postgres(): Promise<Result> {
  const servers = Number(values.servers);
  const end = Number(values.seconds);
  const due: { readonly kill: Kill; readonly at: number }[] = [];
  for (let at = BETWEEN; at < end; at += BETWEEN) due.push({ kill: 'server', at });
  // PostgreSQL ends twice, half way between two servers' ends.
  for (const part of [1, 2]) {
    due.push({ kill: 'PostgreSQL', at: (Math.floor((part * end) / 3 / BETWEEN) + 0.5) * BETWEEN });
  }
  due.sort((one, other) => one.at - other.at);
  const kills = due.map(({ kill }) => kill);
  let started = 0;
  const seconds = () => (performance.now() - started) / 1000;
  const { full, ...result } = await runServersLedger({
    servers,
    clients: Number(values.clients),
    rows: Number(values.rows),
    kills,
    until: (kill) => {
      if (kill === 0) started = performance.now();
      return pause(Math.max(0, (due[kill]?.at ?? end) - seconds()) * 1000);
    },
    onKill: (kill, acknowledged) => {
      process.stdout.write(`${kill} killed and back, ${Math.round(seconds())} s: ${acknowledged} items acknowledged\n`);
    },
  });
  const times = KILLS.map((kill) => `${kill} killed ${kills.filter((each) => each === kill).length} times`);
  return { ...result, happened: `${servers} servers; ${times.join(', ')}; ${full} passes refused by full campaigns.` };
}

const removeBuilt = await makeOnce();
try {
  const started = performance.now();
  const { lines, happened, broken, refused } = await (values.postgres ? postgres() : sqlite());
  const cells = (row: readonly (string | number)[]) =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(14) : String(cell).padStart(14))).join('');
  process.stdout.write(`\n${cells(['kind', 'acknowledged', 'lost', 'doubled', 'sent again'])}\n`);
  for (const { kind, acknowledged, lost, doubled, again } of lines) {
    process.stdout.write(`${cells([kind, acknowledged, lost, doubled, again ?? '-'])}\n`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`\n${happened}\n${broken} requests without an answer, ${refused} refused, ${seconds} s.\n`);
  const wrong = lines.reduce((sum, { lost, doubled }) => sum + lost + doubled, 0);
  process.stdout.write(`${wrong} lost or doubled\n`);
  process.exitCode = wrong > 0 ? 1 : 0;
} finally {
  await endFile();
  await removeBuilt();
}
