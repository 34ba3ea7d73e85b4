// passwright secret-key renew: binds the database to a new secret key when the old one is lost.
import type { Command } from 'commander';
import { type RenewedSecret, renewSecretProof } from '../operations/server/secret-proof.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

export function secretKeyCommands(program: Command, env: Env): void {
  program
    .command('secret-key')
    .description('what to do when the secret key is lost')
    .command('renew')
    .description('say what is lost with the old secret key; with --run, let the new one in')
    .option('--run', 'remove what the new key does not open, and bind the database to the new key')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
A database belongs to the secret key of its first start: SECRET_KEY, or secret.key in DATA_DIR. Look for a copy of that
key first, such as the .key file beside a backup: putting it back loses nothing. Only when there is none:

  1. Stop every server of the database, and make a backup.
  2. Set SECRET_KEY, or leave it out to have a new secret.key made. All servers need the same one.
  3. Run this command with --run, and start the servers.

Lost for good are the private keys of certificates and of requests for them, the secrets of PassKit keys, which are
revoked, and the mail server that was set on a page: set them anew. Every clientHash, session and till gets a new
token. Cards, customers, events and pictures stay.

Examples:
  $ passwright secret-key renew
  $ passwright secret-key renew --run`,
    )
    .action(({ run = false, json = false }: { run?: boolean; json?: boolean }) =>
      withDatabase(
        env,
        async (context) => {
          const renewed = await renewSecretProof(context, { run });
          if (json) printJson({ run, ...renewed });
          else for (const line of linesOf(renewed, run)) print(line);
        },
        { anySecret: true },
      ),
    );
}

function linesOf({ isOwn, lost }: RenewedSecret, run: boolean): readonly string[] {
  if (isOwn) return ['The database belongs to this secret key already. Nothing is lost, and nothing was changed.'];
  return [
    run ? 'Removed, because only the lost key opens it:' : 'With --run, this would be removed for good:',
    `  private keys of certificates          ${lost.certificate}`,
    `  requests for certificates             ${lost.certificate_request}`,
    `  secrets of PassKit keys (revoked)     ${lost.api_key}`,
    `  service accounts of Google Wallet     ${lost.google}`,
    `  mail server that a page set           ${lost.setting}`,
    run
      ? 'The database now belongs to the present secret key: keep a copy of it. Start the servers, and set anew what is lost.'
      : 'Every clientHash and every login ends too. Nothing was changed. Look for a copy of the old key first.',
  ];
}
