// Serves the page of a card's pictures, and the page that cuts a part out of one.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  cropDraftPicture,
  cropView,
  type PictureSet,
  picturesView,
  putPicture,
  removePicture,
} from '../../operations/templates/draft-pictures.ts';
import { CropPage, PicturesPage, queryOf } from '../../ui/workshop/design-pictures.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { CARD, cardAddress, moduleScripts } from './card-page.tsx';
import { textsIn } from './design-form.ts';
import { draftProblem, mendable } from './draft-faults.tsx';
import { answerDraft } from './draft-page.tsx';
import { fileIn } from './settings-form.tsx';
import { forRight } from './signed-in.tsx';

const DONE = ['put', 'cut', 'removed'] as const;
const SET = { design: z.enum(['first', 'second']).default('first'), language: shapes.text.default('') };
const QUERY = z.object(SET);
const CROP = z.object({ ...SET, name: shapes.text });
const FORM = z.object({ ...SET, act: z.enum(['put', 'remove', 'crop']), name: shapes.text, revision: shapes.text });

function setOf({ design, language }: z.infer<typeof QUERY>): PictureSet {
  return { design, language: language === '' ? null : language };
}

export function designPictureRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/design/pictures`,
    forRight(context, 'rules', async (c, caller) => {
      const set = setOf(read(QUERY, await readParameters(c.req.raw, LARGEST_TEXT_BODY)));
      return showPictures(context, c, caller, set, null);
    }),
  );

  app.post(
    `${CARD}/design/pictures`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw);
      const { act, name, revision, ...rest } = read(FORM, given);
      const set = setOf(rest);
      const card = c.req.param('card')!;
      const edit = { ...set, name, revision };
      const depth = c.get('depth');
      const done = async () => {
        if (act === 'remove') {
          await removePicture(context, caller, card, edit);
          return 'removed';
        }
        if (act === 'crop') {
          await cropDraftPicture(context, caller, card, { ...edit, area: areaIn(given), depth });
          return 'cut';
        }
        await putPicture(context, caller, card, { ...edit, bytes: requireFile(given), depth });
        return 'put';
      };
      try {
        const what = await done();
        const query = queryOf(set);
        return c.redirect(`pictures?done=${what}${query === '' ? '' : `&${query}`}`, 303);
      } catch (error) {
        const refused = mendable(error);
        if (act === 'crop' && refused.field === 'area')
          return showCrop(context, c, caller, { ...set, name }, given, refused);
        return showPictures(context, c, caller, set, { name, error: refused });
      }
    }),
  );

  app.get(
    `${CARD}/design/pictures/crop`,
    forRight(context, 'rules', async (c, caller) => {
      const { name, ...rest } = read(CROP, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      return showCrop(context, c, caller, { ...setOf(rest), name }, {}, null);
    }),
  );
  return app;
}

function requireFile(given: Parameters): Uint8Array {
  const file = fileIn(given, 'file');
  if (file !== undefined) return file;
  throw new AppError('parameter_missing', { field: 'file', message: 'Choose a file first.' });
}

function areaIn(given: Parameters) {
  const texts = textsIn(given);
  const side = (name: string) => (/^\d{1,6}$/.test(texts[name]?.trim() ?? '') ? Number(texts[name]) : Number.NaN);
  return { left: side('left'), top: side('top'), width: side('width'), height: side('height') };
}

async function showPictures(
  context: Context,
  c: HonoContext,
  caller: Caller,
  set: PictureSet,
  refused: { readonly name: string; readonly error: AppError } | null,
): Promise<Response> {
  const texts = textsOf(c);
  const view = await picturesView(context, caller, c.req.param('card')!, set);
  const { snapshot } = view.open;
  const done = DONE.find((kind) => kind === c.req.query('done'));
  const isOfCard = refused?.error.code === 'draft_changed';
  const words: Child | null =
    refused === null
      ? null
      : refused.error.field === 'file'
        ? texts.pictures.noFile
        : draftProblem(context, c, caller, refused.error);
  return answerDraft(context, c, caller, view.open, {
    tab: 'design',
    title: texts.pictures.title,
    status: refused === null ? 200 : pageStatus(refused.error),
    body: (
      <PicturesPage
        address={cardAddress(context, snapshot.template)}
        texts={texts}
        view={view}
        notice={done === undefined || refused !== null ? null : texts.pictures.done[done]}
        problem={isOfCard ? words : null}
        fault={refused === null || isOfCard ? null : { name: refused.name, words }}
      />
    ),
  });
}

async function showCrop(
  context: Context,
  c: HonoContext,
  caller: Caller,
  place: PictureSet & { readonly name: string },
  given: Parameters,
  error: AppError | null,
): Promise<Response> {
  const texts = textsOf(c);
  const view = await cropView(context, caller, c.req.param('card')!, place);
  const { snapshot } = view.open;
  return answerDraft(context, c, caller, view.open, {
    tab: 'design',
    title: texts.pictures.title,
    status: error === null ? 200 : pageStatus(error),
    head: await moduleScripts(context, ['workshop/crop.js']),
    body: (
      <CropPage
        address={cardAddress(context, snapshot.template)}
        texts={texts}
        view={view}
        typed={textsIn(given)}
        fault={error === null ? null : texts.pictures.outside(view.width, view.height)}
        problem={null}
      />
    ),
  });
}
