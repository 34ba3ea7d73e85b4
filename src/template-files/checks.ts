// Reads and writes the checks of a card: checks.json in the folder of a template.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { type Check, checkJson, readChecks } from '../rules/checks/check.ts';
import { jsonOf } from '../rules/values/key-order.ts';
import type { JsonValue } from '../rules/values/values.ts';
import { parseJsonObject } from './json.ts';

/** The name of the file beside template.json. */
export const CHECKS_FILE = 'checks.json';

/** Fails with `template_invalid`; the message names the file, the place in it and what would be right. */
function checksIn(json: JsonValue, path: string): readonly Check[] {
  const { checks, problems } = readChecks(json);
  const [first] = problems;
  if (first === undefined) return checks;
  throw new AppError('template_invalid', { field: 'file', message: `${path}: ${first.path}: ${first.message}` });
}

/**
 * The checks beside the template.json of a folder; null where there are none, or where `folder` is a
 * file. Fails as checksIn does.
 */
export async function readChecksOf(folder: string): Promise<readonly Check[] | null> {
  const path = join(folder, CHECKS_FILE);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR')
      return null;
    throw error;
  }
  return checksIn(parseJsonObject(bytes, path), path);
}

/** The text of checks.json. */
export function checksText(checks: readonly Check[]): string {
  return `${jsonOf({ checks: checks.map(checkJson) }, 2)}\n`;
}
