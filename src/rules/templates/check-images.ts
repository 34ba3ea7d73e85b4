// Checks the images of a design, in every language: which are missing, and which its style does not
// show.
import type { Report } from '../diagnostics.ts';
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import {
  IMAGE_SLOTS,
  imageNameMessage,
  isImageName,
  isLanguage,
  isStyle,
  LOOK_IMAGES,
  type Look,
  lookOf,
  POSTER,
} from '../vocabulary.ts';
import { unwrap } from './attributes.ts';

export function checkImages(passConstructor: JsonObject, report: Report): void {
  const type = unwrap(passConstructor.type ?? null);
  const schemes = unwrap(passConstructor.preferredStyleSchemes ?? null);
  const look = isStyle(type) ? lookOf(type, schemes, isObject(passConstructor[POSTER])) : null;
  const images = unwrap(passConstructor.images ?? null);
  const named = Object.entries(isObject(images) ? images : {}).filter(([name]) => isImageName(name));
  const slots = slotsOf(Object.fromEntries(named));
  if (!slots.has('icon')) {
    report.warning(
      'icon_missing',
      'images_icon',
      'Wallet refuses a pass without an icon; a neutral one is used until you upload yours.',
    );
  }
  checkShown(slots, look, 'images', report);
  checkLocalizedImages(passConstructor.localizedImages, look, report);
}

function slotsOf(images: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(images).map((name) => name.replace(/@[23]x$/, '')));
}

function checkShown(slots: ReadonlySet<string>, look: Look | null, path: string, report: Report): void {
  const shown = look === null ? null : LOOK_IMAGES[look];
  for (const slot of slots) {
    if (shown === null || (shown as readonly string[]).includes(slot)) continue;
    report.warning(
      'image_unused',
      `${path}_${slot}`,
      `A ${look} does not show the image "${slot}"; it shows ${shown.join(', ')}.`,
    );
  }
  if (look === 'eventTicket' && slots.has('strip') && (slots.has('background') || slots.has('thumbnail'))) {
    report.warning(
      'image_unused',
      `${path}_strip`,
      'An event ticket shows the strip, or background and thumbnail, not both.',
    );
  }
}

function checkLocalizedImages(value: JsonValue | undefined, look: Look | null, report: Report): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    const message = 'localizedImages is a JSON object from language to images: {"fr": {"strip": "https://..."}}.';
    report.error('localized_images_invalid', 'localizedImages', message);
    return;
  }
  for (const [language, images] of Object.entries(value)) {
    const path = `localizedImages_${language}`;
    if (!isLanguage(language)) {
      report.error('language_invalid', path, `"${language}" is not a language code such as fr, en-GB or zh-Hans.`);
    } else if (!isObject(images)) {
      const message = `${language} is a JSON object from image name to image.`;
      report.error('localized_images_invalid', path, message);
    } else {
      checkLocalizedSet(images, path, report);
      checkShown(
        slotsOf(Object.fromEntries(Object.entries(images).filter(([name]) => isImageName(name)))),
        look,
        path,
        report,
      );
    }
  }
}

function checkLocalizedSet(images: JsonObject, path: string, report: Report): void {
  for (const [name, image] of Object.entries(images)) {
    if (!isImageName(name)) {
      const message = `${imageNameMessage(name)}${report.near(name, () => IMAGE_SLOTS)}`;
      report.warning('image_name_unknown', `${path}_${name}`, message);
    }
    if (typeof image !== 'string') {
      report.error(
        'localized_images_invalid',
        `${path}_${name}`,
        'An image is a text: its URL, its data URI or its hash.',
      );
    }
  }
}
