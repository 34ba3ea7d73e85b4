// Serves /settings/people: who works in the account, invitations, roles, removal.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { codeOf } from '../../operations/access/link-codes.ts';
import { ALL_RIGHTS, RIGHTS, ROLES } from '../../operations/access/roles.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import {
  changeRole,
  type Invited,
  invitePerson,
  knowsKeys,
  listPeople,
  removePerson,
  requireMember,
  withdrawInvitation,
} from '../../operations/people/people.ts';
import { renderInvitation } from '../../ui/invitation-mail.tsx';
import { type PeopleNotice, PeoplePage, RemovePersonPage, type RoleTable } from '../../ui/workshop/people.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { faultSentence } from './fault-words.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const TABLE: RoleTable = ROLES.map((role) => ({
  role,
  rights: ALL_RIGHTS.filter((right) => RIGHTS[right] === role),
}));

const PATH = '/settings/people';

/** What the query says about the last form: a redirect shows the page after it. */
const DONE = ['role', 'removed', 'withdrawn'] as const;

/** How much the address of the next page says about a mail that failed, in UTF-16 units. */
const REASON_SHOWN = 300;

interface Shown {
  readonly notice: PeopleNotice | null;
  readonly typed: { readonly email: string; readonly role: string };
  readonly error: AppError | null;
}

const UNTYPED = { email: '', role: 'counter' };

export function peopleRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const back = (c: HonoContext, done: (typeof DONE)[number]) =>
    c.redirect(`${pagePath(context, PATH)}?done=${done}`, 303);

  const page = async (c: HonoContext, caller: Caller, { notice, typed, error }: Shown) => {
    const texts = textsOf(c);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.people.title,
      status: error === null ? 200 : pageStatus(error),
      body: (
        <PeoplePage
          base={base}
          texts={texts}
          people={await listPeople(context, caller)}
          table={TABLE}
          zone={zoneOf(caller.account)}
          email={caller.email}
          notice={notice}
          typed={typed}
          fault={error && { field: error.field ?? 'email', message: faultSentence(error, texts, texts.people.faults) }}
        />
      ),
    });
  };

  app.get(
    PATH,
    forRight(context, 'people', async (c, caller) => {
      const notice = (await invitedNotice(context, c, caller)) ?? noticeOf(c);
      return page(c, caller, { notice, typed: UNTYPED, error: null });
    }),
  );

  app.post(
    `${PATH}/invite`,
    forRight(context, 'people', async (c, caller) => {
      const { email, role } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const typed = { email: String(email ?? ''), role: String(role ?? '') };
      try {
        const invited = await invitePerson(context, caller, typed, renderInvitation(textsOf(c)));
        return c.redirect(`${pagePath(context, PATH)}?${invitedQuery(context, invited)}`, 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.field === undefined) throw error;
        return page(c, caller, { notice: null, typed, error });
      }
    }),
  );

  app.post(
    `${PATH}/invitations/:invitation/withdraw`,
    forRight(context, 'people', async (c, caller) => {
      await withdrawInvitation(context, caller, numberIn(c, 'invitation'));
      return back(c, 'withdrawn');
    }),
  );

  app.post(
    `${PATH}/:member/role`,
    forRight(context, 'people', async (c, caller) => {
      const { role } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const { id } = await changeRole(context, caller, numberIn(c, 'member'), String(role ?? ''));
      // Whoever gave up the own right sees the own login instead.
      if (caller.member?.id === id) return c.redirect(pagePath(context, '/settings/me'), 303);
      return back(c, 'role');
    }),
  );

  app.get(
    `${PATH}/:member/remove`,
    forRight(context, 'people', async (c, caller) => {
      const { people: texts } = textsOf(c);
      const member = await requireMember(context, caller, numberIn(c, 'member'));
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: texts.removeTitle(member.name),
        body: <RemovePersonPage base={base} texts={texts} member={member} knowsKeys={knowsKeys(member)} />,
      });
    }),
  );

  app.post(
    `${PATH}/:member/remove`,
    forRight(context, 'people', async (c, caller) => {
      await removePerson(context, caller, numberIn(c, 'member'));
      return back(c, 'removed');
    }),
  );
  return app;
}

/** The number in the address; one of nobody for a text that is no number. */
function numberIn(c: HonoContext, parameter: string): number {
  const text = c.req.param(parameter) ?? '';
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0;
}

/**
 * Says to the next page who was invited, and why no mail went out: sealed, because the page shows what
 * stands in its address, and only this server may write that.
 */
function invitedQuery(context: Context, { id, mailError }: Invited): URLSearchParams {
  if (mailError === null) return new URLSearchParams({ invited: String(id) });
  const reason = mailError.slice(0, REASON_SHOWN);
  const seal = codeOf(context, 'mail error', `${id} ${reason}`);
  return new URLSearchParams({ invited: String(id), reason, seal });
}

/** Null: the address names no invitation, or one that is gone. */
async function invitedNotice(context: Context, c: HonoContext, caller: Caller): Promise<PeopleNotice | null> {
  const { invited = '', reason, seal } = c.req.query();
  if (!/^[1-9]\d{0,14}$/.test(invited)) return null;
  const invitation = await context.store.invitationById(caller.account.id, Number(invited));
  if (invitation === null) return null;
  const { sent, notSent } = textsOf(c).people;
  if (reason === undefined) return { sentence: sent(invitation.email), exact: null };
  const isOurs = seal === codeOf(context, 'mail error', `${invited} ${reason}`);
  return { sentence: notSent(invitation.email), exact: isOurs ? reason : null };
}

function noticeOf(c: HonoContext): PeopleNotice | null {
  const { people: texts } = textsOf(c);
  const done = DONE.find((known) => known === c.req.query('done'));
  if (done === undefined) return null;
  const sentence = done === 'withdrawn' ? texts.withdrawn : done === 'removed' ? texts.removed : texts.saved;
  return { sentence, exact: null };
}
