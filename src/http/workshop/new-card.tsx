// Serves /cards/new: the examples to choose from, the form that makes one of them the owner's own
// card, and the way in for a file.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { exampleCards, jobOf, requireExample } from '../../operations/templates/example-cards.ts';
import { importCard, startCard } from '../../operations/templates/start-card.ts';
import { hexOfRgb } from '../../rules/values/tint.ts';
import { toText } from '../../rules/values/values.ts';
import { readTemplateBytes } from '../../template-files/read.ts';
import { ChooseExample, NewCard, type NewCardForm } from '../../ui/workshop/new-card.tsx';
import { scriptPath } from '../browser-files.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus, told } from '../pages/errors.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** The fields of the form, whose mistakes it shows beside them. */
const FIELDS = ['shop', 'logo', 'colour'];

export function newCardRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  const choose = async (c: HonoContext, caller: Caller, error: AppError | null) => {
    const texts = textsOf(c);
    const examples = await exampleCards(context, caller, await context.examples());
    return answerWorkshop(context, c, caller, {
      place: 'cards',
      title: texts.cards.new,
      status: error === null ? 200 : pageStatus(error),
      body: <ChooseExample base={base} texts={texts} examples={examples} fault={error && sentenceOf(error, c)} />,
    });
  };

  const form = async (c: HonoContext, caller: Caller, shown: Shown) => {
    const texts = textsOf(c);
    const { name, typed, error = null, hadLogo = false } = shown;
    const all = await context.examples();
    const example = requireExample(all, name);
    const [drawn] = await exampleCards(context, caller, [example]);
    const view = drawn!.view;
    const account = caller.account;
    const initial: NewCardForm = {
      // An account without a name has its e-mail address for one.
      shop: account.name === account.email ? '' : account.name,
      colour: hexOfRgb(toText(view.passJson.backgroundColor)),
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
          example={drawn!}
          form={{ ...initial, ...typed }}
          faults={faults}
          hadLogo={hadLogo}
          script={await scriptPath(rootUrl, 'workshop/new-card.js')}
        />
      ),
    });
  };

  app.get(
    '/cards/new',
    forRight(context, 'rules', (c, caller) => {
      const name = c.req.query('example');
      return name === undefined ? choose(c, caller, null) : form(c, caller, { name, typed: {} });
    }),
  );

  app.post(
    '/cards/new',
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw);
      const name = textIn(given, 'example');
      const typed = { shop: textIn(given, 'shop'), colour: textIn(given, 'colour') };
      const logo = fileIn(given, 'logo');
      const example = requireExample(await context.examples(), name);
      const { cards: words } = textsOf(c);
      const job = jobOf(example);
      const kind = job === null ? example.templateName : words.jobs[job].name;
      try {
        const templateName = words.cardName(kind, typed.shop.trim()).slice(0, LONGEST_NAME);
        const hash = await startCard(context, caller, example, { ...typed, templateName, logo });
        return c.redirect(pagePath(context, `/cards/${hash}`), 303);
      } catch (error) {
        if (!(error instanceof AppError) || !FIELDS.includes(error.field ?? '')) throw error;
        return form(c, caller, { name, typed, error, hadLogo: logo !== null });
      }
    }),
  );

  app.post(
    '/cards/import',
    forRight(context, 'rules', async (c, caller) => {
      const { cards: words } = textsOf(c);
      try {
        const bytes = fileIn(await readParameters(c.req.raw), 'file');
        if (bytes === null) throw new AppError('parameter_missing', { field: 'file', message: words.noFile });
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
  /** The example's name. */
  readonly name: string;
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

function textIn(given: Parameters, name: string): string {
  const value = given[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A file input without a choice sends an empty file. */
function fileIn(given: Parameters, name: string): Uint8Array | null {
  const value = given[name];
  return value instanceof Uint8Array && value.length > 0 ? value : null;
}
