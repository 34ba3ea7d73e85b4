// passwright account: the accounts of the database.
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { commandLineOf } from '../operations/access/caller.ts';
import { clientHashOf } from '../operations/access/client-hash.ts';
import {
  type AccountSettings,
  changeAccountSettings,
  renewClientHash,
  setOperator,
  setPassword,
} from '../operations/accounts/account-settings.ts';
import { addAccount, requireAccountByEmail } from '../operations/accounts/accounts.ts';
import { brandAccount } from '../operations/accounts/brand.ts';
import { type AccountContent, contentOf, removeAccount } from '../operations/accounts/remove-account.ts';
import type { Context } from '../operations/context.ts';
import type { Account } from '../ports/store/accounts.ts';
import { parseJsonObject } from '../template-files/json.ts';
import { LANGUAGES } from '../ui/texts/language.ts';
import { type Env, print, withContext, withDatabase } from './context.ts';
import { confirm, readPassword } from './password.ts';

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

  setCommand(account, env);
  removeCommand(account, env);

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
        const caller = commandLineOf(await requireAccountByEmail(context, email));
        const password = given ?? (await readPassword(process.stdin, process.stderr));
        const changed = await setPassword(context, caller, password);
        print(`Changed. The clientHash is now ${clientHashOf(context.settings.secret, changed)}`);
      }),
    );

  brandCommand(account, env);
}

interface SetOptions {
  readonly name?: string;
  readonly email?: string;
  readonly language?: string;
  readonly timeZone?: string;
  readonly additional?: string;
  readonly lenientTokens?: 'on' | 'off';
  readonly operator?: 'on' | 'off';
  readonly renewHash?: boolean;
}

/** The word that takes a language or a time zone away again. */
const NONE = 'none';

function setCommand(account: Command, env: Env): void {
  const onOff = ['on', 'off'];
  account
    .command('set <email>')
    .description('change settings of an account')
    .option('--name <name>', 'the name that holders read')
    .option('--email <email>', 'another e-mail address to log in with; the clientHash changes with it')
    .option('--language <tag>', `of its pages and mails: ${tags().join(', ')}, or ${NONE} for that of the browser`)
    .option('--time-zone <zone>', `such as Europe/Berlin, or ${NONE} for that of the server`)
    .option('--additional <file>', "a JSON file: the account's additional JSON, which clientInfo answers")
    .option('--renew-hash', 'a new clientHash; the password and the browsers that are logged in stay')
    .addOption(
      new Option(
        '--lenient-tokens <on|off>',
        'accept PassKit tokens as some official clients make them: see below',
      ).choices(onOff),
    )
    .addOption(
      new Option('--operator <on|off>', 'whether it may back up the server and set its mail server on pages').choices(
        onOff,
      ),
    )
    .addHelpText(
      'after',
      `
A PassKit token ends at most 60 seconds from now, and says so in seconds. Some official clients say it in milliseconds, or
300 seconds ahead: with --lenient-tokens on, those are accepted from programs with keys of this account.

Examples:
  $ passwright account set owner@example.com --name "Corner Bakery" --language de --time-zone Europe/Berlin
  $ passwright account set owner@example.com --additional menu.json
  $ passwright account set owner@example.com --renew-hash
  $ passwright account set owner@example.com --lenient-tokens on`,
    )
    .action((email: string, options: SetOptions, command: Command) => {
      if (Object.keys(options).length === 0) command.error('error: give at least one option; --help lists them');
      return withDatabase(env, async (context) => {
        const present = await requireAccountByEmail(context, email);
        const given = await settingsOf(options);
        await changeAccountSettings(context, commandLineOf(present), given, tags());
        const changed = async () => (await context.store.accountById(present.id))!;
        if (options.operator !== undefined) {
          await setOperator(context, commandLineOf(await changed()), options.operator === 'on');
        }
        if (options.renewHash === true) await renewClientHash(context, commandLineOf(await changed()));
        for (const [name, value] of Object.entries(publicPart(context, await changed()))) print(`${name}: ${value}`);
      });
    });
}

async function settingsOf(options: SetOptions): Promise<AccountSettings> {
  const { name, email, language, timeZone, additional, lenientTokens } = options;
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language: language === NONE ? null : language }),
    ...(timeZone === undefined ? {} : { timeZone: timeZone === NONE ? null : timeZone }),
    ...(additional === undefined ? {} : { additional: parseJsonObject(await readFile(additional), additional) }),
    ...(lenientTokens === undefined ? {} : { lenientTokens: lenientTokens === 'on' }),
  };
}

function tags(): readonly string[] {
  return LANGUAGES.map(({ tag }) => tag);
}

function removeCommand(account: Command, env: Env): void {
  account
    .command('remove <email>')
    .description('remove an account with its templates, passes, certificates and keys')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `
Phones keep the passes that they have; nobody can change those any more. To have phones learn that the passes are void,
delete the templates first and let the server run until its pushes are out. A backup before is a good idea.

Examples:
  $ passwright account remove till@example.com
  $ passwright account remove till@example.com --yes`,
    )
    .action((email: string, { yes = false }: { yes?: boolean }) =>
      withDatabase(env, async (context) => {
        const found = await requireAccountByEmail(context, email);
        print(`With ${found.email} go ${contentText(await contentOf(context, found))}.`);
        if (!yes && !(await confirm('Remove all of it? Type yes: ', process.stdin, process.stderr))) {
          print('Nothing was removed.');
          return;
        }
        await removeAccount(context, found);
        print(`Removed ${found.email}.`);
      }),
    );
}

function contentText({ templates, passes, certificates, apiKeys, managed }: AccountContent): string {
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  return [
    count(templates, 'template', 'templates'),
    count(passes, 'pass', 'passes'),
    count(certificates, 'certificate', 'certificates'),
    `${count(apiKeys, 'API key', 'API keys')}${managed === 0 ? '' : `; ${count(managed, 'account loses its manager', 'accounts lose their manager')}`}`,
  ].join(', ');
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
        const caller = commandLineOf(await requireAccountByEmail(context, email));
        const changed = await brandAccount(context, caller, {
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
  const { id, email, name, managerId, lenientTokens, language, timeZone, isOperator } = account;
  const clientHash = clientHashOf(context.settings.secret, account);
  return { clientId: String(id), email, name, managerId, clientHash, lenientTokens, language, timeZone, isOperator };
}
