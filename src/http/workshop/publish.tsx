// Serves the page that publishes a card's draft, and the page that throws the draft away.
import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { drawnOrNull, viewProgram } from '../../operations/files/view-template.ts';
import { urlOfImage } from '../../operations/images.ts';
import { differencesBetween } from '../../operations/templates/compare-versions.ts';
import { discardDraft, LONGEST_NOTE, openDraft, publishDraft } from '../../operations/templates/drafts.ts';
import { publishView, renewDraft } from '../../operations/templates/publish-view.ts';
import { checkConstructor } from '../../operations/templates/stored-checks.ts';
import { DiscardPage, PublishPage, type TypedPublish } from '../../ui/workshop/publish.tsx';
import { DrawnVersion } from '../../ui/workshop/versions.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { authorNames } from './author-name.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { draftConflict } from './draft-conflict.ts';
import { textIn } from './form-texts.ts';
import { forRight } from './signed-in.tsx';

/** What the page says after a form, by the query of its address. */
const DONE = ['renewed'] as const;

interface Shown {
  readonly status: ContentfulStatusCode;
  readonly typed: TypedPublish;
  readonly problem: { readonly message: string; readonly field: string | null } | null;
}

const UNTOUCHED: Shown = { status: 200, typed: { note: '', notice: false, replace: false }, problem: null };

export function publishRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/publish`,
    forRight(context, 'rules', (c, caller) => page(context, c, caller, UNTOUCHED)),
  );

  app.post(
    `${CARD}/publish`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const card = c.req.param('card')!;
      const typed = { note: textIn(given, 'note'), notice: given.notice === '1', replace: given.replace === '1' };
      const revision = textIn(given, 'revision');
      try {
        // Without the box, only the version from which the draft began may be replaced.
        const seen = typed.replace ? Number(textIn(given, 'seen')) : undefined;
        const { version } = await publishDraft(context, caller, card, {
          revision,
          seen,
          note: typed.note,
          notice: typed.notice,
          overrule: given.overrule === '1',
        });
        return c.redirect(`versions?published=${version}${typed.notice ? '&told=1' : ''}`, 303);
      } catch (error) {
        return refused(context, c, caller, { error, typed, revision });
      }
    }),
  );

  app.post(
    `${CARD}/publish/renew`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const revision = textIn(given, 'revision');
      try {
        await renewDraft(context, caller, c.req.param('card')!, revision);
      } catch (error) {
        return refused(context, c, caller, { error, typed: UNTOUCHED.typed, revision });
      }
      return c.redirect('../publish?done=renewed', 303);
    }),
  );

  app.get(
    `${CARD}/discard`,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const open = await openDraft(context, caller, c.req.param('card')!);
      const { snapshot, published, passConstructor } = open;
      const differences = open.draft === null ? [] : await differencesBetween(published, passConstructor, texts);
      const address = cardAddress(context, snapshot.template);
      return answerCard(context, c, caller, snapshot, {
        tab: 'versions',
        title: texts.versions.discardTitle,
        isAboutDraft: true,
        body: <DiscardPage {...{ address, texts, open, differences }} pictureOf={pictureOf(context)} />,
      });
    }),
  );

  app.post(
    `${CARD}/discard`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const revision = textIn(given, 'revision');
      try {
        await discardDraft(context, caller, c.req.param('card')!, revision);
      } catch (error) {
        return refused(context, c, caller, { error, typed: UNTOUCHED.typed, revision });
      }
      return c.redirect('versions?discarded=1', 303);
    }),
  );
  return app;
}

/** The address of a picture by its content hash, on this server. */
export function pictureOf(context: Context): (hash: string) => string {
  return (hash) => new URL(urlOfImage(context, hash)).pathname;
}

interface Refused {
  readonly error: unknown;
  readonly typed: TypedPublish;
  readonly revision: string;
}

/** The page again, with what was typed and why nothing was done. */
async function refused(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { error, typed, revision }: Refused,
): Promise<Response> {
  if (!(error instanceof AppError)) throw error;
  const { versions: words } = textsOf(c);
  const reader = { texts: textsOf(c), you: caller.email, zone: zoneOf(caller.account) };
  const conflict = draftConflict(context, error, reader);
  if (conflict !== null) {
    // The draft is as the form had it, so others have published a version that the form did not show.
    const isSameDraft = error.beside.revision === revision;
    const problem = isSameDraft && !typed.replace ? { message: words.replaceMissing, field: 'replace' } : null;
    return page(context, c, caller, {
      status: pageStatus(error),
      typed: { ...typed, replace: false },
      problem: problem ?? { message: conflict, field: null },
    });
  }
  if (error.code === 'checks_failed') {
    const problem = { message: textsOf(c).checks.overruleMissing, field: 'overrule' };
    return page(context, c, caller, { status: pageStatus(error), typed, problem });
  }
  const isNote = error.field === 'note';
  if (!isNote && error.code !== 'template_invalid') throw error;
  const message = isNote ? words.noteTooLong(LONGEST_NOTE) : words.errors;
  return page(context, c, caller, {
    status: pageStatus(error),
    typed,
    problem: { message, field: isNote ? 'note' : null },
  });
}

async function page(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { status, typed, problem }: Shown,
): Promise<Response> {
  const texts = textsOf(c);
  const view = await publishView(context, caller, c.req.param('card')!, texts);
  const { open, program } = view;
  const { snapshot } = open;
  const done = DONE.find((kind) => kind === c.req.query('done'));
  const checks = program === null ? [] : await checkConstructor(context, snapshot, open.passConstructor);
  const drawing = program === null ? null : await drawnOrNull(viewProgram(context, snapshot, program, null));
  return answerCard(context, c, caller, snapshot, {
    tab: 'versions',
    title: texts.versions.publishTitle,
    status,
    isAboutDraft: true,
    ...(program === null
      ? {}
      : { drawing: <DrawnVersion {...{ texts, view: drawing }} caption={texts.versions.after} /> }),
    body: (
      <PublishPage
        address={cardAddress(context, snapshot.template)}
        nameOf={authorNames(texts, caller.email)}
        longestNote={LONGEST_NOTE}
        done={done === undefined ? null : texts.versions[done]}
        pictureOf={pictureOf(context)}
        checks={checks}
        {...{ texts, view, typed, problem }}
      />
    ),
  });
}
