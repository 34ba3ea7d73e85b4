// The checks that are stored with a card: run by whatever rules the card is to have, and as its files
// have them.
import type { StoredCheck } from '../../ports/store/checks.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { type Check, checkJson, readCheck } from '../../rules/checks/check.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { type CheckResult, runChecks } from './check-run.ts';
import { compiled } from './compiled.ts';

export interface ShownCheck extends CheckResult {
  readonly id: number;
}

/** The checks of a card that runs this constructor, as publishing asks. In the order of their making. */
export async function checkConstructor(
  context: Pick<Context, 'store'>,
  { template }: Pick<TemplateSnapshot, 'template'>,
  passConstructor: JsonObject,
): Promise<readonly ShownCheck[]> {
  const stored = await context.store.checksOf(template.id);
  if (stored.length === 0) return [];
  const { program } = await compiled(passConstructor);
  return runStored(stored, program, template.name);
}

/** Runs stored checks by the rules of a program. */
export async function runStored(
  stored: readonly StoredCheck[],
  program: Program,
  templateName: string,
): Promise<readonly ShownCheck[]> {
  const checks = stored.map(checkIn);
  const results = await runChecks({ program, templateName }, checks);
  return results.map((result, index) => ({ ...result, id: stored[index]!.id }));
}

/** A stored check was read before it was written. */
function checkIn({ name, content }: StoredCheck): Check {
  const read = readCheck(content, name);
  if (!read.ok) throw new Error(`The check ${name} cannot be read: ${read.problems[0]!.message}`);
  return read.check;
}

/** The checks of a template, for its files. */
export async function checksOf({ store }: Pick<Context, 'store'>, { id }: Template): Promise<readonly Check[]> {
  return (await store.checksOf(id)).map(checkIn);
}

/** Puts the checks of a file in the place of those of a template. Fails with `template_not_found`. */
export async function replaceChecks(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { id }: Template,
  checks: readonly Check[],
): Promise<void> {
  const stored = checks.map((check) => ({ name: check.name, content: checkJson(check) }));
  await store.replaceChecks(id, stored, clock.now());
}
