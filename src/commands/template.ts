// passwright template: templates of the database, and templates as files.
import type { Command } from 'commander';
import { findTemplate } from '../operations/access/access.ts';
import { COMMAND_LINE } from '../operations/access/caller.ts';
import { requireAccountByEmail } from '../operations/accounts/accounts.ts';
import type { Context } from '../operations/context.ts';
import { UNCALLED } from '../operations/depth.ts';
import { pushTemplate } from '../operations/devices/push.ts';
import { exportTemplate } from '../operations/templates/export-template.ts';
import { importTemplate } from '../operations/templates/import-template.ts';
import { saveTemplate } from '../operations/templates/save-template.ts';
import { checksOf, replaceChecks } from '../operations/templates/stored-checks.ts';
import { listTemplates } from '../operations/templates/template-list.ts';
import { readChecksOf } from '../template-files/checks.ts';
import { readTemplateFile } from '../template-files/read.ts';
import { templateText, writeTemplateFile, writeTemplateFolder } from '../template-files/write.ts';
import { checkCommand } from './check.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';
import { lintCommand } from './lint.ts';
import { versionCommands } from './template-versions.ts';

interface ImportOptions {
  readonly account: string;
  readonly name?: string;
  readonly public?: boolean;
  readonly template?: string;
  readonly json?: boolean;
}

export function templateCommands(program: Command, env: Env): void {
  const template = program.command('template').description('templates of the database, and templates as files');

  template
    .command('list')
    .description("list an account's templates: hash, name, passes, state of the triggers")
    .requiredOption('--account <email>', 'whose templates')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ passwright template list --account owner@example.com')
    .action((options: { account: string; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const account = await requireAccountByEmail(context, options.account);
        const templates = await listTemplates(context, account);
        if (options.json === true) return printJson(templates);
        for (const { hash, name, passes, triggersPaused } of templates) {
          print(`${hash}\t${name}\t${passes}\t${triggersPaused ? 'triggers paused' : 'triggers run'}`);
        }
      }),
    );

  template
    .command('export <templateHash>')
    .description('write a template with its images, as import reads it')
    .option(
      '--out <path>',
      'a folder for template.json and the images, or a .json file for all in one; default: stdout',
    )
    .option('--force', 'replace what is there')
    .addHelpText(
      'after',
      `
A folder also gets the card's checks, as checks.json; import reads them again.

Examples:
  $ passwright template export 7Yx… --out cards/points
  $ passwright template export 7Yx… --out points.json --force`,
    )
    .action((templateHash: string, options: { out?: string; force?: boolean }) =>
      withDatabase(env, async (context) => {
        const exported = await exportTemplate(context, templateHash);
        const { template: row } = await findTemplate(context, templateHash);
        const { out, force = false } = options;
        if (out === undefined) process.stdout.write(templateText(exported));
        else if (/\.json$/i.test(out)) await writeTemplateFile(out, exported, force);
        else await writeTemplateFolder(out, { ...exported, checks: await checksOf(context, row) }, force);
      }),
    );

  template
    .command('import <file>')
    .description('save a template from a file: template.json or its folder, a passConstructor, a pass.json, a .pkpass')
    .requiredOption('--account <email>', 'whose template it becomes')
    .option('--name <name>', 'its name; default: the one in the file')
    .option('--public', 'others may copy it')
    .option('--template <templateHash>', 'change this template instead of making a new one')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The triggers of an imported template are paused: its events are logged, but no action runs, until you have read them and
say "passwright template unpause". A template that is changed without a change of its triggers keeps running.

Examples:
  $ passwright template import examples/01-points-on-scan --account owner@example.com
  $ passwright template import ticket.pkpass --account owner@example.com --name "Summer ticket"
  $ passwright template import points.json --account owner@example.com --template 7Yx…`,
    )
    .action((file: string, options: ImportOptions) =>
      withDatabase(env, (context) => importFile(context, file, options)),
    );

  lintCommand(template);
  checkCommand(template, env);

  template
    .command('push <templateHash>')
    .description('tell every phone that holds a pass of a template to fetch it again')
    .addHelpText(
      'after',
      `
The pushes go out as soon as the server runs; "template list" and the card's page show how far they are.

Example:
  $ passwright template push 7Yx…`,
    )
    .action((templateHash: string) =>
      withDatabase(env, async (context) => {
        const { template, owner } = await findTemplate(context, templateHash);
        const { count } = await pushTemplate(context, owner, template.hash);
        print(`${count === 1 ? '1 pass' : `${count} passes`} of ${template.name} on phones: told to fetch again.`);
      }),
    );

  versionCommands(template, env);

  for (const [name, paused, description] of [
    ['pause', true, 'stop the triggers of a template; its events are still logged'],
    ['unpause', false, 'let the triggers of a template run'],
  ] as const) {
    template
      .command(`${name} <templateHash>`)
      .description(description)
      .addHelpText('after', `\nExample:\n  $ passwright template ${name} 7Yx…`)
      .action((templateHash: string) => withDatabase(env, (context) => pause(context, templateHash, paused)));
  }
}

async function importFile(context: Context, file: string, options: ImportOptions): Promise<void> {
  const account = await requireAccountByEmail(context, options.account);
  const { templateName, passConstructor, leftOut } = await readTemplateFile(file);
  const checks = await readChecksOf(file);
  // A pass has no name, so its description names a new template. A changed template stays with its
  // name.
  const described = typeof passConstructor.description === 'string' ? passConstructor.description : undefined;
  const named = options.name ?? templateName ?? undefined;
  const { templateHash, warnings, triggersPaused } = await importTemplate(context, {
    account,
    author: COMMAND_LINE,
    templateName: named ?? (options.template === undefined ? described : undefined),
    templatePublic: options.public,
    passConstructor,
    templateHash: options.template,
  });
  if (checks !== null) await replaceChecks(context, (await findTemplate(context, templateHash)).template, checks);
  if (options.json === true) {
    printJson({ templateHash, triggersPaused, warnings, leftOut });
    return;
  }
  print(`${options.template === undefined ? 'Imported as' : 'Changed'} ${templateHash}`);
  for (const { path, message } of warnings) print(`Warning: ${path}: ${message}`);
  if (leftOut.length > 0) print(`Left out, because a template has no place for it: ${leftOut.join(', ')}`);
  if (triggersPaused) {
    print(`Its triggers are paused. Read them, then let them run: passwright template unpause ${templateHash}`);
  }
}

async function pause(context: Context, hash: string, triggersPaused: boolean): Promise<void> {
  const { template, owner } = await findTemplate(context, hash);
  await saveTemplate(context, owner, {
    templateHash: template.hash,
    triggersPaused,
    author: COMMAND_LINE,
    depth: UNCALLED,
  });
  print(`The triggers of ${template.name} ${triggersPaused ? 'are paused' : 'run'}.`);
}
