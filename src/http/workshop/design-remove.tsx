// Serves the question before a field or a hidden value is removed from the draft of a card.
import { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import {
  type Removal,
  type Removed,
  removalOf,
  removeFromDesign,
} from '../../operations/templates/remove-from-design.ts';
import { treeOf } from '../../rules/design/groups.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import { RemovePage } from '../../ui/workshop/design-remove.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { type Parameters, readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { changedMeanwhile } from './draft-conflict.ts';
import { textIn } from './form-texts.ts';
import { forRight } from './signed-in.tsx';

const PAGE = `${CARD}/design/remove`;

export function designRemoveRoutes(context: Context): Hono {
  const app = new Hono();
  app.get(
    PAGE,
    forRight(context, 'rules', async (c, caller) => {
      const removal = await removalOf(context, caller, c.req.param('card')!, whatIn(c.req.query()));
      return answerCard(context, c, caller, removal.open.snapshot, {
        tab: 'design',
        body: <RemovePage removal={removal} texts={textsOf(c)} address={addressOf(context, removal)} problem={null} />,
      });
    }),
  );
  app.post(
    PAGE,
    forRight(context, 'rules', async (c, caller) => {
      const parameters = await readParameters(c.req.raw);
      const what = whatIn(parameters);
      const card = c.req.param('card')!;
      try {
        const { snapshot } = await removeFromDesign(context, caller, card, {
          ...what,
          revision: textIn(parameters, 'revision'),
        });
        return c.redirect(`${cardAddress(context, snapshot.template)}/${afterwards(what)}`, 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'draft_changed') throw error;
        const removal = await removalOf(context, caller, card, what);
        const problem = changedMeanwhile(error, textsOf(c));
        return answerCard(context, c, caller, removal.open.snapshot, {
          tab: 'design',
          status: pageStatus(error),
          body: (
            <RemovePage removal={removal} texts={textsOf(c)} address={addressOf(context, removal)} problem={problem} />
          ),
        });
      }
    }),
  );
  return app;
}

function addressOf(context: Context, { open }: Removal): string {
  return cardAddress(context, open.snapshot.template);
}

/** The page that what was removed stood on. */
function afterwards({ group }: Removed): string {
  if (group === undefined) return 'design?done=saved#hidden';
  const page = treeOf(group) === POSTER || group === POSTER ? 'design/poster' : 'design';
  return `${page}?done=saved${group === POSTER ? '' : `#group-${group}`}`;
}

function whatIn(parameters: Parameters) {
  const group = textIn(parameters, 'group');
  return { key: textIn(parameters, 'key'), ...(group === '' ? {} : { group }) };
}
