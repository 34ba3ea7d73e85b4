// `npm run overload [-- --times N] [--seconds N] [--connections N] [--generators N]`: asks a server for
// many times the scans that it can do, and prints what became of them. Ends with 1 when an answered
// scan was lost or counted twice, or a bound was passed.
import { parseArgs } from 'node:util';
import { endFile } from '../clean-up.ts';
import makeOnce from '../made-once.ts';
import { overload } from './overload.ts';

const number = (otherwise: string) => ({ type: 'string', default: otherwise }) as const;
const { values } = parseArgs({
  options: { times: number('20'), seconds: number('30'), connections: number('4000'), generators: number('2') },
});

/** In ms, MiB and ms. */
const BOUNDS = { refusal: 1000, growth: 512, recovery: 5000 } as const;

const removeBuilt = await makeOnce();
try {
  const found = await overload({
    times: Number(values.times),
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    generators: Number(values.generators),
  });
  const sum = (of: (outcome: (typeof found.outcomes)[number]) => number) =>
    found.outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const seconds = Number(values.seconds);
  const rate = (count: number) => `${Math.round(count / seconds).toLocaleString('en')}/s`;
  const done = found.outcomes.flatMap(({ doneAfter }) => doneAfter).sort((a, b) => a - b);
  const refused = found.outcomes.flatMap(({ refusedAfter }) => refusedAfter).sort((a, b) => a - b);
  const probes = [...found.probes.took].sort((a, b) => a - b);
  const times = (sorted: readonly number[]) =>
    `p50 ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms, longest ${at(sorted, 1)} ms`;
  const peakMemory = Math.max(...found.resident);
  const others = found.outcomes.map(({ others }) => JSON.stringify(others)).filter((text) => text !== '{}');
  const lines: readonly (readonly [string, string])[] = [
    ['alone', `${Math.round(found.peak).toLocaleString('en')} scans/s`],
    ['wanted', `${rate(found.wanted * seconds)} for ${seconds} s over ${values.connections} connections`],
    ['sent', `${rate(sum(({ sent }) => sent))}; ${rate(sum(({ unsent }) => unsent))} found no free connection`],
    ['answered', `${rate(done.length)}, ${times(done)}`],
    ['503', `${rate(refused.length)}, ${times(refused)}; ${sum(({ without }) => without)} without Retry-After`],
    ['other answers', others.join(' ') || '0'],
    ['broken connections', String(sum(({ broken }) => broken))],
    ['probes', `${probes.length}, ${times(probes)}; ${found.probes.failed} not answered 200`],
    ['memory', `${found.residentBefore} MiB before, ${peakMemory} at most, ${found.residentAfter} ten seconds later`],
    ['  each second', found.resident.join(' ')],
    ['recovery', `${found.recovery} ms`],
    ['lost', String(found.lost)],
    ['doubled', String(found.doubled)],
  ];
  process.stdout.write(`${lines.map(([name, text]) => `${name.padEnd(20)}${text}`).join('\n')}\n`);
  const faults = [
    found.lost + found.doubled > 0 && 'an answered scan was lost or counted twice',
    others.length > 0 && 'some answers were neither 200 nor 503',
    Number(at(refused, 0.99)) > BOUNDS.refusal && `refusals take over ${BOUNDS.refusal} ms`,
    peakMemory - found.residentBefore > BOUNDS.growth && `memory grew by over ${BOUNDS.growth} MiB`,
    found.recovery > BOUNDS.recovery && `the server was not as before after ${BOUNDS.recovery} ms`,
    found.probes.failed > 0 && 'a probe failed',
  ].filter((fault) => fault !== false);
  process.stdout.write(faults.length === 0 ? 'as it should be\n' : `${faults.join('\n')}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await endFile();
  await removeBuilt();
}

/** The value below which this share of them lies, with one digit after the point; 0 of none. */
function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
