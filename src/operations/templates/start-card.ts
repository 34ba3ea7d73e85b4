// Makes an owner's card by the job that it does or from one of our examples, with her shop's name,
// logo and colour, and from a file that she has.
import { AppError } from '../../errors.ts';
import { colour } from '../../pass/colour.ts';
import type { CardJob } from '../../rules/recipes/card-jobs.ts';
import { jobCard } from '../../rules/recipes/job-card.ts';
import type { RecipeWords } from '../../rules/recipes/words.ts';
import { coloursOn, fitDrawing, fitExample } from '../../rules/templates/fit-example.ts';
import { mapImages } from '../../rules/templates/template-images.ts';
import { isObject, type JsonObject, toText } from '../../rules/values/values.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { keepPicture } from '../images.ts';
import type { Example } from './example.ts';
import { importTemplate } from './import-template.ts';
import { picturesOf } from './job-cards.ts';
import { type SavedTemplate, saveTemplate } from './save-template.ts';

export interface NewCard {
  /** The card's name in the owner's pages. */
  readonly templateName: string;
  readonly shop: string;
  /** A colour as templates have them. */
  readonly colour: string;
  /** The image's bytes; null: the card shows the shop's name alone. */
  readonly logo: Uint8Array | null;
}

/** The most characters of a shop's name: what a card's top has room for, and some more. */
const LONGEST_SHOP = 60;

/** A logo that is this much wider than high shows the shop's name itself, and leaves no room for it. */
const WIDE = 2.2;
/** A logo that is this much wider than high is too small to see as an icon. */
const NEARLY_SQUARE = 1.5;

/** What a card starts from: the job that it does, or one of our examples. */
export type CardStart =
  | {
      readonly job: CardJob;
      /** The words that the card says, in the owner's language. */
      readonly words: RecipeWords;
      /** One of them has the pictures of the job. */
      readonly examples: readonly Example[];
    }
  | { readonly example: Example };

/**
 * Makes a card. Its rules run: they are ours. Answers the card's hash. Fails with `role_forbidden`,
 * `account_expired`, `parameter_missing` and `parameter_invalid` (shop, colour, templateName), and
 * with the codes of images (logo).
 */
export async function startCard(
  context: Context,
  caller: Caller,
  start: CardStart,
  { templateName, shop: given, colour: wanted, logo }: NewCard,
): Promise<string> {
  const account = requireRight(context, caller, 'rules');
  const shop = requireShop(given);
  const main = colour(wanted);
  if (main === null) {
    const message = `"${wanted.slice(0, 40)}" is no colour. Give one such as #1f6f54.`;
    throw new AppError('parameter_invalid', { field: 'colour', message });
  }
  const { fitted, before } = 'job' in start ? jobFor(start, shop, main) : exampleFor(start.example, shop, main);
  const tinted = await withTintedDrawings(fitted, { before: colour(before), after: main });
  const passConstructor = await withLogo(context, tinted, logo);
  const saved = await saveTemplate(context, account, {
    templateName,
    passConstructor,
    author: caller.email,
    depth: UNCALLED,
  });
  const from = 'job' in start ? start.job : start.example.templateName;
  await recordAct(context, caller, { what: 'card.create', subject: templateName, before: from });
  return saved.templateHash;
}

/** A card as it starts, and the main colour of its drawings. */
interface Started {
  readonly fitted: JsonObject;
  readonly before: string;
}

function jobFor({ job, words, examples }: Extract<CardStart, { job: CardJob }>, shop: string, main: string): Started {
  const { images, backgroundColor } = picturesOf(examples, job);
  return { fitted: { ...jobCard(job, { shop, colours: coloursOn(main) }, words), images }, before: backgroundColor };
}

function exampleFor({ passConstructor }: Example, shop: string, main: string): Started {
  const fitted = fitExample(passConstructor, { shop, colour: main, read: colour });
  return { fitted, before: toText(passConstructor.backgroundColor) };
}

function requireShop(given: string): string {
  const shop = given.trim().replace(/\s+/g, ' ');
  if (shop === '') {
    throw new AppError('parameter_missing', { field: 'shop', message: 'Give the name of your shop.' });
  }
  if (shop.length <= LONGEST_SHOP && !/[{}]/.test(shop)) return shop;
  const message = `The name of the shop has at most ${LONGEST_SHOP} characters, and no curly brackets.`;
  throw new AppError('parameter_invalid', { field: 'shop', message });
}

/** The drawings of an example have its colours; all but its logo and icon, which go anyway. */
function withTintedDrawings(
  passConstructor: JsonObject,
  { before, after }: { readonly before: string | null; readonly after: string },
): Promise<JsonObject> {
  return mapImages(passConstructor, (image) => {
    const svg = /^data:image\/svg\+xml;base64,(.*)$/s.exec(image)?.[1];
    if (svg === undefined || before === null) return image;
    const own = fitDrawing(Buffer.from(svg, 'base64').toString('utf8'), before, after);
    return `data:image/svg+xml;base64,${Buffer.from(own).toString('base64')}`;
  });
}

/** The example's own logo and icon are drawings of another shop, so they go in any case. */
async function withLogo(context: Context, passConstructor: JsonObject, logo: Uint8Array | null): Promise<JsonObject> {
  const { images, ...rest } = passConstructor;
  const { logo: _, icon: __, ...others } = isObject(images) ? images : {};
  if (logo === null) return { ...rest, images: others };
  const wish = (slot: 'logo' | 'icon') => keepPicture(context, logo, 'logo', { slot, vector: true });
  const { hash, width, height } = await wish('logo');
  const icon = width <= height * NEARLY_SQUARE ? { icon: (await wish('icon')).hash } : {};
  const logoText = width > height * WIDE ? { logoText: '' } : {};
  return { ...rest, ...logoText, images: { ...others, logo: hash, ...icon } };
}

/** A template as a file brings it; see template-files/. */
export interface CardFile {
  readonly templateName: string | null;
  readonly passConstructor: JsonObject;
  /** Files of a pass that a template cannot hold, by their names. */
  readonly leftOut: readonly string[];
}

/**
 * Makes a card from a file; rules that came with it are paused until somebody has read them. Fails
 * with `role_forbidden`, `account_expired` and the codes of saveTemplate.
 */
export async function importCard(
  context: Context,
  caller: Caller,
  { templateName, passConstructor }: CardFile,
  fallbackName: string,
): Promise<SavedTemplate & { readonly triggersPaused: boolean }> {
  const account = requireRight(context, caller, 'rules');
  // A pass has no name, so its description names a new template.
  const name = templateName ?? (toText(passConstructor.description).slice(0, 200) || fallbackName);
  const saved = await importTemplate(context, {
    account,
    author: caller.email,
    templateName: name,
    templatePublic: undefined,
    passConstructor,
    templateHash: undefined,
  });
  await recordAct(context, caller, { what: 'card.import', subject: name });
  return saved;
}
