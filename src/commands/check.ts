// passwright template check: runs the checks of a card, of a folder without a server or a database,
// or of a template in the database. For the CI of a card.
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import { findTemplate } from '../operations/access/access.ts';
import { type CheckResult, runChecks } from '../operations/templates/check-run.ts';
import { checksOf } from '../operations/templates/stored-checks.ts';
import { type Check, checkJson } from '../rules/checks/check.ts';
import { namesIn } from '../rules/sentences/names.ts';
import { compileTemplate } from '../rules/templates/template.ts';
import type { JsonObject } from '../rules/values/values.ts';
import { readChecksOf } from '../template-files/checks.ts';
import { readTemplateFile } from '../template-files/read.ts';
import { en } from '../ui/texts/en/index.ts';
import { differenceWords } from '../ui/workshop/check-words.ts';
import { type Env, print, printJson, telling, withDatabase } from './context.ts';

interface CheckOptions {
  readonly draft?: boolean;
  readonly json?: boolean;
}

export function checkCommand(template: Command, env: Env): void {
  template
    .command('check <folderOrHash>')
    .description('run the checks of a card: of a folder with template.json and checks.json, or of a templateHash')
    .option('--draft', 'of a templateHash: with the rules of its draft')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exits with 1 when a check fails. A folder needs no database: "template export --out" writes it with the checks that were
kept in the simulator.

Examples:
  $ passwright template check cards/points
  $ passwright template check 7Yx… --draft`,
    )
    .action((target: string, options: CheckOptions) =>
      existsSync(target)
        ? telling(() => checkFolder(target, options))
        : withDatabase(env, async (context) => {
            const { template: found } = await findTemplate(context, target);
            const draft = options.draft === true ? await context.store.draftOf(found.id) : null;
            if (options.draft === true && draft === null) {
              throw new AppError('parameter_invalid', { field: 'draft', message: `${found.name} has no draft.` });
            }
            const passConstructor = draft?.passConstructor ?? (await context.programs.load(found)).passConstructor;
            await report(found.name, passConstructor, await checksOf(context, found), options);
          }),
    );
}

async function checkFolder(folder: string, options: CheckOptions): Promise<void> {
  const { templateName, passConstructor } = await readTemplateFile(folder);
  await report(templateName ?? '', passConstructor, (await readChecksOf(folder)) ?? [], options);
}

async function report(
  templateName: string,
  passConstructor: JsonObject,
  checks: readonly Check[],
  { json }: CheckOptions,
): Promise<void> {
  const { program, diagnostics } = compileTemplate(passConstructor);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) {
    const message = `The template has errors: ${error.path}: ${error.message} See "passwright template lint".`;
    throw new AppError('template_invalid', { field: error.path, message });
  }
  const results = await runChecks({ program, templateName }, checks);
  const names = namesIn(program, en.sentences);
  const said = results.map((result) => ({
    ...result,
    sentences: result.differences.map((difference) => differenceWords(difference, names, en.checks)),
  }));
  if (json === true) printJson(said.map(({ check, sentences }) => resultJson(check, sentences)));
  else for (const line of said.flatMap(linesOf).concat(summary(results))) print(line);
  if (results.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
}

function resultJson(check: Check, sentences: readonly string[]): JsonObject {
  return { name: check.name, passed: sentences.length === 0, differences: sentences, check: checkJson(check) };
}

function linesOf({ check, sentences }: CheckResult & { readonly sentences: readonly string[] }): string[] {
  const mark = sentences.length === 0 ? '✓' : '✗';
  return [`${mark} ${check.name}`, ...sentences.map((sentence) => `  ${sentence}`)];
}

function summary(results: readonly CheckResult[]): string {
  if (results.length === 0) return 'There are no checks. Keep a try as a check on the page Try of the card.';
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  return `${results.length} ${results.length === 1 ? 'check' : 'checks'}: ${results.length - failed} passed, ${failed} failed`;
}
