// The languages of a card's draft: its texts beside their translations.
import { AppError } from '../../errors.ts';
import { type DesignName, designOf, withDesign } from '../../rules/design/designs.ts';
import { type FormTexts, fillIn } from '../../rules/design/inputs.ts';
import {
  addLanguage,
  languageCode,
  languagesOf,
  missingIn,
  type Translatable,
  translatables,
  translationInputs,
  withoutLanguage,
} from '../../rules/design/translations.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';

export interface ShownLanguage {
  readonly code: string;
  /** How many texts it lacks. */
  readonly missing: number;
}

export interface LanguagesView {
  readonly open: OpenDraft;
  readonly designName: DesignName;
  readonly design: JsonObject;
  readonly hasSecond: boolean;
  readonly languages: readonly ShownLanguage[];
  /** The texts of this page, and the position of the first. */
  readonly texts: readonly Translatable[];
  readonly from: number;
  readonly count: number;
  /** The most texts of a page. */
  readonly pageSize: number;
}

/** The texts of one page: each has an input for each language. */
const TEXTS_A_PAGE = 40;

/** Fails with openDraft's codes, `parameter_invalid` for a design that is not there. */
export async function languagesView(
  context: Context,
  caller: Caller,
  templateHash: string,
  { designName, from }: { readonly designName: DesignName; readonly from: number },
): Promise<LanguagesView> {
  const open = await openDraft(context, caller, templateHash);
  const design = requireDesign(open.passConstructor, designName);
  const texts = translatables(design);
  return {
    open,
    designName,
    design,
    hasSecond: designOf(open.passConstructor, 'second') !== null,
    languages: languagesOf(design).map((code) => ({ code, missing: missingIn(design, code) })),
    texts: texts.slice(from, from + TEXTS_A_PAGE),
    from,
    count: texts.length,
    pageSize: TEXTS_A_PAGE,
  };
}

/** Fails with `parameter_invalid` for a design that the card lacks. */
export function requireDesign(passConstructor: JsonObject, name: DesignName): JsonObject {
  const design = designOf(passConstructor, name);
  if (design !== null) return design;
  throw new AppError('parameter_invalid', { field: 'design', message: 'This card has one design.' });
}

interface LanguageEdit {
  readonly revision: string;
  readonly designName: DesignName;
}

/** Saves the translations of a page, and answers whether any is new. Fails with editDraft's codes. */
export async function saveTranslations(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, designName, from, texts }: LanguageEdit & { readonly from: number; readonly texts: FormTexts },
): Promise<boolean> {
  const open = await editDraft(context, caller, templateHash, {
    revision,
    edit: (passConstructor) => {
      requireDesign(passConstructor, designName);
      return withDesign(passConstructor, designName, (design) => {
        const inputs = translationInputs(design, from, from + TEXTS_A_PAGE);
        return fillIn(design, inputs, texts).passConstructor;
      });
    },
  });
  return open.revision !== revision;
}

/**
 * Adds a language and answers its code. Fails with editDraft's codes, and `value_invalid`:
 * `beside.fault` is a LanguageFault.
 */
export async function addDraftLanguage(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, designName, language }: LanguageEdit & { readonly language: string },
): Promise<string> {
  await editDraft(context, caller, templateHash, {
    revision,
    edit: (passConstructor) => {
      const added = addLanguage(requireDesign(passConstructor, designName), language);
      if (typeof added !== 'string') return withDesign(passConstructor, designName, () => added);
      const message =
        added === 'taken' ? 'The card has this language already.' : 'Give a language by its code, such as fr or pt-BR.';
      throw new AppError('value_invalid', { field: 'language', message, beside: { fault: added } });
    },
  });
  return languageCode(language)!;
}

/** Removes a language with its translations and pictures. Fails with editDraft's codes. */
export async function removeDraftLanguage(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, designName, language }: LanguageEdit & { readonly language: string },
): Promise<void> {
  await editDraft(context, caller, templateHash, {
    revision,
    edit: (passConstructor) => withDesign(passConstructor, designName, (design) => withoutLanguage(design, language)),
  });
}
