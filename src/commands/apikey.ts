// passwright apikey: the keys of programs that speak PassKit's or Pass2U's API, and of assistants.
import { type Command, Option } from 'commander';
import { addApiKey, describeApiKey, revokeApiKey } from '../operations/access/api-keys.ts';
import { passKitToken } from '../operations/access/passkit-token.ts';
import { ASSISTANT_ROLES } from '../operations/access/roles.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import type { ApiSurface, AssistantRole } from '../ports/store/api-keys.ts';
import { type Env, print, withContext } from './context.ts';

export function apiKeyCommands(program: Command, env: Env): void {
  const apikey = program
    .command('apikey')
    .description("keys of programs that speak PassKit's or Pass2U's API, and of assistants (MCP)");

  apikey
    .command('add')
    .description('make a key; its secret is printed now and never again')
    .requiredOption('--account <email>', 'whose templates and passes it is for')
    .addOption(
      new Option('--surface <surface>', 'the API it is for')
        .choices(['passkit', 'pass2u', 'mcp'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--role <role>', "what an assistant's key may do").choices(ASSISTANT_ROLES).default('reader'))
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright apikey add --account owner@example.com --surface passkit
  $ passwright apikey add --account owner@example.com --surface pass2u --json
  $ passwright apikey add --account owner@example.com --surface mcp --role author`,
    )
    .action((options: { account: string; surface: ApiSurface; role: AssistantRole; json?: boolean }) =>
      withContext(env, async (context) => {
        const account = await requireAccountByEmail(context, options.account);
        const made = await addApiKey(context, account, options.surface, options.role);
        if (options.json) print(JSON.stringify(made));
        else for (const [name, value] of Object.entries(made)) print(`${name}: ${value}`);
      }),
    );

  apikey
    .command('list')
    .description('list the keys, revoked ones too')
    .option('--account <email>', 'only those of this account')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright apikey list --account owner@example.com')
    .action((options: { account?: string; json?: boolean }) =>
      withContext(env, async (context) => {
        const { account: email } = options;
        const account = email === undefined ? undefined : await requireAccountByEmail(context, email);
        const owners = new Map((await context.store.accounts()).map((owner) => [owner.id, owner.email]));
        const found = await context.store.apiKeys(account?.id);
        const shown = found.map((item) => ({ ...describeApiKey(item), account: owners.get(item.accountId) }));
        if (options.json) print(JSON.stringify(shown));
        else
          for (const { id, account: owner, surface, role, key, revoked } of shown)
            print(
              [
                id,
                owner,
                role === undefined ? surface : `${surface} ${role}`,
                key,
                revoked === null ? 'valid' : `revoked ${revoked}`,
              ].join('\t'),
            );
      }),
    );

  apikey
    .command('token <key>')
    .description("print a token of PassKit's API for one request by hand; it ends within a minute")
    .addHelpText('after', '\nExample:\n  $ passwright apikey token 3f0c9a8e7d6b5a4938271605f4e3d2c1')
    .action((key: string) => withContext(env, async (context) => print(await passKitToken(context, key))));

  apikey
    .command('revoke <key>')
    .description('end a key, given whole or by its number in the list')
    .addHelpText(
      'after',
      `
Examples:
  $ passwright apikey revoke 3f0c9a8e7d6b5a4938271605f4e3d2c1
  $ passwright apikey revoke 2`,
    )
    .action((key: string) =>
      withContext(env, async (context) => {
        const { id, surface, key: shown } = describeApiKey(await revokeApiKey(context, key));
        print(`Revoked key ${id} (${surface} ${shown}). Requests with it are refused from now on.`);
      }),
    );
}
