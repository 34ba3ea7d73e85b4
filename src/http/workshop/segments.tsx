// Serves the segments of a card: the list, one segment with its customers, its form, its table, and
// the form of a bulk change. The pages of bulk changes are in bulk.tsx.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { cardBulks, makeBulk } from '../../operations/segments/bulk-changes.ts';
import { customersOf, exportSegment, segmentPage } from '../../operations/segments/list-segment.ts';
import {
  addSegment,
  type CardSegment,
  cardSegments,
  cardValues,
  changeSegment,
  countAgain,
  deleteSegment,
  idIn,
  requireSegment,
} from '../../operations/segments/segments.ts';
import type { Segment } from '../../ports/store/segments.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { withRowConditions } from '../../rules/design/condition-texts.ts';
import { compileCondition, conditionProblem } from '../../rules/paths/conditions.ts';
import { BULK_KINDS } from '../../rules/segments/bulk-action.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { placesOf } from '../../rules/sentences/places.ts';
import { BulkForm, type BulkFormTexts } from '../../ui/workshop/bulk.tsx';
import type { InputSheet } from '../../ui/workshop/design-input.tsx';
import {
  CONDITION_INPUT,
  DeleteSegment,
  EditSegment,
  SegmentForm,
  SegmentsPage,
  SegmentView,
} from '../../ui/workshop/segments.tsx';
import { csvStream } from '../csv.ts';
import { fileName } from '../file-name.ts';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress, moduleScripts } from './card-page.tsx';
import { FaultWords } from './editor-form.tsx';
import { textIn, textsIn } from './form-texts.ts';
import { forRight, pagePath } from './signed-in.tsx';

/** The customers on a page. */
const PAGE = 20;
/** Loads a page again while work goes on, without a script. */
export const RELOADS = <meta http-equiv="refresh" content="5" />;

/** A form as it was sent; `fault` null: it only asks for another row. */
interface Sent {
  readonly name: string;
  readonly condition: string;
  readonly fault: AppError | null;
}

export function segmentRoutes(context: Context): Hono {
  const app = new Hono();
  const idOf = (c: HonoContext) => c.req.param('segment') ?? '';
  const cardOf = (c: HonoContext) => c.req.param('card') ?? '';

  app.get(
    `${CARD}/segments`,
    forRight(context, 'see', (c, caller) => listPage(context, c, caller, null)),
  );

  app.post(
    `${CARD}/segments`,
    forRight(context, 'correct', async (c, caller) => {
      const sent = await readForm(c);
      if (sent.asksMore) return listPage(context, c, caller, { ...sent, fault: null });
      try {
        const { id } = await addSegment(context, caller, cardOf(c), sent);
        return c.redirect(pagePath(context, `/cards/${cardOf(c)}/segments/${id}`), 303);
      } catch (error) {
        return listPage(context, c, caller, { ...sent, fault: mistake(error) });
      }
    }),
  );

  app.get(
    `${CARD}/segments/:segment`,
    forRight(context, 'see', (c, caller) => segmentView(context, c, caller, null)),
  );

  app.get(
    `${CARD}/segments/:segment/edit`,
    forRight(context, 'correct', async (c, caller) => {
      const found = await requireSegment(context, caller, 'correct', idOf(c));
      return editPage(context, c, caller, found, null);
    }),
  );

  app.post(
    `${CARD}/segments/:segment/edit`,
    forRight(context, 'correct', async (c, caller) => {
      const found = await requireSegment(context, caller, 'correct', idOf(c));
      const sent = await readForm(c);
      if (sent.asksMore) return editPage(context, c, caller, found, { ...sent, fault: null });
      try {
        await changeSegment(context, caller, idOf(c), sent);
        return c.redirect(segmentAddress(context, found), 303);
      } catch (error) {
        return editPage(context, c, caller, found, { ...sent, fault: mistake(error) });
      }
    }),
  );

  app.post(
    `${CARD}/segments/:segment/count`,
    forRight(context, 'see', async (c, caller) => {
      return c.redirect(segmentAddress(context, await countAgain(context, caller, idOf(c))), 303);
    }),
  );

  app.get(
    `${CARD}/segments/:segment/delete`,
    forRight(context, 'correct', async (c, caller) => {
      const found = await requireSegment(context, caller, 'correct', idOf(c));
      const texts = textsOf(c);
      return answerCard(context, c, caller, found.card, {
        tab: 'customers',
        title: texts.segments.deleteTitle,
        body: <DeleteSegment texts={texts} address={segmentAddress(context, found)} name={found.segment.name} />,
      });
    }),
  );

  app.post(
    `${CARD}/segments/:segment/delete`,
    forRight(context, 'correct', async (c, caller) => {
      const { template } = await deleteSegment(context, caller, idOf(c));
      return c.redirect(`${cardAddress(context, template)}/segments`, 303);
    }),
  );

  app.get(
    `${CARD}/segments/:segment/export.csv`,
    forRight(context, 'see', async (c, caller) => {
      const { segment, card, labels, rows } = await exportSegment(context, caller, idOf(c));
      const name = fileName(`${card.template.name} ${segment.name}`);
      // The answer contains holders' personal data.
      return c.body(csvStream(labels, rows), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name}.csv"`,
        'cache-control': 'private, no-store',
      });
    }),
  );

  app.post(
    `${CARD}/segments/:segment/bulk`,
    forRight(context, 'correct', async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const sent = {
        kind: textIn(form, 'kind'),
        path: textIn(form, 'path'),
        text: textIn(form, 'text'),
        isCalculated: textIn(form, 'calculated') === 'true',
      };
      try {
        const { bulk, card } = await makeBulk(context, caller, {
          segmentId: idOf(c),
          action: actionOf(sent),
          dryRun: true,
        });
        return c.redirect(`${cardAddress(context, card.template)}/bulk/${bulk.id}`, 303);
      } catch (error) {
        return segmentView(context, c, caller, { sent, fault: mistake(error) });
      }
    }),
  );
  return app;
}

/** The action of a form, as the API takes it. */
function actionOf({ kind, path, text, isCalculated }: BulkFormTexts) {
  const isWrite = kind === 'set' || kind === 'increment';
  if (isWrite && isCalculated) return { kind, targetPath: path, expression: text };
  if (kind === 'set') return { kind, targetPath: path, value: text };
  if (kind === 'increment') return { kind, targetPath: path, amount: text.replace(',', '.') };
  return { kind };
}

/** An error that the person can mend in the form. Throws any other. */
function mistake(error: unknown): AppError {
  if (error instanceof AppError && (error.kind === 'invalid' || error.kind === 'conflict')) return error;
  throw error;
}

function segmentAddress(context: Context, { segment, card }: CardSegment): string {
  return `${cardAddress(context, card.template)}/segments/${segment.id}`;
}

async function readForm(c: HonoContext): Promise<Omit<Sent, 'fault'> & { readonly asksMore: boolean }> {
  const texts = textsIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY));
  const base = { name: CONDITION_INPUT, text: (texts.was ?? '').replaceAll('\r\n', '\n') };
  const said = withRowConditions(texts, [base], textsOf(c).sentences);
  const condition = (said[CONDITION_INPUT] ?? '').replaceAll('\r\n', '\n');
  return { name: texts.name ?? '', condition, asksMore: texts.do === 'more' };
}

/** What the inputs of a segment's form show. */
async function sheetOf(
  context: Context,
  c: HonoContext,
  card: TemplateSnapshot,
  condition: string,
): Promise<InputSheet> {
  const values = await cardValues(context, card);
  const compiled = compileCondition(values.program, condition);
  const found = compiled.ok
    ? []
    : [
        {
          severity: 'error',
          code: 'condition_invalid',
          path: CONDITION_INPUT,
          message: conditionProblem(compiled.error),
        } as const,
      ];
  const shown = new Map([[CONDITION_INPUT, condition]]);
  return { texts: textsOf(c), design: { ...values, shown, faults: [], diagnostics: found, choices: [] } };
}

function faultOf(sent: Sent | null, c: HonoContext) {
  const fault = sent?.fault ?? null;
  if (fault === null) return null;
  return { field: fault.field ?? null, words: <FaultWords error={fault} texts={textsOf(c)} /> };
}

const statusOf = (fault: AppError | null | undefined): { readonly status?: ContentfulStatusCode } =>
  fault == null ? {} : { status: pageStatus(fault) };

async function listPage(context: Context, c: HonoContext, caller: Caller, sent: Sent | null): Promise<Response> {
  const { card, segments } = await cardSegments(context, caller, c.req.param('card') ?? '');
  const address = cardAddress(context, card.template);
  const sheet = await sheetOf(context, c, card, sent?.condition ?? '');
  const { texts } = sheet;
  const form = (
    <SegmentForm
      sheet={sheet}
      action={`${address}/segments`}
      back={null}
      name={sent?.name ?? ''}
      fault={faultOf(sent, c)}
    />
  );
  return answerCard(context, c, caller, card, {
    tab: 'customers',
    title: texts.segments.title,
    ...statusOf(sent?.fault),
    head: await headOf(context, segments.some(isCounting) && sent === null),
    body: (
      <SegmentsPage
        {...{ texts, address, segments }}
        names={namesIn(sheet.design.program, texts.sentences)}
        zone={zoneOf(card.owner)}
        bulks={await cardBulks(context, caller, card.template.hash)}
        form={mayDo(caller, 'correct') ? form : null}
      />
    ),
  });
}

function isCounting({ cursor }: Segment): boolean {
  return cursor !== null;
}

/** A page with a form loads itself again only while nobody fills it in. */
async function headOf(context: Context, reloads: boolean): Promise<Child> {
  return (
    <>
      {await moduleScripts(context, ['workshop/condition.js'])}
      {reloads && RELOADS}
    </>
  );
}

interface SentBulk {
  readonly sent: BulkFormTexts;
  readonly fault: AppError;
}

async function segmentView(context: Context, c: HonoContext, caller: Caller, bulk: SentBulk | null): Promise<Response> {
  const after = idIn(c.req.query('after') ?? '');
  const page = await segmentPage(context, caller, c.req.param('segment') ?? '', { after, count: PAGE });
  const { segment, card, next } = page;
  const texts = textsOf(c);
  const { program, passConstructor } = await cardValues(context, card);
  const names = namesIn(program, texts.sentences);
  const form = (
    <BulkForm
      {...{ texts, names }}
      action={`${segmentAddress(context, page)}/bulk`}
      places={placesOf(program, passConstructor, names)}
      sent={bulk?.sent ?? { kind: BULK_KINDS[0], path: '', text: '', isCalculated: false }}
      fault={bulk === null ? null : <FaultWords error={bulk.fault} texts={texts} />}
    />
  );
  return answerCard(context, c, caller, card, {
    tab: 'customers',
    title: segment.name,
    ...statusOf(bulk?.fault),
    ...(isCounting(segment) && bulk === null ? { head: RELOADS } : {}),
    body: (
      <SegmentView
        {...{ texts, names, segment, next }}
        base={pagePath(context, '')}
        address={cardAddress(context, card.template)}
        zone={zoneOf(card.owner)}
        customers={await customersOf(context, page)}
        isReadable={compileCondition(program, segment.condition).ok}
        bulk={mayDo(caller, 'correct') ? form : null}
      />
    ),
  });
}

async function editPage(
  context: Context,
  c: HonoContext,
  caller: Caller,
  found: CardSegment,
  sent: Sent | null,
): Promise<Response> {
  const { segment, card } = found;
  const sheet = await sheetOf(context, c, card, sent?.condition ?? segment.condition);
  const address = segmentAddress(context, found);
  return answerCard(context, c, caller, card, {
    tab: 'customers',
    title: sheet.texts.segments.edit,
    ...statusOf(sent?.fault),
    head: await headOf(context, false),
    body: (
      <EditSegment
        {...{ sheet, address }}
        action={`${address}/edit`}
        back={address}
        name={sent?.name ?? segment.name}
        fault={faultOf(sent, c)}
      />
    ),
  });
}
