// Serves the page that gives a card away, with the code of its link as PNG and SVG and its poster.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { viewTemplate } from '../../operations/files/view-template.ts';
import { giveAway } from '../../operations/templates/give-away.ts';
import { frontColours } from '../../rules/passes/front-colours.ts';
import { qrPng, qrSvg } from '../../ui/barcode.ts';
import { BatchSection } from '../../ui/workshop/batch-section.tsx';
import { HistorySection } from '../../ui/workshop/history-import.tsx';
import { canDraw, drawPoster } from '../../ui/workshop/poster.ts';
import { SendPage } from '../../ui/workshop/send.tsx';
import { fileName } from '../file-name.ts';
import { textsOf } from '../frame.tsx';
import { answerCard, CARD, cardAddress, moduleScripts } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

export function sendRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/send`,
    forRight(context, 'send', async (c, caller) => {
      const { snapshot, give, asksFirst } = await linkOf(context, c, caller);
      return answerCard(context, c, caller, snapshot, {
        tab: 'send',
        head: await moduleScripts(context, ['workshop/copy.js']),
        body: (
          <SendPage
            texts={textsOf(c)}
            address={cardAddress(context, snapshot.template)}
            give={give}
            asksFirst={asksFirst}
            isNameOnPoster={canDraw(snapshot.template.name)}
            others={[
              <BatchSection texts={textsOf(c).batch} base={pagePath(context, '')} card={snapshot.template.hash} />,
              <HistorySection
                texts={textsOf(c).historyImport}
                address={`${cardAddress(context, snapshot.template)}/history`}
              />,
            ]}
          />
        ),
      });
    }),
  );

  app.get(
    `${CARD}/send/qr.png`,
    forRight(context, 'send', async (c, caller) => {
      const { link, name } = await linkOf(context, c, caller);
      return download(c, await qrPng(link), 'image/png', `${name}-code.png`);
    }),
  );

  app.get(
    `${CARD}/send/qr.svg`,
    forRight(context, 'send', async (c, caller) => {
      const { link, name } = await linkOf(context, c, caller);
      return download(c, qrSvg(link), 'image/svg+xml', `${name}-code.svg`);
    }),
  );

  app.get(
    `${CARD}/send/poster.pdf`,
    forRight(context, 'send', async (c, caller) => {
      const { snapshot, link, name } = await linkOf(context, c, caller);
      const { template, owner } = snapshot;
      const { background, foreground } = frontColours((await viewTemplate(context, snapshot)).passJson);
      const poster = drawPoster({
        name: template.name,
        sentence: textsOf(c).send.posterSentence,
        link,
        background,
        foreground,
        owner: owner.name === owner.email ? '' : owner.name,
        at: context.clock.now(),
      });
      return download(c, await poster, 'application/pdf', `${name}-poster.pdf`);
    }),
  );
  return app;
}

/** The link that the page is about: with `form=yes` the one that asks first, where the card has one. */
async function linkOf(context: Context, c: HonoContext, caller: Caller) {
  const snapshot = await requireCard(context, caller, 'send', c.req.param('card')!);
  const give = await giveAway(context, snapshot);
  const asksFirst = c.req.query('form') === 'yes' && give.formLink !== null;
  const link = asksFirst ? give.formLink! : give.link;
  return { snapshot, give, asksFirst, link, name: fileName(snapshot.template.name) };
}

/** Fails with `parameter_invalid` for a link that no code can hold. */
function download(c: HonoContext, content: Uint8Array | string | null, type: string, name: string): Response {
  if (content === null) {
    throw new AppError('parameter_invalid', { message: 'The link of this card is too long for a code.' });
  }
  return c.body(typeof content === 'string' ? content : new Uint8Array(content), 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
  });
}
