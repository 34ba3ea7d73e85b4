// passwright google stand-in: Google Wallet on one's own machine, to try passes on Android without an
// issuer account. It stores nothing beyond its end.
import type { Command } from 'commander';
import { systemClock } from '../app.ts';
import { DeviceError } from '../device/device-error.ts';
import { serviceAccountOf } from '../device/google/service-account.ts';
import { startGoogleStandIn } from '../device/google/stand-in.ts';
import { print, telling } from './context.ts';

interface StandInFlags {
  readonly port: string;
  readonly issuer: string;
  readonly key: string;
  readonly callback?: string;
}

export function googleStandInCommand(google: Command): void {
  google
    .command('stand-in')
    .description('Google Wallet on this machine, as strict as Google, for trying passes on simulated Android phones')
    .option('--port <number>', 'the port on 127.0.0.1; 0 is any free one', '2198')
    .option('--issuer <id>', 'the number of the issuer', '3388000000000000001')
    .option('--key <file>', 'the service account; made when there is no such file', 'google-service-account.json')
    .option('--callback <url>', 'where saves and deletions are told instead of at the https address of each class')
    .addHelpText('after', '\nExample:\n  $ passwright google stand-in --callback http://127.0.0.1:8080/google/callback')
    .action((flags: StandInFlags) => telling(() => run(flags)));
}

async function run(flags: StandInFlags): Promise<void> {
  const port = Number(flags.port);
  if (!/^\d{1,5}$/.test(flags.port) || port > 65_535) throw new DeviceError('--port has to be a number up to 65535.');
  if (!/^\d{1,30}$/.test(flags.issuer)) throw new DeviceError('--issuer has to be a number, as 3388000000000000001.');
  if (flags.callback !== undefined && !/^https?:\/\/./.test(flags.callback)) {
    throw new DeviceError('--callback has to begin with https:// or http://.');
  }
  const standIn = await startGoogleStandIn({
    issuerId: flags.issuer,
    account: await serviceAccountOf(flags.key),
    port,
    now: systemClock.now,
    onEvent: print,
    ...(flags.callback !== undefined && { callbackUrl: flags.callback }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new DeviceError(`Port ${port} is in use; name another one with --port.`);
  });
  print(`Issuer ${flags.issuer}, service account ${flags.key}. Start the server with`);
  print(
    Object.entries(standIn.settings)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );
}
