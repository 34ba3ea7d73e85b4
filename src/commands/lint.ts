// passwright template lint: prints what saving a template would report, without a server or a
// database.
import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import { lintTemplate } from '../operations/templates/lint-template.ts';
import { openPictures } from '../pictures/pool.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Diagnostic } from '../rules/diagnostics.ts';
import { readTemplateFile } from '../template-files/read.ts';
import { print, printJson, telling } from './context.ts';

interface Linted {
  readonly file: string;
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function lintCommand(template: Command): void {
  template
    .command('lint <file...>')
    .description('check template files: errors that refuse them, and warnings; exits with 1 when there are errors')
    .option('--json', 'as JSON')
    .option('--google', 'warn also of what Google Wallet cannot show')
    .addHelpText(
      'after',
      `
Needs no database. Reads the same files as import.

Examples:
  $ passwright template lint examples/*
  $ passwright template lint --json card.json
  $ passwright template lint --google card.json`,
    )
    .action((files: readonly string[], options: { json?: boolean; google?: boolean }) =>
      telling(async () => {
        const linted: Linted[] = [];
        const pictures = openPictures();
        try {
          for (const file of files) linted.push(await lint(pictures, file, options.google === true));
        } finally {
          await pictures.close();
        }
        if (options.json === true) printJson(linted);
        else for (const line of linted.flatMap(linesOf).concat(summary(linted))) print(line);
        if (linted.some(({ ok }) => !ok)) process.exitCode = 1;
      }),
    );
}

async function lint(pictures: Pictures, file: string, forGoogle: boolean): Promise<Linted> {
  const diagnostics = await diagnose(pictures, file, forGoogle);
  return { file, ok: diagnostics.every(({ severity }) => severity !== 'error'), diagnostics };
}

/**
 * Reports a file that cannot be read like any other finding, so that the files after it are still
 * checked.
 */
async function diagnose(pictures: Pictures, file: string, forGoogle: boolean): Promise<readonly Diagnostic[]> {
  try {
    return await lintTemplate(pictures, (await readTemplateFile(file)).passConstructor, forGoogle);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ severity: 'error', code: error.code, path: '', message: error.message }];
  }
}

function linesOf({ file, diagnostics }: Linted): string[] {
  return diagnostics.flatMap(({ severity, path, message }) => [
    `${file}: ${severity}${path === '' ? '' : ` at ${path}`}`,
    ...message.split('\n').map((line) => `  ${line}`),
  ]);
}

function summary(linted: readonly Linted[]): string {
  const found = linted.flatMap(({ diagnostics }) => diagnostics);
  const count = (severity: Diagnostic['severity']) => {
    const number = found.filter((one) => one.severity === severity).length;
    return `${number} ${severity}${number === 1 ? '' : 's'}`;
  };
  return `${linted.length} ${linted.length === 1 ? 'template' : 'templates'}: ${count('error')}, ${count('warning')}`;
}
