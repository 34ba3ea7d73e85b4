import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { makePasses, openBenchApp, POINTS } from './bench-app.ts';
import { openRawScans, rawHashes } from './raw-scans.ts';
import { openScanner } from './scans.ts';

const [mode = 'ratio', folder = '/dev/shm', n = '4000'] = process.argv.slice(2);
const calls = Number(n);
const statements = new Map<string, number>();
let counting = false;
if (mode === 'counts') {
  const proto = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as any;
  for (const name of ['run', 'get', 'all']) {
    const real = proto[name];
    proto[name] = function (this: any, ...args: unknown[]) {
      if (counting) statements.set(this.source, (statements.get(this.source) ?? 0) + 1);
      return real.apply(this, args);
    };
  }
}
const bench = await openBenchApp(folder);
const hashes = await makePasses(bench, 1000);
const scanner = openScanner(bench, hashes);
for (let i = 0; i < 2000; i++) await scanner.scan();
const file = join(bench.dataDir, 'passwright.sqlite');
function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
async function together(all: number) {
  let started = 0;
  const next = async () => {
    while (started++ < all) await scanner.scan();
  };
  await Promise.all(Array.from({ length: 64 }, next));
}
if (mode === 'raw') {
  const client = new Sqlite(file, { readonly: true });
  const row = client.prepare<[], string>('SELECT overrides FROM passes ORDER BY id LIMIT 1').pluck().get()!;
  const trace = client.prepare<[], string>('SELECT hex(packed_trace) FROM events WHERE access_type = 7').pluck().get()!;
  client.close();
  const raw = openRawScans(bench.dataDir, { row, trace, key: POINTS, hashes: rawHashes(1000) });
  const t0 = cpu();
  for (let i = 0; i < calls; i++) raw.scan();
  console.log('cpu', (cpu() - t0) / calls);
  raw.close();
} else if (mode === 'profile') {
  for (let i = 0; i < calls; i++) await scanner.scan();
} else if (mode === 'profile64') {
  await together(calls);
} else if (mode === 'counts') {
  const wal = () => (statSync(`${file}-wal`).size - 32) / 4120;
  const truncate = () => {
    const c = new Sqlite(file);
    c.pragma('wal_checkpoint(TRUNCATE)');
    c.close();
  };
  for (const fresh of [false, true]) {
    if (fresh) scanner.deliver();
    truncate();
    await scanner.scan();
    statements.clear();
    const before = Math.max(0, wal());
    counting = true;
    for (let i = 0; i < 100; i++) await scanner.scan();
    counting = false;
    console.log(fresh ? 'new jobs' : 'joined jobs', 'frames a scan', (wal() - before) / 100);
    let sum = 0;
    for (const [s, c] of [...statements].sort((a, b) => b[1] - a[1])) {
      sum += c;
      console.log((c / 100).toFixed(2), s.replace(/\s+/g, ' ').slice(0, 130));
    }
    console.log('statements a scan', sum / 100);
    const { readFileSync } = await import('node:fs');
    const d = readFileSync(`${file}-wal`);
    const pages = new Map<number, number>();
    for (let off = 32; off + 24 <= d.length; off += 4120) {
      const p = d.readUInt32BE(off);
      pages.set(p, (pages.get(p) ?? 0) + 1);
    }
    const c = new Sqlite(file);
    const names = new Map<string, number>();
    const name = c.prepare("SELECT name || ' ' || pagetype FROM dbstat WHERE pageno = ?").pluck();
    for (const [p, k] of pages) {
      const nm = String(name.get(p));
      names.set(nm, (names.get(nm) ?? 0) + k);
    }
    for (const [nm, k] of names) console.log('   ', (k / 101).toFixed(2), nm);
    c.close();
  }
} else {
  const client = new Sqlite(file, { readonly: true });
  const row = client.prepare<[], string>('SELECT overrides FROM passes ORDER BY id LIMIT 1').pluck().get()!;
  const trace = client.prepare<[], string>('SELECT hex(packed_trace) FROM events WHERE access_type = 7').pluck().get()!;
  client.close();
  const raw = openRawScans(bench.dataDir, { row, trace, key: POINTS, hashes: rawHashes(1000) });
  for (let i = 0; i < 4000; i++) raw.scan();
  const time = mode === 'cpu' ? cpu : () => performance.now() * 1000;
  const best = [1e9, 1e9, 1e9];
  const all: number[][] = [[], [], []];
  for (let round = 0; round < calls; round++) {
    const turn = async (k: number, n: number, f: () => Promise<void> | void) => {
      const t = time();
      await f();
      const us = (time() - t) / n;
      best[k] = Math.min(best[k]!, us);
      all[k]!.push(us);
    };
    await turn(0, 50, () => {
      for (let i = 0; i < 50; i++) raw.scan();
    });
    await turn(1, 50, async () => {
      for (let i = 0; i < 50; i++) await scanner.scan();
    });
    await turn(2, 64, () => together(64));
  }
  const q = (k: number) => all[k]!.sort((x, y) => x - y)[Math.floor(all[k]!.length * 0.1)]!;
  const show = (v: number[]) =>
    `raw ${v[0]!.toFixed(1)} us, one ${v[1]!.toFixed(1)} us, together ${v[2]!.toFixed(1)} us; one/raw ${(v[1]! / v[0]!).toFixed(2)}, raw/together ${(v[0]! / v[2]!).toFixed(2)}`;
  console.log('min  ', show(best));
  console.log('10% ', show([q(0), q(1), q(2)]));
  raw.close();
}
await bench.close();
process.exit(0);
