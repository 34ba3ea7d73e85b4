// Serves the pages beside the designer that edit dates, places, links to apps and details.
import { Hono, type Context as HonoContext } from 'hono';
import type { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { partView, savePart } from '../../operations/templates/edit-part.ts';
import type { FaultyInput, FormTexts } from '../../rules/design/inputs.ts';
import { PART_PAGES, type PartPage } from '../../rules/design/parts.ts';
import { PartPageBody } from '../../ui/workshop/design-parts.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { CARD, cardAddress } from './card-page.tsx';
import { textsIn } from './design-form.ts';
import { draftProblem, mendable } from './draft-faults.tsx';
import { answerDraft } from './draft-page.tsx';
import { forRight } from './signed-in.tsx';

/** What the page says after a form, by the query of its address. */
const DONE = ['saved', 'unchanged'] as const;

interface Kept {
  readonly typed: FormTexts;
  /** Why the form was not saved; null: no form was sent. */
  readonly error: AppError | null;
}

export function designPartRoutes(context: Context): Hono {
  const app = new Hono();
  for (const page of PART_PAGES) {
    const address = `${CARD}/design/${page}`;
    app.get(
      address,
      forRight(context, 'rules', (c, caller) => show(context, c, caller, page, { typed: {}, error: null })),
    );
    app.post(
      address,
      forRight(context, 'rules', async (c, caller) => {
        const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        const { revision, ...texts } = textsIn(given);
        try {
          const hasChanged = await savePart(context, caller, c.req.param('card')!, {
            page,
            revision: revision ?? '',
            texts,
          });
          return c.redirect(`${page}?done=${hasChanged ? 'saved' : 'unchanged'}`, 303);
        } catch (error) {
          return show(context, c, caller, page, { typed: texts, error: mendable(error) });
        }
      }),
    );
  }
  return app;
}

async function show(
  context: Context,
  c: HonoContext,
  caller: Caller,
  page: PartPage,
  { typed, error }: Kept,
): Promise<Response> {
  const texts = textsOf(c);
  const view = await partView(context, caller, c.req.param('card')!, page);
  const { snapshot } = view.open;
  const faults = (error?.beside.faults ?? []) as readonly FaultyInput[];
  const done = DONE.find((kind) => kind === c.req.query('done'));
  return answerDraft(context, c, caller, view.open, {
    tab: 'design',
    title: texts.parts.titles[page],
    status: error === null ? 200 : pageStatus(error),
    body: (
      <PartPageBody
        address={cardAddress(context, snapshot.template)}
        texts={texts}
        page={page}
        view={view}
        typed={typed}
        faulty={faults.map(({ name }) => name)}
        notice={done === undefined || error !== null ? null : texts.parts.done[done]}
        problem={
          error === null ? null : faults.length > 0 ? texts.parts.notSaved : draftProblem(context, c, caller, error)
        }
      />
    ),
  });
}
