// passwright template versions and template restore: the history of a template, and an old version as
// its draft.
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../errors.ts';
import { findTemplate } from '../operations/access/access.ts';
import { commandLineOf } from '../operations/access/caller.ts';
import type { Context } from '../operations/context.ts';
import { openDraft } from '../operations/templates/drafts.ts';
import { bringBack } from '../operations/templates/versions.ts';
import { timestamp } from '../rules/paths/magic.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';

/** The versions of one list. */
const VERSIONS_SHOWN = 50;

export function versionCommands(template: Command, env: Env): void {
  template
    .command('versions <templateHash>')
    .description('list the versions of a template, newest first, with who made each and why')
    .option('--before <version>', 'only versions below this number', readVersion)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Lists ${VERSIONS_SHOWN} versions at a time; --before goes on below the last one.

Examples:
  $ passwright template versions 7Yx…
  $ passwright template versions 7Yx… --before 12 --json`,
    )
    .action((templateHash: string, options: { before?: number; json?: boolean }) =>
      withDatabase(env, (context) => listVersions(context, templateHash, options)),
    );

  template
    .command('restore <templateHash>')
    .argument('<version>', 'the number of the version', readVersion)
    .description('make an old version of a template its draft, which somebody then publishes')
    .option('--replace', 'although the template has a draft, which is lost')
    .addHelpText(
      'after',
      `
Phones see nothing of a draft: see it and publish it on the card's page.

Example:
  $ passwright template restore 7Yx… 6`,
    )
    .action((templateHash: string, version: number, options: { replace?: boolean }) =>
      withDatabase(env, (context) => restore(context, templateHash, version, options.replace === true)),
    );
}

function readVersion(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}

async function listVersions(context: Context, templateHash: string, options: { before?: number; json?: boolean }) {
  const { template } = await findTemplate(context, templateHash);
  const before = options.before ?? template.version + 1;
  const found = await context.store.templateVersions(template.id, { before, count: VERSIONS_SHOWN });
  const versions = found.map(({ createdAt, version, size, author, note }) => {
    return { version, saved: timestamp(createdAt), size, author, note };
  });
  if (options.json === true) {
    printJson(versions);
    return;
  }
  for (const { version, saved, size, author, note } of versions) {
    print([version, saved, `${size} characters`, author ?? 'author unknown', note ?? ''].join('\t').trimEnd());
  }
}

async function restore(context: Context, templateHash: string, number: number, replaces: boolean): Promise<void> {
  const { template, owner } = await findTemplate(context, templateHash);
  const caller = commandLineOf(owner);
  const { draft, revision } = await openDraft(context, caller, template.hash);
  if (draft !== null && !replaces) {
    const since = timestamp(draft.editedAt);
    const message = `${template.name} has a draft by ${draft.editedBy} of ${since}. Give --replace to lose it.`;
    throw new AppError('parameter_invalid', { message });
  }
  const restored = await bringBack(context, caller, template.hash, { number, revision });
  print(
    restored.draft === null
      ? `Version ${number} of ${template.name} is what is published, so there is no draft.`
      : `The draft of ${template.name} is version ${number} now. Publish it on the card's page.`,
  );
}
