// Tells where the processor's time goes in scans inside one process, by V8's sampling profiler, on a
// disk that never waits where there is one: `npm run bench -- --profile`.
import { existsSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { makePasses, openBenchApp } from './bench-app.ts';
import { IN_FLIGHT, inFlight, MEMORY, openScanner } from './scans.ts';

const PASSES = 1000;
const SCANS = 20_000;
/** In µs. */
const SAMPLED_EVERY = 100;

/**
 * The parts of a scan, by the innermost of these functions that a sample is in. `native`: only what
 * better-sqlite3 does when the function itself calls it.
 */
const PARTS: readonly { readonly part: string; readonly functions: readonly string[]; readonly native?: true }[] = [
  { part: 'SQLite: BEGIN and COMMIT', functions: ['run', 'check'], native: true },
  { part: 'SQLite: read the pass', functions: ['readPass'], native: true },
  { part: 'SQLite: write the pass', functions: ['changeRow'], native: true },
  { part: 'SQLite: write the event, and find its number', functions: ['append', 'appendToPass'], native: true },
  { part: 'SQLite: the push job', functions: ['enqueuePush'], native: true },
  { part: 'the row: JSON to object', functions: ['readPass'] },
  { part: 'the row: object to JSON', functions: ['changeRow'] },
  { part: 'the trace: to JSON, and packed', functions: ['packed', 'traceJson', 'appliedRules'] },
  { part: 'rules: conditions and actions', functions: ['begin'] },
  { part: 'what the scanner shows', functions: ['scanAnswer', 'trackAnswer'] },
  { part: 'whether search, expiry or barcode change', functions: ['consequencesOf'] },
  { part: 'the rest of the decision', functions: ['changeOf', 'decide', 'change'] },
];
const GARBAGE = 'garbage collection';
const REST = 'account, promises, queue and metrics';

interface Frame {
  readonly name: string;
  readonly isNative: boolean;
  readonly parent: Frame | null;
}

/** Two tables of Markdown. */
export async function profileScans(): Promise<string> {
  return `${await tableOf('one at a time', oneAtATime)}\n${await tableOf(`${IN_FLIGHT} in flight`, manyAtOnce)}`;
}

async function tableOf(title: string, work: Work): Promise<string> {
  const shares = await profiled(work);
  const whole = [...shares.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...shares].sort(([, a], [, b]) => b - a);
  const lines = rows.map(([part, time]) => `| ${part} | ${((time / whole) * 100).toFixed(0)}% |\n`);
  return `| scans ${title} | share |\n| --- | --- |\n${lines.join('')}`;
}

type Scan = () => Promise<void>;
/** Makes so many scans. */
type Work = (scan: Scan, count: number) => Promise<void>;

async function oneAtATime(scan: Scan, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await scan();
}

async function manyAtOnce(scan: Scan, count: number): Promise<void> {
  // inFlight makes four times as many calls.
  await inFlight(count / 4, scan);
}

/** Part -> µs. */
async function profiled(work: Work): Promise<ReadonlyMap<string, number>> {
  const bench = await openBenchApp(existsSync(MEMORY) ? MEMORY : tmpdir());
  const session = new Session();
  session.connect();
  try {
    const { scan } = openScanner(bench, await makePasses(bench, PASSES));
    await work(scan, SCANS / 2);
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLED_EVERY });
    await session.post('Profiler.start');
    await work(scan, SCANS);
    const { profile } = await session.post('Profiler.stop');
    return sharesOf(profile);
  } finally {
    session.disconnect();
    await bench.close();
  }
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ReadonlyMap<string, number> {
  const frames = new Map<number, Frame>();
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const frameOf = (id: number): Frame => {
    const known = frames.get(id);
    if (known !== undefined) return known;
    const { functionName, url } = nodes.find((node) => node.id === id)!.callFrame;
    const parent = parents.get(id);
    const frame = { name: functionName, isNative: url === '', parent: parent === undefined ? null : frameOf(parent) };
    frames.set(id, frame);
    return frame;
  };
  const shares = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const part = partOf(frameOf(id));
    if (part !== null) shares.set(part, (shares.get(part) ?? 0) + timeDeltas[index]!);
  }
  return shares;
}

/** Null: the process waited, or the profiler itself worked. */
function partOf(leaf: Frame): string | null {
  if (leaf.name === '(garbage collector)') return GARBAGE;
  if (leaf.name === '(idle)' || leaf.name === 'dispatch') return null;
  const native = leaf.isNative && ['run', 'get', 'all'].includes(leaf.name);
  for (
    let frame: Frame | null = native ? leaf.parent : leaf, depth = 0;
    frame !== null;
    frame = frame.parent, depth++
  ) {
    const { name } = frame;
    const found = PARTS.find((part) => part.functions.includes(name) && (!part.native || (native && depth === 0)));
    if (found !== undefined) return found.part;
  }
  return REST;
}
