// Serves the list of customers: of the whole account, and of one card.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { type CustomerSearch, listCustomers, VISITS } from '../../operations/customers/list-customers.ts';
import { Customers } from '../../ui/workshop/customers.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const PHONES = ['yes', 'no'] as const;
const SEARCH = z.object({
  q: z.string('must be a text').optional(),
  card: shapes.text.optional(),
  phone: z.enum(PHONES, { error: 'must be yes or no' }).optional(),
  visit: z.enum(VISITS, { error: `must be one of ${VISITS.join(', ')}` }).optional(),
  after: shapes.text.optional(),
  done: z.string('must be a text').optional(),
});

export function customersRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    '/customers',
    forRight(context, 'find', async (c, caller) => {
      const { search, isDeleted } = await readSearch(c);
      const body = await customersPage(context, c, caller, search, { isOfCard: false, isDeleted });
      return answerWorkshop(context, c, caller, { place: 'customers', title: textsOf(c).customers.title, body });
    }),
  );

  app.get(
    `${CARD}/customers`,
    forRight(context, 'find', async (c, caller) => {
      const { search } = await readSearch(c);
      const ofCard = { ...search, card: c.req.param('card')! };
      const list = await listCustomers(context, caller, ofCard);
      const { base, texts, zone } = frameOf(context, c, caller);
      const address = `${cardAddress(context, list.card!.template)}/customers`;
      return answerCard(context, c, caller, list.card!, {
        tab: 'customers',
        body: (
          <Customers
            {...{ list, texts, base, address, zone }}
            search={ofCard}
            visits={VISITS}
            isOfCard
            isDeleted={false}
          />
        ),
      });
    }),
  );
  return app;
}

async function readSearch(c: HonoContext): Promise<{ search: CustomerSearch; isDeleted: boolean }> {
  const { q, card, phone, visit, after, done } = read(SEARCH, await readParameters(new Request(c.req.url)));
  const search = {
    query: q ?? '',
    card: card ?? null,
    phone: phone ?? null,
    visit: visit ?? null,
    after: after ?? null,
  };
  return { search, isDeleted: done === 'deleted' };
}

function frameOf(context: Context, c: HonoContext, { account }: Caller) {
  return { base: basePath(context.settings.rootUrl), texts: textsOf(c), zone: zoneOf(account) };
}

async function customersPage(
  context: Context,
  c: HonoContext,
  caller: Caller,
  search: CustomerSearch,
  state: { readonly isOfCard: boolean; readonly isDeleted: boolean },
) {
  const list = await listCustomers(context, caller, search);
  const { base, texts, zone } = frameOf(context, c, caller);
  const address = pagePath(context, '/customers');
  return <Customers {...{ list, search, texts, base, address, zone }} {...state} visits={VISITS} />;
}
