// Makes the data folders after a server's first start, at START and today: run by made-once.ts in a
// process of its own, with the built program, because vitest takes 20 seconds to read all sources of
// a server. Arguments: the two folders; today's is left out on PostgreSQL.
import type { openApp as OpenApp } from '../src/app.ts';
import type { readConfig as ReadConfig } from '../src/config.ts';
import type { readExamples as ReadExamples } from '../src/examples.ts';
import type { Log } from '../src/ports/log.ts';
import { builtProgram, START } from './made.ts';

const { openApp } = (await import(builtProgram('app.ts'))) as { openApp: typeof OpenApp };
const { readConfig } = (await import(builtProgram('config.ts'))) as { readConfig: typeof ReadConfig };
const { readExamples } = (await import(builtProgram('examples.ts'))) as { readExamples: typeof ReadExamples };
const silent: Log = {
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => silent,
};
const [atStart, today] = process.argv.slice(2);

async function startIn(folder: string, now: () => number, examples: typeof readExamples): Promise<void> {
  const config = readConfig({ ...process.env, DATA_DIR: folder }, false);
  const app = await openApp(config, silent, examples, { clock: { now } });
  await app.close();
}

await startIn(
  atStart!,
  () => START,
  async () => [],
);
if (today !== undefined) await startIn(today, Date.now, readExamples);
