// passwright doctor: says what keeps this installation from its work, and what to do about it.
import type { Command } from 'commander';
import { openContext, systemClock } from '../app.ts';
import { readConfig } from '../config.ts';
import { TIME_FROM } from '../doctor/clock.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { openLog } from '../log.ts';
import { type Env, print, printJson, telling } from './context.ts';

export function doctorCommand(program: Command, env: Env): void {
  program
    .command('doctor')
    .description('check data folder, database, certificates, clock, port, address, mail server and APNs')
    .option('--time-from <url>', 'the server whose clock this one is compared with', TIME_FROM)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Run it with the settings of the server, before its first start or while it runs. It changes nothing, sends no mail and
pushes nothing. Each line is ok, a warning or a problem; below the last two stands what to do. The exit code is 1 when
there is a problem.

Examples:
  $ passwright doctor
  $ docker compose exec passwright-1 passwright doctor --json`,
    )
    .action((options: { timeFrom: string; json?: boolean }) => telling(() => doctor(env, options)));
}

async function doctor(env: Env, { timeFrom, json = false }: { timeFrom: string; json?: boolean }): Promise<void> {
  const config = readConfig(env, false);
  const log = openLog({ ...config, logLevel: 'silent' }, process.stdout);
  const findings = await examine(config, {
    clock: systemClock,
    timeFrom,
    withContext: async (work) => {
      const { context, close } = await openContext(config, log, { exclusive: false });
      return work(context).finally(close);
    },
  });
  if (json) printJson(findings);
  else for (const finding of findings) print(lineOf(finding));
  if (findings.some(({ status }) => status === 'problem')) process.exitCode = 1;
}

const STATUS_WIDTH = 9;
const CHECK_WIDTH = 13;

function lineOf({ check, status, message, advice }: Finding): string {
  const line = `${status.padEnd(STATUS_WIDTH)}${check.padEnd(CHECK_WIDTH)}${message}`;
  return advice === null ? line : `${line}\n${' '.repeat(STATUS_WIDTH + CHECK_WIDTH)}${advice}`;
}
