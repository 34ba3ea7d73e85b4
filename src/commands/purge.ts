// passwright purge: the guide's "Automatic Purging", only when an owner runs it.
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { type PurgeReport, purge } from '../operations/server/purge.ts';
import { type Env, print, printJson, withDatabase } from './context.ts';
import { progressOn } from './progress.ts';

/** The pause between two commits, in ms, in which a waiting server can write. */
const PAUSE = 5;

export function purgeCommand(program: Command, env: Env): void {
  program
    .command('purge')
    .description('count passes and events that are old or were never used; with --run, delete them')
    .option('--run', 'delete them, in small commits between which a server can write')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Two rules:
  2 years    passes that nothing happened to for over two years: not made, changed, scanned or otherwise accessed; and
             events older than that, also those of passes that stay. How often and when last a pass was scanned and so
             on stays with the pass. Mails older than that, unless they still wait to be sent.
  6 months   passes that no device has and that were never accessed since they were made, once that or their last
             change is over six months ago.

Images go when no template, pass or account shows them and nobody has uploaded them for six months. Make a backup first: what is deleted is gone. The space becomes free inside the database file.

Examples:
  $ passwright purge
  $ passwright backup before-purge.sqlite && passwright purge --run`,
    )
    .action((options: { run?: boolean; json?: boolean }) =>
      withDatabase(env, async (context) => {
        const { run = false, json = false } = options;
        const progress = progressOn(process.stderr, run ? 'Deleting' : 'Counting');
        const report = await purge(context, {
          run,
          afterSlice: async ({ done, total }) => {
            progress.show(done, total);
            if (run) await setTimeout(PAUSE);
          },
        });
        progress.end();
        if (json) printJson(report);
        else for (const line of purgeLines(report)) print(line);
      }),
    );
}

function purgeLines({ run, templates, oldMails, unusedImages }: PurgeReport): string[] {
  if (templates.length === 0 && oldMails === 0 && unusedImages.count === 0) return ['There is nothing to purge.'];
  const lines = templates.flatMap((template) => [
    `${template.templateName} (${template.templateHash})`,
    `  passes that nothing happened to for 2 years   ${template.stalePasses}`,
    `  passes never used, 6 months old               ${template.unusedPasses}`,
    `  events over 2 years old                       ${template.oldEvents}`,
  ]);
  return [
    run ? 'Deleted:' : 'With --run, this would be deleted:',
    ...lines,
    ...(oldMails === 0 ? [] : [`Mails over 2 years old                          ${oldMails}`]),
    ...(unusedImages.count === 0
      ? []
      : [
          `Images that nothing shows, 6 months old          ${unusedImages.count} (${Math.ceil(unusedImages.bytes / 1024)} KiB)`,
        ]),
    ...(run ? [] : ['Nothing was deleted. Make a backup before you run it.']),
  ];
}
