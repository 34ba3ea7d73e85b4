// Serves a card's history: its versions, one of them beside another one, and a version that becomes
// the draft.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { differencesBetween } from '../../operations/templates/compare-versions.ts';
import { openDraft } from '../../operations/templates/drafts.ts';
import { bringBack, listVersions, showVersion } from '../../operations/templates/versions.ts';
import type { Texts } from '../../ui/texts/en/index.ts';
import { DrawnVersion, ReplaceDraft, VersionPage, VersionsPage } from '../../ui/workshop/versions.tsx';
import { textsOf } from '../frame.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { authorNames } from './author-name.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { textIn } from './form-texts.ts';
import { pictureOf } from './publish.tsx';
import { forRight } from './signed-in.tsx';

const VERSION = `${CARD}/versions/:version{[1-9][0-9]{0,8}}`;

export function versionRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/versions`,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const before = wholeIn(c, 'before');
      const list = await listVersions(context, caller, c.req.param('card')!, texts, before);
      return answerCard(context, c, caller, list.snapshot, {
        tab: 'versions',
        body: (
          <VersionsPage
            address={cardAddress(context, list.snapshot.template)}
            {...reader(texts, caller)}
            list={list}
            isFirstPage={before === undefined}
            done={await doneSentence(context, c, list.snapshot.template.id)}
          />
        ),
      });
    }),
  );

  app.get(
    VERSION,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const card = c.req.param('card')!;
      const number = Number(c.req.param('version'));
      const shown = await showVersion(context, caller, card, texts, { number, other: wholeIn(c, 'with') });
      const open = await openDraft(context, caller, card);
      return answerCard(context, c, caller, shown.snapshot, {
        tab: 'versions',
        title: texts.versions.number(number),
        drawing: <DrawnVersion view={shown.view} texts={texts} caption={texts.versions.asItWas} />,
        body: (
          <VersionPage
            address={cardAddress(context, shown.snapshot.template)}
            {...reader(texts, caller)}
            shown={shown}
            revision={open.revision}
            hasDraft={open.draft !== null}
            pictureOf={pictureOf(context)}
          />
        ),
      });
    }),
  );

  app.get(
    `${VERSION}/restore`,
    forRight(context, 'rules', (c, caller) => askToReplace(context, c, caller, 200)),
  );

  app.post(
    `${VERSION}/restore`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const number = Number(c.req.param('version'));
      try {
        const { draft } = await bringBack(context, caller, c.req.param('card')!, {
          number,
          revision: textIn(given, 'revision'),
        });
        return c.redirect(`../../versions?${draft === null ? 'same' : 'restored'}=${number}`, 303);
      } catch (error) {
        // Somebody has changed the draft since: ask again, with the draft as it is now.
        if (!(error instanceof AppError) || error.code !== 'draft_changed') throw error;
        return askToReplace(context, c, caller, 409);
      }
    }),
  );
  return app;
}

function reader(texts: Texts, caller: Caller) {
  return { texts, nameOf: authorNames(texts, caller.email), zone: zoneOf(caller.account) };
}

/** A number of the query; absent where the query has none. */
function wholeIn(c: HonoContext, name: string): number | undefined {
  const text = c.req.query(name) ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** What the list says was just done; null: nothing. */
async function doneSentence(context: Context, c: HonoContext, templateId: number): Promise<string | null> {
  const { versions: words } = textsOf(c);
  const published = wholeIn(c, 'published');
  if (published !== undefined) {
    const { onPhones } = await context.store.templateCounts(templateId);
    return words.wasPublished(published, c.req.query('told') === '1', onPhones);
  }
  const restored = wholeIn(c, 'restored');
  if (restored !== undefined) return words.broughtBack(restored);
  const same = wholeIn(c, 'same');
  if (same !== undefined) return words.broughtBackSame(same);
  return c.req.query('discarded') === '1' ? words.wasDiscarded : null;
}

async function askToReplace(context: Context, c: HonoContext, caller: Caller, status: 200 | 409): Promise<Response> {
  const texts = textsOf(c);
  const number = Number(c.req.param('version'));
  const open = await openDraft(context, caller, c.req.param('card')!);
  const { snapshot, published, passConstructor, draft } = open;
  const [version] = await context.store.templateVersions(snapshot.template.id, { before: number + 1, count: 1 });
  if (version?.version !== number) throw new AppError('version_not_found');
  return answerCard(context, c, caller, snapshot, {
    tab: 'versions',
    title: texts.versions.replaceTitle(number),
    status,
    isAboutDraft: true,
    body: (
      <ReplaceDraft
        address={cardAddress(context, snapshot.template)}
        texts={texts}
        number={number}
        revision={open.revision}
        differences={draft === null ? [] : await differencesBetween(published, passConstructor, texts)}
      />
    ),
  });
}
