// Checks a template as saving it would, but without a server, a database or a request.
import { AppError } from '../../errors.ts';
import type { Pictures } from '../../ports/pictures.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { compileTemplate } from '../../rules/templates/template.ts';
import { mapImages } from '../../rules/templates/template-images.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { slotNamed } from '../images.ts';
import { checkCost } from './check-cost.ts';
import { checkFront } from './check-front.ts';
import { checkGoogle } from './check-google.ts';

/**
 * Errors would refuse the template; warnings would accompany its answer. Does not fetch images that
 * are URLs. `forGoogle`: warns also of what Google Wallet cannot show.
 */
export async function lintTemplate(
  pictures: Pictures,
  passConstructor: JsonObject,
  forGoogle = false,
): Promise<readonly Diagnostic[]> {
  const { program, diagnostics } = compileTemplate(passConstructor);
  const problems: Diagnostic[] = [];
  await mapImages(passConstructor, async (image, path) => {
    problems.push(...(await imageProblem(pictures, path, image)));
    return image;
  });
  // Check the front only without errors, because a faulty program shows nothing.
  const isSound = diagnostics.every(({ severity }) => severity !== 'error');
  const ofSound = () => [...checkCost(program), ...checkFront(program), ...(forGoogle ? checkGoogle(program) : [])];
  return [...diagnostics, ...(isSound ? ofSound() : []), ...problems];
}

async function imageProblem(pictures: Pictures, path: string, image: string): Promise<Diagnostic[]> {
  const base64 = /^data:[^,]*;base64,(.*)$/is.exec(image)?.[1];
  if (base64 === undefined) return [];
  try {
    await pictures.clean(Buffer.from(base64, 'base64'), { slot: slotNamed(path), vector: true });
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ severity: 'error', code: error.code, path, message: error.message }];
  }
}
