// Serves the designer of a card: its page, the pages of single fields and hidden values, the drawing
// that follows what is typed, and the question before something is removed.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  type Design,
  type DesignPage,
  placeOfPage,
  propertyOfPage,
  saveDesign,
  showDesign,
} from '../../operations/templates/design.ts';
import { fieldAt, keyOf } from '../../rules/design/fields.ts';
import type { FaultyInput, FormTexts } from '../../rules/design/inputs.ts';
import { formText } from '../../rules/design/leaf.ts';
import { propertiesOf } from '../../rules/design/property-inputs.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import { DesignCard, type DesignNotice } from '../../ui/workshop/design.tsx';
import { DesignField, fieldAddress } from '../../ui/workshop/design-field.tsx';
import type { Sheet } from '../../ui/workshop/design-input.tsx';
import { LiveParts } from '../../ui/workshop/design-live.tsx';
import { DesignPoster } from '../../ui/workshop/design-poster.tsx';
import { DesignPreview } from '../../ui/workshop/design-preview.tsx';
import { DesignProperty, propertyAddress } from '../../ui/workshop/design-property.tsx';
import { VALUE_MENU_SCRIPT } from '../../ui/workshop/value-menu.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus, told } from '../pages/errors.tsx';
import { readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { readDesign, type SentDesign } from './design-form.ts';
import { changedMeanwhile } from './draft-conflict.ts';
import { forRight } from './signed-in.tsx';

/** What a page shows besides the draft. */
interface Shown {
  readonly page: DesignPage;
  readonly texts: FormTexts;
  readonly faults: readonly FaultyInput[];
  readonly notice: DesignNotice | null;
  readonly pass: string | null;
  readonly status: 200 | 400 | 409 | 413;
}

export function designRoutes(context: Context): Hono {
  const app = new Hono();
  const pages: readonly (readonly [string, (c: HonoContext) => DesignPage])[] = [
    [`${CARD}/design`, () => ({ kind: 'card' })],
    [`${CARD}/design/poster`, () => ({ kind: 'poster' })],
    [
      `${CARD}/design/field`,
      (c) => ({ kind: 'field', group: c.req.query('group') ?? '', key: c.req.query('key') ?? '' }),
    ],
    [`${CARD}/design/value`, (c) => ({ kind: 'property', key: c.req.query('key') ?? '' })],
  ];
  for (const [path, pageOf] of pages) {
    app.get(
      path,
      forRight(context, 'rules', (c, caller) => {
        const notice: DesignNotice | null = c.req.query('done') === 'saved' ? { kind: 'saved' } : null;
        const shown = { page: pageOf(c), texts: {}, faults: [], notice, pass: c.req.query('pass') ?? null };
        return show(context, c, caller, { ...shown, status: 200 });
      }),
    );
    app.post(
      path,
      forRight(context, 'rules', async (c, caller) => {
        const sent = { ...readDesign(await readParameters(c.req.raw)), page: pageOf(c) };
        return save(context, c, caller, sent);
      }),
    );
  }

  app.post(
    `${CARD}/design/preview`,
    forRight(context, 'rules', async (c, caller) => {
      const { revision, page, texts, pass } = readDesign(await readParameters(c.req.raw));
      const sheet = await sheetOf(context, c, caller, { page, texts, pass });
      // Somebody else's draft has other fields in these places: saving will say so.
      if (sheet.design.open.revision !== revision) return c.body(null, 409);
      const parts = await (<LiveParts sheet={sheet} />);
      return c.body(parts.toString(), 200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'private, no-store',
      });
    }),
  );
  return app;
}

async function save(context: Context, c: HonoContext, caller: Caller, sent: SentDesign): Promise<Response> {
  const { page, texts, pass } = sent;
  const card = c.req.param('card')!;
  try {
    const open = await saveDesign(context, caller, card, { ...sent, words: textsOf(c).sentences });
    const address = cardAddress(context, open.snapshot.template);
    return c.redirect(nextAddress(address, sent, open.passConstructor), 303);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const again = { page, texts, pass };
    switch (error.code) {
      case 'value_invalid': {
        const faults = (error.beside.faults ?? []) as readonly FaultyInput[];
        return show(context, c, caller, { ...again, faults, notice: { kind: 'faulty' }, status: 400 });
      }
      case 'draft_changed': {
        const words = changedMeanwhile(error, textsOf(c));
        const notice: DesignNotice = { kind: 'changed', words, typed: Object.entries(texts) };
        return show(context, c, caller, { ...again, texts: {}, faults: [], notice, status: 409 });
      }
      case 'template_invalid':
      case 'issue_final': {
        const notice: DesignNotice = { kind: 'failed', words: told(error, textsOf(c)).sentence };
        const status = pageStatus(error) === 413 ? 413 : 400;
        return show(context, c, caller, { ...again, faults: [], notice, status });
      }
      default:
        throw error;
    }
  }
}

/** The address of what comes after a saved form. */
function nextAddress(address: string, { page, pass, next }: SentDesign, saved: JsonObject): string {
  const to = next(saved);
  const withPass = pass === null ? '' : `&pass=${encodeURIComponent(pass)}`;
  switch (to.kind) {
    case 'stay': {
      const part = to.part === '' ? '' : `#${to.part}`;
      if (page.kind === 'card' || page.kind === 'poster') {
        return `${pageAddress(address, page)}?done=saved${withPass}${part}`;
      }
      return `${pageAddress(address, page)}&done=saved${withPass}`;
    }
    case 'field':
    case 'removeField': {
      const field = fieldAt(saved, to.place);
      if (field === undefined) return `${address}/design`;
      if (to.kind === 'field') return fieldAddress(address, to.place.group, keyOf(field)) + withPass;
      return `${address}/design/remove?group=${to.place.group}&key=${encodeURIComponent(keyOf(field))}`;
    }
    case 'removePoster':
      return `${address}/design/remove?group=${POSTER}`;
    case 'property':
    case 'removeProperty': {
      const property = propertiesOf(saved)[to.at];
      if (property === undefined) return `${address}/design`;
      if (to.kind === 'property') return propertyAddress(address, property.key) + withPass;
      return `${address}/design/remove?key=${encodeURIComponent(property.key)}`;
    }
  }
}

function pageAddress(address: string, page: DesignPage): string {
  if (page.kind === 'field') return fieldAddress(address, page.group, page.key);
  if (page.kind === 'poster') return `${address}/design/poster`;
  return page.kind === 'property' ? propertyAddress(address, page.key) : `${address}/design`;
}

async function sheetOf(
  context: Context,
  c: HonoContext,
  caller: Caller,
  shown: Pick<Shown, 'page' | 'texts' | 'pass'>,
): Promise<Sheet> {
  const texts = textsOf(c);
  const design = await showDesign(context, caller, c.req.param('card')!, { ...shown, words: texts.sentences });
  const { template } = design.open.snapshot;
  return { design, texts, address: cardAddress(context, template), base: basePath(context.settings.rootUrl) };
}

async function show(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { faults, notice, status, ...shown }: Shown,
): Promise<Response> {
  const sheet = await sheetOf(context, c, caller, shown);
  // Faults of buttons come beside those of inputs, which the sheet has found again.
  const { design } = sheet;
  const more = faults.filter(({ name }) => design.faults.every((known) => known.name !== name));
  const whole: Sheet = { ...sheet, design: { ...design, faults: [...design.faults, ...more] } };
  return answerCard(context, c, caller, design.open.snapshot, {
    tab: 'design',
    status,
    policy: LIVE_POLICY,
    head: await moduleScripts(context, [
      'workshop/copy.js',
      'workshop/design.js',
      'workshop/condition.js',
      VALUE_MENU_SCRIPT,
    ]),
    drawing: <DesignPreview sheet={whole} />,
    body: bodyOf(whole, notice === null ? null : onlyTyped(notice, design)),
  });
}

function bodyOf(sheet: Sheet, notice: DesignNotice | null): Child {
  const { passConstructor, page } = sheet.design;
  const place = placeOfPage(passConstructor, page);
  if (place !== null) return <DesignField sheet={sheet} place={place} notice={notice} />;
  if (page.kind === 'poster') return <DesignPoster sheet={sheet} notice={notice} />;
  const at = propertyOfPage(passConstructor, page);
  if (at !== null) return <DesignProperty sheet={sheet} at={at} notice={notice} />;
  return <DesignCard sheet={sheet} notice={notice} />;
}

/** What was typed and differs from what the card says now. */
function onlyTyped(notice: DesignNotice, { shown }: Design): DesignNotice {
  if (notice.kind !== 'changed') return notice;
  const typed = notice.typed.filter(([name, text]) => shown.has(name) && shown.get(name) !== formText(text));
  return { ...notice, typed };
}
