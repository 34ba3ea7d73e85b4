// Serves a card's page for programs, its JSON as a file, and the switch of its rules.
import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../operations/context.ts';
import { cardCode, cardFile } from '../../operations/templates/card-code.ts';
import { pauseCard } from '../../operations/templates/manage-card.ts';
import { templateText } from '../../template-files/write.ts';
import { CardCodePage } from '../../ui/workshop/card-code.tsx';
import { fileName } from '../file-name.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

/** What the address says right after an import. */
const QUERY = z.object({ imported: shapes.flag.default(false), left: shapes.whole.default(0) });
/** `back`: the page of the card that has the switch; absent: its overview. */
const PAUSE = z.object({ paused: shapes.flag, back: z.literal('rules', 'must be rules').optional() });

export function cardCodeRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  app.get(
    '/cards/:card/code',
    forRight(context, 'rules', async (c, caller) => {
      const { imported, left } = read(QUERY, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const code = await cardCode(context, caller, c.req.param('card') ?? '');
      return answerCard(context, c, caller, code.snapshot, {
        tab: 'code',
        body: (
          <CardCodePage base={base} texts={textsOf(c)} code={code} imported={imported ? { leftOut: left } : null} />
        ),
      });
    }),
  );

  app.get(
    '/cards/:card/code/template.json',
    forRight(context, 'rules', async (c, caller) => {
      const file = await cardFile(context, caller, c.req.param('card') ?? '');
      return c.body(templateText(file), 200, {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName(file.templateName)}.json"`,
        'cache-control': 'private, no-store',
      });
    }),
  );

  app.post(
    '/cards/:card/pause',
    forRight(context, 'pause', async (c, caller) => {
      const { paused, back } = read(PAUSE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const card = c.req.param('card') ?? '';
      await pauseCard(context, caller, card, paused);
      return c.redirect(pagePath(context, `/cards/${card}${back === undefined ? '' : `/${back}`}`), 303);
    }),
  );
  return app;
}
