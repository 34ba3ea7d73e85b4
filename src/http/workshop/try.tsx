// Serves the simulator: an event of a card tried without any effect. The address holds all of it.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import type { AppError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { listCustomers } from '../../operations/customers/list-customers.ts';
import { describeTrial } from '../../operations/events/tried.ts';
import { type TryPage as Tried, tryRules } from '../../operations/events/try-rules.ts';
import { MOST_TIMES } from '../../rules/checks/check.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { Texts } from '../../ui/texts/en/index.ts';
import { TryPage } from '../../ui/workshop/try.tsx';
import { tryParameters } from '../../ui/workshop/try-address.ts';
import type { TryFault, TryFormProps } from '../../ui/workshop/try-form.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { FaultWords } from './editor-form.tsx';
import { forRight, pagePath } from './signed-in.tsx';
import { type ReadState, readTry, spanIn } from './try-state.ts';

/** The customers to choose from without a search. */
const NEWEST = 8;
/** What somebody types to find a customer, in characters. */
const LONGEST_QUERY = 100;

export function tryRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/try`,
    forRight(context, 'see', async (c, caller) => {
      const parameters = new URL(c.req.url).searchParams;
      const card = c.req.param('card')!;
      const read = readTry(parameters, card, zoneOf(caller.account));
      const query = (parameters.get('q') ?? '').trim().slice(0, LONGEST_QUERY);
      const found = query === '' ? [] : await customersOf(context, caller, card, query);
      // A form sends everything; its page has an address that says no more than it must.
      if (parameters.has('form') && (query === '' || found.length > 0)) {
        const [chosen] = found;
        const { state } = read;
        const next = chosen === undefined ? state : { ...state, pass: chosen.hash, run: '', found: query };
        return c.redirect(`${pagePath(context, `/cards/${card}/try`)}?${tryParameters(next)}#result`, 303);
      }
      const tried = await tryRules(context, caller, textsOf(c).sentences, read.input);
      return answerTry(context, c, caller, { read, tried, nobody: query === '' ? null : query });
    }),
  );
  return app;
}

interface Answer {
  readonly read: ReadState;
  readonly tried: Tried;
  readonly nobody: string | null;
}

async function answerTry(context: Context, c: HonoContext, caller: Caller, answer: Answer): Promise<Response> {
  const { read, tried, nobody } = answer;
  const texts = textsOf(c);
  const { state, faults } = read;
  const { trial, rules, card, past, customer } = tried;
  const address = `${cardAddress(context, card.template)}/try`;
  const names = namesIn(trial.program, texts.sentences);
  const fault = faultOf(faults, tried.fault, texts);
  const shown =
    tried.result === null || fault !== null
      ? null
      : await describeTrial(context, trial, tried.result, spanIn(state), texts.sentences);
  const customers = await customersOf(context, caller, card.template.hash, '');
  const alsoFound = state.found === '' ? [] : await customersOf(context, caller, card.template.hash, state.found);
  const others = customers.slice(0, NEWEST).filter(({ hash }) => hash !== customer?.hash);
  const form: TryFormProps = {
    address,
    texts,
    state,
    keys: tried.keys,
    mostTimes: MOST_TIMES,
    customers: customer === null ? others : [customer, ...others],
    past: past === null ? null : (customer?.name ?? card.template.name),
    alsoFound: alsoFound.filter(({ hash }) => hash !== customer?.hash).slice(0, NEWEST),
    nobody,
    hasDraft: rules.hasDraft,
    which: rules.which,
    values: tried.values,
    fault,
  };
  return answerCard(context, c, caller, card, {
    tab: 'try',
    ...(fault === null ? {} : { status: 400 as const }),
    body: (
      <TryPage
        form={form}
        result={shown === null ? null : { tried: shown, names, times: trial.times }}
        names={names}
        card={cardAddress(context, card.template)}
        base={basePath(context.settings.rootUrl)}
        isPaused={card.template.triggersPaused}
        isInvalid={trial.pass !== null && trial.pass.invalidatedAt !== null}
        errors={rules.errors}
        whyNot={tried.whyNot}
        past={past}
        mayKeep={mayDo(caller, 'rules')}
      />
    ),
  });
}

function faultOf(faults: ReadState['faults'], error: AppError | null, texts: Texts): TryFault | null {
  const { simulator: words } = texts;
  if (faults.includes('n')) return { field: 'n', words: words.timesFault(MOST_TIMES) };
  if (faults.includes('at')) return { field: 'at', words: words.clockFault };
  if (error === null) return null;
  const said: Child = <FaultWords error={error} texts={texts} />;
  return { field: error.field ?? null, words: said };
}

async function customersOf(
  context: Context,
  caller: Caller,
  card: string,
  query: string,
): Promise<readonly { readonly hash: string; readonly name: string }[]> {
  const { rows } = await listCustomers(context, caller, { query, card, phone: null, visit: null, after: null });
  return rows.slice(0, NEWEST + 1).map(({ hash, name }) => ({ hash, name }));
}
