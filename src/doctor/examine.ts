// Runs every check of the doctor, in the order in which an operator would mend what they find.
import type { Config } from '../config.ts';
import type { Context } from '../operations/context.ts';
import { storedMailServer } from '../operations/server/mail-server.ts';
import type { Clock } from '../ports/clock.ts';
import { checkAddress, checkPort } from './address.ts';
import { checkApns } from './apns.ts';
import { checkCertificates } from './certificates.ts';
import { checkClock } from './clock.ts';
import { checkDatabase } from './database.ts';
import { checkDisk } from './disk.ts';
import type { Finding } from './finding.ts';
import { checkGoogle } from './google.ts';
import { checkMail } from './mail.ts';

export interface Examination {
  readonly clock: Clock;
  /** The URL of a server whose clock is right. */
  readonly timeFrom: string;
  /** Runs `work` with the context of this installation, and closes it. */
  readonly withContext: (work: (context: Context) => Promise<readonly Finding[]>) => Promise<readonly Finding[]>;
}

/** Changes nothing: no database is made or migrated, no key is made, nothing is sent. */
export async function examine(
  config: Config,
  { clock, timeFrom, withContext }: Examination,
): Promise<readonly Finding[]> {
  const { findings, isUsable, fileBytes, secret, clockAhead } = await checkDatabase(config, clock);
  const before = [...(await checkDisk(config, fileBytes)), ...findings, await checkClock(clock, timeFrom, clockAhead)];
  // Without a usable database there is no context: opening one would make or migrate it.
  const after = isUsable
    ? await withContext((context) => checkOutside(config, secret, context))
    : await checkOutside(config, secret, null);
  return [...before, ...after];
}

async function checkOutside(
  config: Config,
  secret: string | null,
  context: Context | null,
): Promise<readonly Finding[]> {
  return [
    ...(context === null ? [] : await checkCertificates(context)),
    await checkPort(config, secret),
    await checkAddress(config, secret),
    await checkMail(config.smtp ?? (await storedServer(context))),
    ...(await checkApns(config, context)),
    ...(context === null ? [] : await checkGoogle(context)),
  ];
}

/** The mail server that somebody set on a page; null: none. */
async function storedServer(context: Context | null) {
  if (context === null) return null;
  const stored = await storedMailServer({ store: context.store, secret: context.settings.secret });
  return stored?.settings() ?? null;
}
