// `npm run examples [-- --only TEXT]`: sends each example of an attack that once stopped a server to
// a built server with a heap of 512 MB. Prints what happened before the limits, what happens now,
// and how long /healthz waited meanwhile. Ends with 1 when the server ended or answered an error of
// its own.
import { parseArgs } from 'node:util';
import { endFile } from '../clean-up.ts';
import makeOnce from '../made-once.ts';
import { BODIES } from './examples-bodies.ts';
import { COSTS } from './examples-costs.ts';
import { DOORS } from './examples-doors.ts';
import { type SmallServer, startSmallServer, whileHealthy } from './small-server.ts';

export interface Example {
  readonly name: string;
  /** What happened before the limits were there. */
  readonly before: string;
  /** Settings of the server that this example needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers what happens now. */
  run(small: SmallServer): Promise<string>;
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const removeBuilt = await makeOnce();
let failures = 0;
try {
  let small: SmallServer | null = null;
  let env = '';
  for (const example of [...BODIES, ...COSTS, ...DOORS]) {
    if (!example.name.includes(values.only)) continue;
    const wanted = JSON.stringify(example.env ?? {});
    if (small === null || env !== wanted || small.server.child.exitCode !== null) {
      if (small !== null) await small.server.end('SIGTERM');
      small = await startSmallServer(example.env);
      env = wanted;
    }
    const running = small;
    const { result, longest } = await whileHealthy(running, () => example.run(running)).catch((error: unknown) => {
      failures += 1;
      return { result: `FAILED: ${error instanceof Error ? error.message : String(error)}`, longest: Number.NaN };
    });
    const { now, most } = running.memory();
    process.stdout.write(
      `| ${example.name} | ${example.before} | ${result} | ${longest.toFixed(0)} ms | ${now.toFixed(0)} MB, at most ${most.toFixed(0)} MB |\n`,
    );
    const errors = running.server.stdout().match(/"level":50/g)?.length ?? 0;
    if (errors > 0) process.stdout.write(`  (errors in the log so far: ${errors})\n`);
  }
} finally {
  await endFile();
  await removeBuilt();
}
process.stdout.write(`\n${failures} failed\n`);
process.exitCode = failures > 0 ? 1 : 0;
