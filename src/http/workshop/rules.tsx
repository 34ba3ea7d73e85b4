// Serves the list of a card's rules, and what is done with one of them there: moved, paused, deleted.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { openRule } from '../../operations/templates/edit-rule.ts';
import { addSteps, cardRules, changeRule } from '../../operations/templates/rules.ts';
import { RECIPE_NAMES } from '../../rules/recipes/recipe.ts';
import type { RuleChange } from '../../rules/triggers/edit-rules.ts';
import { homeName } from '../../rules/triggers/rule-homes.ts';
import { DeleteRule, type RulesDone, RulesPage } from '../../ui/workshop/rules.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { FaultWords } from './editor-form.tsx';
import { faultSentence } from './fault-words.ts';
import { textIn } from './form-texts.ts';
import { HOME, NUMBER } from './rule-form.tsx';
import { forRight } from './signed-in.tsx';

const QUERY = z.object({
  done: shapes.text.optional(),
  joined: shapes.flag.default(false),
  /** The recipe that was just added. */
  added: shapes.text.optional(),
});
const CHANGES = ['pause', 'resume', 'up', 'down'] as const;
const CHANGE = z.object({
  revision: shapes.text,
  do: z.enum(CHANGES, { error: `must be one of ${CHANGES.join(', ')}` }),
});
const REVISION = z.object({ revision: shapes.text });

/** What went wrong with a form of the page; null: nothing. */
interface Wrong {
  readonly error: AppError;
  /** The name of steps that was typed; null: another form. */
  readonly name: string | null;
}

export function rulesRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/rules`,
    forRight(context, 'rules', (c, caller) => show(context, c, caller, null)),
  );

  app.post(
    `${CARD}/rules/steps`,
    forRight(context, 'rules', async (c, caller) => {
      const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const { revision } = read(REVISION, parameters);
      const name = textIn(parameters, 'name');
      return attempt(context, c, caller, name, async () => {
        const home = await addSteps(context, caller, cardIn(c), { revision, name });
        return c.redirect(`../rules?done=named#of-${encodeURIComponent(homeName(home))}`, 303);
      });
    }),
  );

  app.post(
    `${CARD}/rules/${HOME}/${NUMBER}/change`,
    forRight(context, 'rules', async (c, caller) => {
      const { revision, do: what } = read(CHANGE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      return attempt(context, c, caller, null, async () => {
        const change = changeNamed(what, Number(c.req.param('number')));
        const home = c.req.param('home')!;
        const { rule, joined } = await changeRule(context, caller, cardIn(c), { revision, home, change });
        return c.redirect(after(`../../../rules`, DONE[what], joined, rule && `${home}-${rule.number}`), 303);
      });
    }),
  );

  app.get(
    `${CARD}/rules/${HOME}/${NUMBER}/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const origin = { home: c.req.param('home')!, number: Number(c.req.param('number')), copyOf: null };
      const { open, reads } = await openRule(context, caller, cardIn(c), origin, texts.sentences);
      const back = `${cardAddress(context, open.snapshot.template)}/rules`;
      return answerCard(context, c, caller, open.snapshot, {
        tab: 'rules',
        title: texts.rules.deleteTitle,
        body: (
          <DeleteRule
            sentence={reads ?? `${texts.rules.editTitle} ${origin.number}`}
            revision={open.revision}
            texts={texts}
            own={`${back}/${encodeURIComponent(origin.home)}/${origin.number}`}
            back={back}
          />
        ),
      });
    }),
  );

  app.post(
    `${CARD}/rules/${HOME}/${NUMBER}/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const { revision } = read(REVISION, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      return attempt(context, c, caller, null, async () => {
        const change = { kind: 'delete', number: Number(c.req.param('number')) } as const;
        const home = c.req.param('home')!;
        const { joined } = await changeRule(context, caller, cardIn(c), { revision, home, change });
        return c.redirect(after('../../../rules', 'deleted', joined, null), 303);
      });
    }),
  );
  return app;
}

const DONE = { pause: 'paused', resume: 'resumed', up: 'moved', down: 'moved' } as const satisfies Readonly<
  Record<(typeof CHANGES)[number], RulesDone>
>;

function changeNamed(what: (typeof CHANGES)[number], number: number): RuleChange {
  if (what === 'up' || what === 'down') return { kind: 'move', number, by: what === 'up' ? -1 : 1 };
  return { kind: 'pause', number, paused: what === 'pause' };
}

function after(path: string, done: RulesDone, joined: boolean, at: string | null): string {
  const said = new URLSearchParams({ done, ...(joined ? { joined: 'true' } : {}) });
  return `${path}?${said}${at === null ? '' : `#${encodeURIComponent(at)}`}`;
}

function cardIn(c: HonoContext): string {
  return c.req.param('card') ?? '';
}

/** Shows the list again beside what went wrong, as where somebody else has changed the card. */
async function attempt(
  context: Context,
  c: HonoContext,
  caller: Caller,
  name: string | null,
  act: () => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || (error.kind !== 'conflict' && error.kind !== 'invalid')) throw error;
    return show(context, c, caller, { error, name });
  }
}

async function show(context: Context, c: HonoContext, caller: Caller, wrong: Wrong | null): Promise<Response> {
  const { done, joined, added } =
    c.req.method === 'GET' ? read(QUERY, await readParameters(new Request(c.req.url))) : {};
  const texts = textsOf(c);
  const card = await cardRules(context, caller, cardIn(c), texts.sentences);
  const { snapshot } = card.open;
  return answerCard(context, c, caller, snapshot, {
    tab: 'rules',
    status: wrong === null ? 200 : pageStatus(wrong.error),
    body: (
      <RulesPage
        card={card}
        texts={texts}
        address={cardAddress(context, snapshot.template)}
        zone={zoneOf(snapshot.owner)}
        now={context.clock.now()}
        done={isDone(texts.rules.done, done) ? texts.rules.done[done] : addedWords(texts.recipes, added)}
        joined={joined === true}
        mayPause={mayDo(caller, 'pause')}
        {...said(wrong, texts)}
      />
    ),
  });
}

/** What the page says of a recipe that was just added; null: none was. */
function addedWords(
  { names, added: said }: ReturnType<typeof textsOf>['recipes'],
  added: string | undefined,
): string | null {
  const name = RECIPE_NAMES.find((each) => each === added);
  return name === undefined ? null : said(names[name].title);
}

function isDone(words: object, done: string | undefined): done is RulesDone {
  return done !== undefined && Object.hasOwn(words, done);
}

/** The fault beside the name of steps, or above the page. */
function said(
  wrong: Wrong | null,
  texts: ReturnType<typeof textsOf>,
): { namedWrong: { name: string; fault: string } | null; problem: Child | null } {
  if (wrong === null) return { namedWrong: null, problem: null };
  const { error, name } = wrong;
  if (name !== null && error.field === 'name') {
    const { stepsFaults, stepsTaken } = texts.rules;
    const fault = error.code === 'name_taken' ? stepsTaken : faultSentence(error, texts, stepsFaults);
    return { namedWrong: { name, fault }, problem: null };
  }
  return {
    namedWrong: name === null ? null : { name, fault: '' },
    problem: (
      <p dir="auto">
        <FaultWords error={error} texts={texts} />
      </p>
    ),
  };
}
