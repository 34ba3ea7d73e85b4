// The pages of people: who works in the account, invitations, what each role may do, and the question
// before a person is removed.
import type { Child } from 'hono/jsx';
import type { Right, Role } from '../../operations/access/roles.ts';
import type { ListedInvitation, ListedMember, People } from '../../operations/people/people.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { SettingsBack } from './settings-parts.tsx';

/** What happened to the last form. */
export interface PeopleNotice {
  readonly sentence: string;
  /** What the mail server said; null: nothing, or all is well. */
  readonly exact: string | null;
}

/** The table of roles, from operations/access/roles.ts. */
export type RoleTable = readonly {
  readonly role: Role;
  /** What the role may do that the one before it may not. */
  readonly rights: readonly Right[];
}[];

interface PeopleProps {
  readonly base: string;
  readonly texts: Texts;
  readonly people: People;
  readonly table: RoleTable;
  /** The time zone of the page. */
  readonly zone: string;
  /** The e-mail address of whoever looks. */
  readonly email: string;
  readonly notice: PeopleNotice | null;
  /** An invitation that was refused. */
  readonly typed: { readonly email: string; readonly role: string };
  readonly fault: { readonly field: string; readonly message: Child } | null;
}

export function PeoplePage({ base, texts: all, people, table, zone, email, notice, typed, fault }: PeopleProps) {
  const { tag, people: texts, settings } = all;
  const roles = table.map(({ role }) => role);
  const parts = { base, texts, roles };
  return (
    <div class="stack">
      <SettingsBack base={base} texts={settings} />
      <h1>{texts.title}</h1>
      {notice !== null && (
        <p class={notice.exact === null ? 'notice' : 'notice unchanged'} role="status">
          {notice.sentence}
          {notice.exact !== null && (
            <>
              {' '}
              {texts.mailSaid} <span lang="en">{notice.exact}</span>
            </>
          )}
        </p>
      )}
      <p>{texts.intro}</p>
      <ul class="rows">
        <li class="person">
          <div>
            <strong>{people.owner}</strong>
            {email === people.owner && <> ({texts.you})</>}
            <p class="quiet">{texts.accountLogin}</p>
          </div>
          <span>{texts.roles.owner}</span>
        </li>
        {people.members.map((member) => (
          <MemberRow key={member.id} {...parts} member={member} isSelf={member.email === email} />
        ))}
      </ul>
      {people.invitations.length > 0 && (
        <section class="stack">
          <h2>{texts.invitations}</h2>
          <ul class="rows">
            {people.invitations.map((invitation) => (
              <InvitationRow key={invitation.id} {...parts} tag={tag} zone={zone} invitation={invitation} />
            ))}
          </ul>
        </section>
      )}
      <section class="stack">
        <h2 id="invite">{texts.invite}</h2>
        {fault !== null && (
          <Problems problem={null} faulty={[{ target: fault.field, fault: fault.message }]} texts={all.form} />
        )}
        <form method="post" action={`${base}/settings/people/invite`} class="form short" aria-labelledby="invite">
          <div class={fault?.field === 'email' ? 'field faulty' : 'field'}>
            <label for="email">{texts.email}</label>
            {fault?.field === 'email' && <p class="fault">{fault.message}</p>}
            <input id="email" name="email" type="email" required autocomplete="off" value={typed.email} />
          </div>
          <div class={fault?.field === 'role' ? 'field faulty' : 'field'}>
            <label for="role">{texts.inviteRole}</label>
            {fault?.field === 'role' && <p class="fault">{fault.message}</p>}
            <RoleSelect id="role" texts={texts} roles={roles} chosen={typed.role} />
          </div>
          <button type="submit" class="button">
            {texts.send}
          </button>
        </form>
      </section>
      <RightsOfRoles texts={texts} table={table} />
    </div>
  );
}

interface PartProps {
  readonly base: string;
  readonly texts: Texts['people'];
  readonly roles: readonly Role[];
}

function MemberRow({ base, texts, roles, member, isSelf }: PartProps & { member: ListedMember; isSelf: boolean }) {
  const { id, email, name, role } = member;
  const address = `${base}/settings/people/${id}`;
  return (
    <li class="person">
      <div>
        <strong dir="auto">{name}</strong>
        {isSelf && <> ({texts.you})</>}
        <p class="quiet">{email}</p>
      </div>
      <div class="tillActs">
        <form method="post" action={`${address}/role`}>
          <RoleSelect id={`role-${id}`} texts={texts} roles={roles} chosen={role} label={texts.role(name)} />
          <button type="submit" class="button plain" aria-label={`${texts.change}: ${name}`}>
            {texts.change}
          </button>
        </form>
        <a href={`${address}/remove`} class="button danger" aria-label={`${texts.remove}: ${name}`}>
          {texts.remove}
        </a>
      </div>
    </li>
  );
}

function InvitationRow(props: PartProps & { tag: string; zone: string; invitation: ListedInvitation }) {
  const { base, texts, tag, zone, invitation } = props;
  const { id, email, role, link, expiresAt, hasEnded } = invitation;
  return (
    <li class="person">
      <div>
        <strong>{email}</strong>
        <p class="quiet">
          {texts.roles[role]} ·{' '}
          {hasEnded ? (
            texts.ended
          ) : (
            <>
              {texts.until} <Moment at={expiresAt} tag={tag} zone={zone} />
            </>
          )}
        </p>
        {!hasEnded && (
          <p class="quiet">
            {texts.link} <code>{link}</code>
          </p>
        )}
      </div>
      <div class="tillActs">
        <form method="post" action={`${base}/settings/people/invite`}>
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="role" value={role} />
          <button type="submit" class="button plain" aria-label={`${texts.again}: ${email}`}>
            {texts.again}
          </button>
        </form>
        <form method="post" action={`${base}/settings/people/invitations/${id}/withdraw`}>
          <button type="submit" class="button danger" aria-label={`${texts.withdraw}: ${email}`}>
            {texts.withdraw}
          </button>
        </form>
      </div>
    </li>
  );
}

interface RoleSelectProps {
  readonly id: string;
  readonly texts: Texts['people'];
  readonly roles: readonly Role[];
  readonly chosen: string;
  readonly label?: string;
}

function RoleSelect({ id, texts, roles, chosen, label }: RoleSelectProps) {
  return (
    <select id={id} name="role" aria-label={label}>
      {roles.map((role) => (
        <option key={role} value={role} selected={role === chosen}>
          {texts.roles[role]}
        </option>
      ))}
    </select>
  );
}

function RightsOfRoles({ texts, table }: { texts: Texts['people']; table: RoleTable }) {
  return (
    <section class="stack">
      <h2>{texts.mayWhat}</h2>
      <dl class="rows roles">
        {table.map(({ role, rights }, position) => (
          <div key={role}>
            <dt>{texts.roles[role]}</dt>
            <dd>
              {position > 0 && <p class="quiet">{texts.allOf(texts.roles[table[position - 1]!.role])}</p>}
              <ul>
                {rights.map((right) => (
                  <li key={right}>{texts.rights[right]}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface RemovePersonProps {
  readonly base: string;
  readonly texts: Texts['people'];
  readonly member: { readonly id: number; readonly name: string };
  /** Whether the person could see keys. */
  readonly knowsKeys: boolean;
}

export function RemovePersonPage({ base, texts, member, knowsKeys }: RemovePersonProps) {
  return (
    <>
      <h1 dir="auto">{texts.removeTitle(member.name)}</h1>
      <p>{texts.removeText}</p>
      {knowsKeys && <p>{texts.removeKeys}</p>}
      <form method="post" action={`${base}/settings/people/${member.id}/remove`} class="tillActs">
        <button type="submit" class="button danger">
          {texts.removeYes}
        </button>
        <a href={`${base}/settings/people`} class="button plain">
          {texts.cancel}
        </a>
      </form>
    </>
  );
}
