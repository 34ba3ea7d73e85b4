// Serves one customer's page and what is done there: correct, undo, mail the link, make invalid,
// delete.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo, requireRight } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import {
  correctCustomer,
  deleteCustomer,
  invalidateCustomer,
  mailLink,
} from '../../operations/customers/correct-customer.ts';
import { type Customer, showCustomer } from '../../operations/customers/show-customer.ts';
import { undoEvent } from '../../operations/customers/undo-event.ts';
import { Ask, CUSTOMER_DONE, type CustomerDone, CustomerPage, MailForm } from '../../ui/workshop/customer.tsx';
import { scriptPath } from '../browser-files.ts';
import { languageOf, textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { moduleScripts } from './card-page.tsx';
import { FaultWords, readForm, SAVE, type Shown, shownAfter, typedTexts, UNTOUCHED } from './editor-form.tsx';
import { readShownForm } from './form-texts.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const REASON = 'psReason';
const PAGE = z.object({
  before: shapes.whole.optional(),
  done: z.enum(CUSTOMER_DONE, { error: 'must be something that was done' }).optional().catch(undefined),
});
const UNDO = z.object({ event: shapes.whole, [REASON]: z.string('must be a text').default('') });
const OWN = ['requestId', REASON];

export function customerRoutes(context: Context): Hono {
  const app = new Hono();
  const hashOf = (c: HonoContext) => c.req.param('customer')!;

  app.get(
    '/customers/:customer',
    forRight(context, 'find', async (c, caller) => {
      const { before, done = null } = read(PAGE, await readParameters(new Request(c.req.url)));
      const customer = await showCustomer(context, caller, textsOf(c).sentences, { hash: hashOf(c), before });
      return answer(context, c, caller, customer, {
        shown: UNTOUCHED,
        reason: '',
        done,
        isOlder: before !== undefined,
      });
    }),
  );

  app.post(
    '/customers/:customer',
    forRight(context, 'correct', async (c, caller) => save(context, c, caller, hashOf(c))),
  );

  app.post(
    '/customers/:customer/undo',
    forRight(context, 'undo', async (c, caller) => {
      const { event, [REASON]: reason } = read(UNDO, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const hash = hashOf(c);
      await undoEvent(context, caller, { hash, eventId: event, reason });
      return back(context, c, hash, 'undone');
    }),
  );

  app.get(
    '/customers/:customer/mail',
    forRight(context, 'correct', async (c, caller) => answerMail(context, c, caller, hashOf(c), null)),
  );
  app.post(
    '/customers/:customer/mail',
    forRight(context, 'correct', async (c, caller) => {
      const parameters = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const address = typeof parameters.address === 'string' ? parameters.address : '';
      const hash = hashOf(c);
      try {
        await mailLink(context, caller, { hash, address, language: languageOf(c) });
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'address') throw error;
        return answerMail(context, c, caller, hash, { error, address });
      }
      return back(context, c, hash, 'mailed');
    }),
  );

  app.get(
    '/customers/:customer/invalidate',
    forRight(context, 'correct', async (c, caller) => {
      const { customer: words } = textsOf(c);
      const customer = await found(context, c, caller, hashOf(c));
      return ask(context, c, caller, customer, {
        title: words.invalidateTitle,
        lines: [words.invalidateAbout(customer.name)],
        act: words.invalidate,
        path: 'invalidate',
      });
    }),
  );
  app.post(
    '/customers/:customer/invalidate',
    forRight(context, 'correct', async (c, caller) => {
      await invalidateCustomer(context, caller, hashOf(c), c.get('depth'));
      return back(context, c, hashOf(c), 'invalid');
    }),
  );

  app.get(
    '/customers/:customer/delete',
    forRight(context, 'correct', async (c, caller) => {
      const { customer: words } = textsOf(c);
      const customer = await found(context, c, caller, hashOf(c));
      return ask(context, c, caller, customer, {
        title: words.deleteTitle,
        lines: [words.deleteAbout(customer.name), words.deletePhones(customer.devices.length), words.deleteUndo],
        act: words.delete,
        path: 'delete',
      });
    }),
  );
  app.post(
    '/customers/:customer/delete',
    forRight(context, 'correct', async (c, caller) => {
      await deleteCustomer(context, caller, hashOf(c));
      return c.redirect(pagePath(context, '/customers?done=deleted'), 303);
    }),
  );
  return app;
}

function found(context: Context, c: HonoContext, caller: Caller, hash: string): Promise<Customer> {
  return showCustomer(context, caller, textsOf(c).sentences, { hash });
}

function back(context: Context, c: HonoContext, hash: string, done: CustomerDone): Response {
  return c.redirect(`${addressOf(context, hash)}?done=${done}`, 303);
}

function addressOf(context: Context, hash: string): string {
  return pagePath(context, `/customers/${encodeURIComponent(hash)}`);
}

async function save(context: Context, c: HonoContext, caller: Caller, hash: string): Promise<Response> {
  const parameters = await readShownForm(c.req.raw);
  const form = readForm(parameters, OWN);
  const { fields, shown, step } = form;
  const reason = String(parameters[REASON] ?? '').trim();
  const requestId = typeof parameters.requestId === 'string' ? parameters.requestId : undefined;
  const again = async (after: Shown) => {
    const customer = await found(context, c, caller, hash);
    return answer(context, c, caller, customer, { shown: after, reason, done: null, isOlder: false });
  };
  if (step !== null) return again({ ...UNTOUCHED, kept: { fields, shown, step } });
  if (form.isEmpty) return c.redirect(addressOf(context, hash), 303);
  try {
    const depth = c.get('depth');
    const { updated } = await correctCustomer(context, caller, { hash, fields, shown, requestId, reason, depth });
    return back(context, c, hash, updated ? 'saved' : 'unchanged');
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal' || error.kind === 'not_found') throw error;
    return again(shownAfter(error, form, textsOf(c)));
  }
}

interface State {
  readonly shown: Shown;
  readonly reason: string;
  readonly done: CustomerDone | null;
  readonly isOlder: boolean;
}

async function answer(
  context: Context,
  c: HonoContext,
  caller: Caller,
  customer: Customer,
  { shown: { status, notice, kept }, reason, done, isOlder }: State,
): Promise<Response> {
  const { rootUrl } = context.settings;
  const texts = textsOf(c);
  return answerWorkshop(context, c, caller, {
    place: 'customers',
    title: `${customer.name} · ${texts.customers.title}`,
    status,
    head: await moduleScripts(context, ['workshop/copy.js']),
    body: (
      <CustomerPage
        {...{ customer, texts, notice, reason, done, isOlder }}
        base={basePath(rootUrl)}
        address={addressOf(context, customer.hash)}
        zone={zoneOf(caller.account)}
        typed={typedTexts(customer.values?.fields ?? [], kept)}
        shown={kept.shown}
        hidden={{ requestId: context.ids.token(), [SAVE]: '1' }}
        script={await scriptPath(rootUrl, 'pages/stepper.js')}
        maySee={mayDo(caller, 'see')}
      />
    ),
  });
}

async function answerMail(
  context: Context,
  c: HonoContext,
  caller: Caller,
  hash: string,
  failed: { readonly error: AppError; readonly address: string } | null,
): Promise<Response> {
  const texts = textsOf(c);
  const customer = await found(context, c, caller, hash);
  const address = addressOf(context, customer.hash);
  return answerWorkshop(context, c, caller, {
    place: 'customers',
    title: `${texts.customer.mailTitle} · ${customer.name}`,
    status: failed === null ? 200 : pageStatus(failed.error),
    body: (
      <MailForm
        name={customer.name}
        texts={texts.customer}
        action={`${address}/mail`}
        back={address}
        email={failed?.address ?? customer.email ?? ''}
        fault={failed === null ? null : <FaultWords error={failed.error} texts={texts} />}
      />
    ),
  });
}

async function ask(
  context: Context,
  c: HonoContext,
  caller: Caller,
  customer: Customer,
  { path, ...question }: { title: string; lines: readonly string[]; act: string; path: string },
): Promise<Response> {
  requireRight(context, caller, 'correct');
  const address = addressOf(context, customer.hash);
  return answerWorkshop(context, c, caller, {
    place: 'customers',
    title: `${question.title} · ${customer.name}`,
    body: <Ask {...question} action={`${address}/${path}`} back={address} cancel={textsOf(c).customer.cancel} />,
  });
}
