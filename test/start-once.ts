// Makes the data folder after a server's first start at START: run by made-once.ts in a process of its
// own, with the built program, because vitest takes 20 seconds to read all sources of a server.
import type { openApp as OpenApp } from '../src/app.ts';
import type { readConfig as ReadConfig } from '../src/config.ts';
import type { Log } from '../src/ports/log.ts';
import { builtProgram, START } from './made.ts';

const { openApp } = (await import(builtProgram('app.ts'))) as { openApp: typeof OpenApp };
const { readConfig } = (await import(builtProgram('config.ts'))) as { readConfig: typeof ReadConfig };
const silent: Log = {
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => silent,
};
const clock = { now: () => START };
const app = await openApp(readConfig(process.env, false), silent, async () => [], { clock });
await app.close();
