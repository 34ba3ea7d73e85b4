// Serves /cards/new: the jobs and examples to choose from, the form that makes one of them the
// owner's own card, and the way in for a file.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { exampleCards, requireExample } from '../../operations/templates/example-cards.ts';
import { drawnJobs, requireJob } from '../../operations/templates/job-cards.ts';
import { type CardStart, importCard, startCard } from '../../operations/templates/start-card.ts';
import { CARD_JOBS } from '../../rules/recipes/card-jobs.ts';
import { hexOfRgb } from '../../rules/values/tint.ts';
import { toText } from '../../rules/values/values.ts';
import { readTemplateBytes } from '../../template-files/read.ts';
import { ChooseCard, NewCard, type NewCardForm } from '../../ui/workshop/new-card.tsx';
import { scriptPath } from '../browser-files.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus, told } from '../pages/errors.tsx';
import { readParameters } from '../parameters.ts';
import { fileIn, textIn } from './form-texts.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** The fields of the form, whose mistakes it shows beside them. */
const FIELDS = ['shop', 'logo', 'colour'];

/** The main colour that a card begins with where its example has none. */
const START_COLOUR = '#1f4e79';

export function newCardRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  const choose = async (c: HonoContext, caller: Caller, error: AppError | null) => {
    const texts = textsOf(c);
    const all = await context.examples();
    const jobs = await drawnJobs(context, caller, { examples: all, jobs: CARD_JOBS, words: texts.recipes.card });
    const examples = await exampleCards(context, caller, all);
    return answerWorkshop(context, c, caller, {
      place: 'cards',
      title: texts.cards.new,
      status: error === null ? 200 : pageStatus(error),
      body: <ChooseCard {...{ base, texts, jobs, examples }} fault={error && sentenceOf(error, c)} />,
    });
  };

  const form = async (c: HonoContext, caller: Caller, shown: Shown) => {
    const texts = textsOf(c);
    const { start, typed, error = null, hadLogo = false } = shown;
    const view = await viewOf(caller, start);
    const account = caller.account;
    const initial: NewCardForm = {
      // An account without a name has its e-mail address for one.
      shop: account.name === account.email ? '' : account.name,
      colour: hexOfRgb(toText(view.passJson.backgroundColor)) ?? START_COLOUR,
    };
    const faults = error === null ? {} : { [error.field ?? 'shop']: sentenceOf(error, c) };
    return answerWorkshop(context, c, caller, {
      place: 'cards',
      title: texts.cards.new,
      status: error === null ? 200 : pageStatus(error),
      body: (
        <NewCard
          base={base}
          texts={texts}
          view={view}
          start={
            'job' in start
              ? { field: 'job', value: start.job, name: texts.cards.jobs[start.job].name }
              : { field: 'example', value: start.example.templateName, name: null }
          }
          form={{ ...initial, ...typed }}
          faults={faults}
          hadLogo={hadLogo}
          script={await scriptPath(rootUrl, 'workshop/new-card.js')}
        />
      ),
    });
  };

  const viewOf = async (caller: Caller, start: CardStart) => {
    const [drawn] =
      'job' in start
        ? await drawnJobs(context, caller, { ...start, jobs: [start.job] })
        : await exampleCards(context, caller, [start.example]);
    return drawn!.view;
  };

  /** What the address or the form names. Fails with `template_not_found`. */
  const startOf = async (c: HonoContext, { job, example }: { readonly job: string; readonly example: string }) => {
    const examples = await context.examples();
    if (job === '') return { example: requireExample(examples, example) };
    return { job: requireJob(job), words: textsOf(c).recipes.card, examples };
  };

  app.get(
    '/cards/new',
    forRight(context, 'rules', async (c, caller) => {
      const { job = '', example = '' } = c.req.query();
      if (job === '' && example === '') return choose(c, caller, null);
      return form(c, caller, { start: await startOf(c, { job, example }), typed: {} });
    }),
  );

  app.post(
    '/cards/new',
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw);
      const start = await startOf(c, { job: textIn(given, 'job'), example: textIn(given, 'example') });
      const typed = { shop: textIn(given, 'shop'), colour: textIn(given, 'colour') };
      const logo = fileIn(given, 'logo') ?? null;
      const { cards: words } = textsOf(c);
      const kind = 'job' in start ? words.jobs[start.job].name : start.example.templateName;
      try {
        const templateName = words.cardName(kind, typed.shop.trim()).slice(0, LONGEST_NAME);
        const hash = await startCard(context, caller, start, { ...typed, templateName, logo });
        return c.redirect(pagePath(context, `/cards/${hash}`), 303);
      } catch (error) {
        if (!(error instanceof AppError) || !FIELDS.includes(error.field ?? '')) throw error;
        return form(c, caller, { start, typed, error, hadLogo: logo !== null });
      }
    }),
  );

  app.post(
    '/cards/import',
    forRight(context, 'rules', async (c, caller) => {
      const { cards: words } = textsOf(c);
      try {
        const bytes = fileIn(await readParameters(c.req.raw), 'file');
        if (bytes === undefined) throw new AppError('parameter_missing', { field: 'file', message: words.noFile });
        const file = await readTemplateBytes(bytes, words.file);
        const saved = await importCard(context, caller, file, words.new);
        const told = new URLSearchParams({ imported: '1', left: String(file.leftOut.length) });
        return c.redirect(pagePath(context, `/cards/${saved.templateHash}/code?${told}`), 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === 'internal') throw error;
        return choose(c, caller, error);
      }
    }),
  );
  return app;
}

interface Shown {
  readonly start: CardStart;
  readonly typed: Partial<NewCardForm>;
  readonly error?: AppError;
  readonly hadLogo?: boolean;
}

/** The longest name of a card, in characters. */
const LONGEST_NAME = 200;

/** The mistake in the page's language; what only the API says, such as a line of JSON, after it. */
function sentenceOf(error: AppError, c: HonoContext): string {
  const { sentence, exact } = told(error, textsOf(c));
  return exact === null ? sentence : `${sentence} ${exact}`;
}
