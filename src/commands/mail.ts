// passwright mail: lists queued, sent and failed mails, and tries to send them again.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { listMails, retryMails, type ShownMail } from '../operations/mails/mails.ts';
import { MAIL_STATES, type MailState } from '../ports/store/mails.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

export function mailCommands(program: Command, env: Env): void {
  const mail = program.command('mail').description('mails that bring the links of passes: list them, try them again');

  mail
    .command('list')
    .description('list mails, newest first, with what became of them and why')
    .addOption(new Option('--state <state>', 'only those').choices(MAIL_STATES))
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
  queued   waits to be sent, or to be tried again: without SMTP_URL, until it is set
  failed   was refused by the mail server, or could not be sent within three days; "mail retry" sends it again
  sent     was accepted by the mail server

Examples:
  $ passwright mail list --state failed
  $ passwright mail list --json`,
    )
    .action((options: { state?: MailState; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const mails = await listMails(context, options.state ?? null);
        if (options.json === true) printJson(mails);
        else for (const line of mailLines(mails)) print(line);
      }),
    );

  mail
    .command('retry')
    .argument('[id]', 'its number in "mail list"', readId)
    .description('send a mail that waits or failed as soon as the server runs, and try it for three more days')
    .option('--all', 'all mails that wait or failed')
    .addHelpText('after', '\nExamples:\n  $ passwright mail retry 7\n  $ passwright mail retry --all')
    .action((id: number | undefined, options: { all?: boolean }, command: Command) => {
      if ((id === undefined) !== (options.all === true)) command.error("error: give a mail's number, or --all");
      return withDatabase(env, async (context) => {
        const count = await retryMails(context, id ?? null);
        print(count === 1 ? '1 mail is sent again.' : `${count} mails are sent again.`);
      });
    });
}

function readId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}

function mailLines(mails: readonly ShownMail[]): string[] {
  if (mails.length === 0) return ['There are no such mails.'];
  return mails.flatMap(({ id, state, recipient, created, attempts, next, sent, lastError }) => {
    const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
    const what = { queued: `queued, ${tries}, next ${next}`, sent: `sent ${sent}`, failed: `failed, ${tries}` }[state];
    return [`${id}  ${recipient}  ${created}  ${what}`, ...(lastError === null ? [] : [`    ${lastError}`])];
  });
}
