// Serves the recipes of a card: the tiles to choose from, and the page of one recipe with its
// questions, what the answers would add, and the button that adds it to the draft.
import { Hono, type Context as HonoContext } from 'hono';
import type { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { openDraft } from '../../operations/templates/drafts.ts';
import {
  addRecipe,
  isFaulty,
  requireRecipe,
  type ShownRecipe,
  showRecipe,
} from '../../operations/templates/recipes.ts';
import { RECIPE_NAMES, type RecipeName } from '../../rules/recipes/recipe.ts';
import { RecipeList, RecipePage, seenOf } from '../../ui/workshop/recipes.tsx';
import { VALUE_MENU_SCRIPT } from '../../ui/workshop/value-menu.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { draftProblem, mendable } from './draft-faults.tsx';
import { textsIn } from './form-texts.ts';
import { forRight } from './signed-in.tsx';

export function recipeRoutes(context: Context): Hono {
  const app = new Hono();
  const cardOf = (c: HonoContext) => c.req.param('card') ?? '';
  const languageOf = (c: HonoContext) => {
    const { recipes, sentences } = textsOf(c);
    return { card: recipes.card, sentences };
  };

  const page = async (c: HonoContext, caller: Caller, shown: ShownRecipe, { name, error, isUnseen = false }: Shown) => {
    const texts = textsOf(c);
    const { snapshot } = shown.open;
    const isSent = c.req.method === 'POST';
    return answerCard(context, c, caller, snapshot, {
      tab: 'rules',
      title: texts.recipes.names[name].title,
      status: error !== undefined ? pageStatus(error) : isSent && isFaulty(shown) ? 400 : 200,
      policy: LIVE_POLICY,
      head: await moduleScripts(context, ['workshop/recipe.js', VALUE_MENU_SCRIPT]),
      body: (
        <RecipePage
          texts={texts}
          address={`${cardAddress(context, snapshot.template)}/rules/recipes`}
          name={name}
          shown={shown}
          // A form that nobody has filled in has no mistakes yet.
          isTouched={isSent || [...new URL(c.req.url).searchParams.keys()].length > 0}
          problem={error === undefined ? null : draftProblem(context, c, caller, error)}
          isUnseen={isUnseen}
        />
      ),
    });
  };

  app.get(
    `${CARD}/rules/recipes`,
    forRight(context, 'rules', async (c, caller) => {
      const { snapshot } = await openDraft(context, caller, cardOf(c));
      const texts = textsOf(c);
      return answerCard(context, c, caller, snapshot, {
        tab: 'rules',
        title: texts.recipes.title,
        body: (
          <RecipeList
            texts={texts.recipes}
            address={`${cardAddress(context, snapshot.template)}/rules/recipes`}
            names={RECIPE_NAMES}
          />
        ),
      });
    }),
  );

  app.get(
    `${CARD}/rules/recipes/:recipe`,
    forRight(context, 'rules', async (c, caller) => {
      const name = requireRecipe(c.req.param('recipe') ?? '');
      const typed = textsIn(await readParameters(new Request(c.req.url)));
      const shown = await showRecipe(context, caller, cardOf(c), name, { typed, language: languageOf(c) });
      return page(c, caller, shown, { name });
    }),
  );

  app.post(
    `${CARD}/rules/recipes/:recipe`,
    forRight(context, 'rules', async (c, caller) => {
      const name = requireRecipe(c.req.param('recipe') ?? '');
      const { revision = '', seen, ...typed } = textsIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const show = () => showRecipe(context, caller, cardOf(c), name, { typed, language: languageOf(c) });
      const shown = await show();
      const isUnseen = shown.preview !== null && seen !== seenOf(shown);
      if (isUnseen || isFaulty(shown)) return page(c, caller, shown, { name, isUnseen });
      try {
        await addRecipe(context, caller, shown, revision);
      } catch (error) {
        const mended = mendable(error);
        return page(c, caller, await show(), { name, error: mended });
      }
      return c.redirect(`${cardAddress(context, shown.open.snapshot.template)}/rules?added=${name}`, 303);
    }),
  );
  return app;
}

interface Shown {
  readonly name: RecipeName;
  readonly error?: AppError;
  readonly isUnseen?: boolean;
}
