// The benchmarks by name. `npm run bench` runs all of them; growth and the last ones take too long
// for that and run when they are named.
import { batches } from './batches.ts';
import { birthdays } from './birthdays.ts';
import { birthdaysOnPostgres } from './birthdays-postgres.ts';
import { compilation, dates, evaluation, scanRules } from './conditions.ts';
import { customers } from './customers.ts';
import { eventBytes } from './event-bytes.ts';
import { growth } from './growth.ts';
import { manyPasses } from './many-passes.ts';
import { passFiles } from './pass-files.ts';
import { peers } from './peers.ts';
import { postgres } from './postgres.ts';
import { postgresPages } from './postgres-pages.ts';
import { pushFanOut } from './push-fan-out.ts';
import type { Benchmark } from './row.ts';
import { scanToPush } from './scan-to-push.ts';
import { scans } from './scans.ts';
import { scansOverHttp } from './scans-over-http.ts';

export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  evaluation,
  dates,
  compilation,
  'scan-rules': scanRules,
  'pass-files': passFiles,
  scans,
  'scans-over-http': scansOverHttp,
  postgres,
  'many-passes': manyPasses,
  'event-bytes': eventBytes,
  customers,
  'push-fan-out': pushFanOut,
  'scan-to-push': scanToPush,
  batches,
  birthdays,
  peers,
  growth,
  'postgres-pages': postgresPages,
  'birthdays-postgres': birthdaysOnPostgres,
};

const LONG = ['growth', 'birthdays', 'postgres-pages', 'birthdays-postgres'];
/** What a run without names measures. */
export const USUAL: readonly string[] = Object.keys(BENCHMARKS).filter((name) => !LONG.includes(name));
