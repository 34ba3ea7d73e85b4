import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { openBenchAppIn } from './bench-app.ts';
import { installAll } from './installed.ts';
import { openScanner } from './scans.ts';

const [folder] = process.argv.slice(2);
const bench = await openBenchAppIn(folder!);
installAll(bench.dataDir);
const c = new Sqlite(join(folder!, 'passwright.sqlite'), { readonly: true });
const hashes = c.prepare<[number], string>('SELECT hash FROM passes ORDER BY random() LIMIT ?').pluck().all(20000);
c.close();
const scanner = openScanner(bench, hashes);
for (let i = 0; i < 6000; i++) await scanner.scan();
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const r: number[] = [];
const longest = 0;
const times: number[] = [];
for (let k = 0; k < 6; k++) {
  const t = cpu();
  for (let i = 0; i < 2000; i++) {
    const s = performance.now();
    await scanner.scan();
    times.push(performance.now() - s);
  }
  r.push((cpu() - t) / 2000);
}
times.sort((a, b) => b - a);
console.log(
  process.env.LABEL,
  'cpu us a scan',
  r.map((x) => x.toFixed(0)).join(' '),
  'min',
  Math.min(...r).toFixed(1),
  'median',
  r.sort((a, b) => a - b)[3]!.toFixed(1),
  'wall p99',
  times[120]!.toFixed(2),
  'longest',
  times
    .slice(0, 3)
    .map((x) => x.toFixed(0))
    .join(' '),
);
await bench.close();
process.exit(0);
