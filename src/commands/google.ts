// passwright google: an owner's issuer and service account at Google Wallet.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import {
  checkStoredGoogle,
  removeStoredGoogle,
  type ShownGoogle,
  shownGoogle,
  storeGoogle,
} from '../operations/google/settings.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

export function googleCommands(google: Command, env: Env): void {
  google
    .command('set')
    .description('let an account make passes in Google Wallet')
    .requiredOption('--account <email>', 'whose passes')
    .requiredOption('--issuer <id>', 'the issuer ID that the Google Pay & Wallet Console shows')
    .requiredOption('--key <file>', 'the JSON file of a service account that the issuer has invited')
    .addHelpText(
      'after',
      '\nExample:\n  $ passwright google set --account owner@example.com --issuer 3388000000012345678 --key service-account.json',
    )
    .action(({ account: email, issuer: issuerId, key: file }: { account: string; issuer: string; key: string }) =>
      withDatabase(env, async (context) => {
        const account = await requireAccountByEmail(context, email);
        const { clientEmail } = await storeGoogle(context, account, { issuerId, key: await readKey(file) });
        print(`${account.email} uses issuer ${issuerId.trim()} as ${clientEmail}. See whether Google takes both:`);
        print(`passwright google check --account ${account.email}`);
      }),
    );

  google
    .command('check')
    .description('ask Google whether the service account may use the issuer')
    .requiredOption('--account <email>', 'whose service account')
    .addHelpText('after', '\nExample:\n  $ passwright google check --account owner@example.com')
    .action(({ account: email }: { account: string }) =>
      withDatabase(env, async (context) => {
        const account = await requireAccountByEmail(context, email);
        const { verdict, status, reason } = await checkStoredGoogle(context, account.id);
        if (verdict === 'done') print('Google answers: all is well.');
        else {
          const answered = status === null ? 'No answer of Google' : `Google answers with ${status}`;
          process.stderr.write(`passwright: ${answered}: ${reason ?? 'the requests of this second are used up'}\n`);
          process.exitCode = 1;
        }
      }),
    );

  google
    .command('show')
    .description('show the issuer of an account, and what Google last refused')
    .requiredOption('--account <email>', 'whose issuer')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright google show --account owner@example.com')
    .action(({ account: email, json }: { account: string; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const shown = await shownGoogle(context, (await requireAccountByEmail(context, email)).id);
        if (json === true) printJson(shown);
        else for (const line of shown === null ? ['This account has no issuer.'] : linesOf(shown)) print(line);
      }),
    );

  google
    .command('remove')
    .description('forget the issuer and the service account; passes stay in Google Wallet as they are')
    .requiredOption('--account <email>', 'whose issuer')
    .addHelpText('after', '\nExample:\n  $ passwright google remove --account owner@example.com')
    .action(({ account: email }: { account: string }) =>
      withDatabase(env, async (context) => {
        const account = await requireAccountByEmail(context, email);
        await removeStoredGoogle(context, account.id);
        print(`${account.email} has no issuer any more.`);
      }),
    );
}

function linesOf({ issuerId, clientEmail, changedAt, problem }: ShownGoogle): string[] {
  const refused =
    problem && `${new Date(problem.time).toISOString()}  ${problem.status ?? 'no answer'}  ${problem.reason}`;
  return [
    `Issuer           ${issuerId}`,
    `Service account  ${clientEmail}`,
    `Set              ${new Date(changedAt).toISOString()}`,
    ...(refused === null ? [] : [`Refused          ${refused}`]),
  ];
}

/** Fails with `parameter_invalid`. */
async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new AppError('parameter_invalid', { field: 'key', message: `--key ${file} cannot be used: ${why}.` });
  }
}
