// Shows what a pass file contains as JSON, for clients that draw the pass without opening the file.
// It leaves out the pass's token, with which a device could register for the pass.
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { type ShownDesign, shownDesign } from '../../rules/passes/shown-design.ts';
import { type JsonObject, toText } from '../../rules/values/values.ts';
import { STYLES } from '../../rules/vocabulary.ts';
import type { Context } from '../context.ts';
import { urlOfImage } from '../images.ts';
import { renderSnapshot, requireCertificate } from './pass-files.ts';
import { effectiveImages, imagesByLanguage, localizedStrings } from './shared-files.ts';

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
    locales: localesOf(context, snapshot, shownDesign(program, pass.overrides)),
    defaultLang: issue?.template.posted.language ?? 'en',
  };
}

/** Language -> its texts and images, as PassKit's own display of passes reads them. */
function localesOf(context: Context, snapshot: PassSnapshot, shown: ShownDesign): JsonObject {
  const texts = localizedStrings(context, snapshot, shown);
  const images = imagesByLanguage(shown);
  const languages = [...new Set([...Object.keys(texts), ...Object.keys(images)])].sort();
  return Object.fromEntries(
    languages.map((language): [string, JsonObject] => {
      const urls = Object.entries(images[language] ?? {}).map(([name, hash]) => [
        name,
        urlOfImage(context, toText(hash)),
      ]);
      return [language, { text: texts[language] ?? {}, images: Object.fromEntries(urls) }];
    }),
  );
}
