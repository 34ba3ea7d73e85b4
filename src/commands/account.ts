// passwright account: the accounts of the database.
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { clientHashOf } from '../operations/access/client-hash.ts';
import {
  addAccount,
  changeLenientTokens,
  changePassword,
  requireAccountByEmail,
} from '../operations/accounts/accounts.ts';
import { brandAccount } from '../operations/accounts/brand.ts';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { type Env, print, withContext } from './context.ts';
import { readPassword } from './password.ts';

export function accountCommands(program: Command, env: Env): void {
  const account = program.command('account').description('accounts of the database in DATA_DIR');

  account
    .command('add <email>')
    .description('add an account')
    .option('--password <password>', 'its password; made up and printed when left out')
    .option('--name <name>', 'the name shown to holders')
    .option('--manager <email>', 'the account that manages it')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright account add till@example.com --name "Till 1"
  $ passwright account add branch@example.com --manager owner@example.com`,
    )
    .action((email: string, options: { password?: string; name?: string; manager?: string }) =>
      withContext(env, async (context) => {
        const password = options.password ?? context.ids.token().slice(0, 20);
        const { name, manager } = options;
        const made = await addAccount(context, {
          email,
          password,
          ...(name === undefined ? {} : { name }),
          ...(manager === undefined ? {} : { manager }),
        });
        print(`Added ${made.email}.${options.password === undefined ? ` Its password is ${password}` : ''}`);
      }),
    );

  account
    .command('list')
    .description('list the accounts')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright account list')
    .action((options: { json?: boolean }) =>
      withContext(env, async (context) => {
        const accounts = await context.store.accounts();
        if (options.json) print(JSON.stringify(accounts.map((item) => publicPart(context, item))));
        else for (const item of accounts) print(`${item.id}\t${item.email}\t${item.name}`);
      }),
    );

  account
    .command('show <email>')
    .description('show an account with its clientHash')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright account show owner@example.com --json')
    .action((email: string, options: { json?: boolean }) =>
      withContext(env, async (context) => {
        const shown = publicPart(context, await requireAccountByEmail(context, email));
        if (options.json) print(JSON.stringify(shown));
        else for (const [name, value] of Object.entries(shown)) print(`${name}: ${value}`);
      }),
    );

  account
    .command('set <email>')
    .description('change a setting of an account')
    .addOption(
      new Option('--lenient-tokens <on|off>', 'accept PassKit tokens as some official clients make them: see below')
        .choices(['on', 'off'])
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
A PassKit token ends at most 60 seconds from now, and says so in seconds. Some official clients say it in milliseconds, or
300 seconds ahead: with --lenient-tokens on, those are accepted from programs with keys of this account.

Example:
  $ passwright account set owner@example.com --lenient-tokens on`,
    )
    .action((email: string, options: { lenientTokens: 'on' | 'off' }) =>
      withContext(env, async (context) => {
        const changed = await changeLenientTokens(context, email, options.lenientTokens === 'on');
        print(`Lenient tokens of ${changed.email} are ${changed.lenientTokens ? 'on' : 'off'}.`);
      }),
    );

  account
    .command('password <email> [password]')
    .description('set a new password; the clientHash changes with it')
    .addHelpText(
      'after',
      `
Without [password], the password is asked for, or read from stdin: shells store command lines, and other users see them.

Examples:
  $ passwright account password owner@example.com
  $ passwright account password owner@example.com < password.txt`,
    )
    .action((email: string, given: string | undefined) =>
      withContext(env, async (context) => {
        await requireAccountByEmail(context, email);
        const password = given ?? (await readPassword(process.stdin, process.stderr));
        const changed = await changePassword(context, email, password);
        print(`Changed. The clientHash is now ${clientHashOf(context.settings.secret, changed)}`);
      }),
    );

  brandCommand(account, env);
}

/** The options --logo and --color; commander sets them to `false` for --no-logo and --no-color. */
interface BrandOptions {
  readonly logo?: string | false;
  readonly color?: string | false;
  readonly off?: boolean;
}

function brandCommand(account: Command, env: Env): void {
  account
    .command('brand <email>')
    .description('whitelabel an account: its logo and colour on all its pages, and no word of Passwright')
    .option('--logo <file>', 'an image: PNG, JPEG or WebP')
    .option('--no-logo', 'without a logo again')
    .option('--color <color>', 'the background of its pages')
    .option('--no-color', 'without a colour again')
    .option('--off', 'no whitelabel any more; logo and colour stay stored for later')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright account brand owner@example.com --logo logo.png --color "#003366"
  $ passwright account brand owner@example.com --off`,
    )
    .action((email: string, { logo, color, off = false }: BrandOptions) =>
      withContext(env, async (context) => {
        const changed = await brandAccount(context, email, {
          whitelabel: !off,
          ...(logo === undefined ? {} : { logo: logo === false ? null : await readFile(logo) }),
          ...(color === undefined ? {} : { color: color === false ? null : color }),
        });
        const { whitelabel, backgroundColor, logo: kept } = changed;
        const size = kept === null ? 'no logo' : `a logo of ${kept.width} x ${kept.height} pixels`;
        print(`Whitelabel is ${whitelabel ? 'on' : 'off'}: ${size}, ${backgroundColor ?? 'no colour'}.`);
      }),
    );
}

/** The parts of an account that may be printed: none of them helps to guess its password. */
function publicPart(context: Context, account: Account) {
  const { id, email, name, managerId, lenientTokens } = account;
  const clientHash = clientHashOf(context.settings.secret, account);
  return { clientId: String(id), email, name, managerId, clientHash, lenientTokens };
}
