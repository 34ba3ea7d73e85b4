// What a pass file holds, as JSON, for whoever draws the pass without opening the file. Without the pass's token, which lets a
// device register for it.
import type { PassSnapshot } from '../ports/store.ts';
import { shownDesign } from '../rules/shown-design.ts';
import type { JsonObject } from '../rules/values.ts';
import { STYLES } from '../rules/vocabulary.ts';
import type { Context } from './context.ts';
import { urlOfImage } from './images.ts';
import { effectiveImages, localizedStrings, renderSnapshot, requireCertificate } from './pass-files.ts';

/** Fails with `certificate_missing`. */
export async function showPassFile(context: Context, snapshot: PassSnapshot): Promise<JsonObject> {
  const { pass, template, issue } = snapshot;
  const program = await context.programs.load(template);
  const passJson = await renderSnapshot(context, program, snapshot, await requireCertificate(context, snapshot));
  const { authenticationToken: _, ...data } = passJson;
  const images = Object.entries(effectiveImages(program, pass.overrides));
  return {
    passType: STYLES.find((style) => Object.hasOwn(passJson, style)) ?? 'generic',
    data,
    images: Object.fromEntries(images.map(([name, hash]) => [name, urlOfImage(context, hash)])),
    locales: localizedStrings(context, snapshot, shownDesign(program, pass.overrides)),
    defaultLang: issue?.template.posted.language ?? 'en',
  };
}
