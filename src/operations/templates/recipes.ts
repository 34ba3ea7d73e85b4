// Recipes: a few questions about a card, what the answers would add, and adding it to the draft.
import { AppError } from '../../errors.ts';
import { namedValues, storedText, type ValueChoice } from '../../rules/forms/value-choices.ts';
import { type Additions, additionsOf } from '../../rules/recipes/additions.ts';
import { countersOf, countsAlready } from '../../rules/recipes/card-edit.ts';
import {
  type AnswerFault,
  type Answers,
  fallbackText,
  NEW_COUNTER,
  type Question,
  RECIPE_NAMES,
  type RecipeName,
  readAnswers,
  withRecipe,
  withStoredTexts,
} from '../../rules/recipes/recipe.ts';
import { RECIPES } from '../../rules/recipes/table.ts';
import type { RecipeWords } from '../../rules/recipes/words.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { CompiledTemplate } from '../../rules/templates/template.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { drawnOrNull, viewProgram } from '../files/view-template.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';
import { insertableValues } from './insertable-values.ts';

/** The owner's words: those that the recipe writes, and those that say what it writes. */
export interface RecipeLanguage {
  readonly card: RecipeWords;
  readonly sentences: SentenceWords;
}

export interface ShownRecipe {
  readonly open: OpenDraft;
  /** The constructor with the recipe; without it while an answer is wrong. */
  readonly after: JsonObject;
  readonly questions: readonly Question[];
  /** Question -> the text in its field. */
  readonly texts: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, AnswerFault>>;
  /** Null: an answer is wrong or missing. */
  readonly preview: RecipePreview | null;
  /** The values that texts may hold, with those that the recipe adds. */
  readonly choices: readonly ValueChoice[];
}

export interface RecipePreview extends Additions {
  /** Null: the card cannot be drawn, because its values cost more than one pass may. */
  readonly view: PassView | null;
  /** The label of the counter that the card counts at each scan already, so that no rule is added. */
  readonly counted: string | null;
  /** The label of another counter that the card counts at each scan. */
  readonly beside: string | null;
  /** Errors of the compiler that the card does not have without the recipe. */
  readonly problems: readonly string[];
}

/** Fails with `template_not_found` for a name that no recipe has. */
export function requireRecipe(name: string): RecipeName {
  const found = RECIPE_NAMES.find((each) => each === name);
  if (found === undefined) throw new AppError('template_not_found', { field: 'recipe' });
  return found;
}

/** What a recipe would add to the draft of a card. Fails with the codes of openDraft. */
export async function showRecipe(
  context: Context,
  caller: Caller,
  templateHash: string,
  name: RecipeName,
  { typed, language }: { readonly typed: Readonly<Record<string, string>>; readonly language: RecipeLanguage },
): Promise<ShownRecipe> {
  const open = await openDraft(context, caller, templateHash);
  const { passConstructor, snapshot } = open;
  const questions = RECIPES[name].questions(passConstructor, language.card);
  const { answers, faults } = readAnswers(RECIPES[name], questions, typed, zoneOf(snapshot.owner));
  const texts = Object.fromEntries(
    questions.map((question) => [question.name, typed[question.name] ?? fallbackText(question)]),
  );
  const isRight = Object.keys(faults).length === 0;
  const after = isRight ? await applied(passConstructor, { name, questions, answers, language }) : passConstructor;
  const whole = await compiled(after);
  const choices = insertableValues(context, snapshot, whole.program, language.sentences);
  const preview = isRight ? await previewOf(context, open, { after, whole, answers, language }) : null;
  return { open, after, questions, texts, faults, preview, choices };
}

interface Chosen {
  readonly name: RecipeName;
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly language: RecipeLanguage;
}

/** The constructor with the recipe; labels in its texts may be those of values that it adds. */
async function applied(before: JsonObject, { name, questions, answers, language }: Chosen): Promise<JsonObject> {
  const after = withRecipe(RECIPES[name], before, answers, language.card);
  if (!questions.some((question) => question.kind === 'text' && question.takesValues)) return after;
  const { program } = await compiled(after);
  const values = namedValues(program, namesIn(program, language.sentences));
  const stored = withStoredTexts(questions, answers, (text) => storedText(program, values, text));
  return withRecipe(RECIPES[name], before, stored, language.card);
}

interface Applied extends Pick<Chosen, 'answers' | 'language'> {
  readonly after: JsonObject;
  /** The constructor with the recipe, compiled. */
  readonly whole: CompiledTemplate;
}

async function previewOf(
  context: Context,
  { passConstructor: before, snapshot }: OpenDraft,
  { after, whole, answers, language }: Applied,
): Promise<RecipePreview> {
  const { program } = whole;
  const known = new Set(errorsIn(await compiled(before)));
  return {
    ...additionsOf(before, after, program, language.sentences),
    ...countingOf(before, answers),
    view: await drawnOrNull(viewProgram(context, snapshot, program, null)),
    problems: errorsIn(whole).filter((problem) => !known.has(problem)),
  };
}

/** What the card counts at each scan without the recipe. */
function countingOf(before: JsonObject, { counter = NEW_COUNTER }: Answers): Pick<RecipePreview, 'counted' | 'beside'> {
  const counting = countersOf(before).filter(({ path }) => countsAlready(before, 'onScan', path));
  const chosen = counting.find(({ path }) => path === counter);
  const other = counting.find(({ path }) => path !== counter);
  return { counted: chosen?.label ?? null, beside: other?.label ?? null };
}

function errorsIn({ diagnostics }: CompiledTemplate): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(({ path, message }) => `${path}: ${message}`);
}

/** Whether an answer is wrong, or the card would have errors, so that the recipe cannot be added. */
export function isFaulty({ preview }: ShownRecipe): boolean {
  return preview === null || preview.problems.length > 0;
}

/**
 * Adds a recipe without faults to the draft, as it was just shown. `revision`: what the form says,
 * which is that of the draft that was shown, or editDraft fails. Fails with its codes.
 */
export async function addRecipe(
  context: Context,
  caller: Caller,
  { open, after }: ShownRecipe,
  revision: string,
): Promise<void> {
  await editDraft(context, caller, open.snapshot.template.hash, { revision, edit: () => after });
}
