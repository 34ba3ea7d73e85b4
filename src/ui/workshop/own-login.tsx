// The forms of one's own login: joining by an invitation, and changing name, language and password.
import type { Child } from 'hono/jsx';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { SettingsBack } from './settings-parts.tsx';

/** What is wrong with a form, and with which field. */
export interface FormFault {
  readonly field: string;
  readonly message: Child;
}

interface JoinProps {
  readonly texts: Texts;
  /** The name of the account. */
  readonly account: string;
  readonly email: string;
  readonly role: keyof Texts['people']['roles'];
  readonly action: string;
  readonly name: string;
  readonly fault: FormFault | null;
}

export function JoinPage({ texts: all, account, email, role, action, name, fault }: JoinProps) {
  const { people: texts, form } = all;
  return (
    <main class="narrow">
      <h1 dir="auto">{texts.joinTitle(account)}</h1>
      <p>{texts.joinText(email, texts.roles[role])}</p>
      {fault !== null && <Faults fault={fault} texts={form} />}
      <form method="post" action={action} class="form short">
        {/* Password managers store the password with this address. */}
        <input type="hidden" name="username" autocomplete="username" value={email} />
        <Line
          id="name"
          label={texts.name}
          fault={fault}
          input={{ autocomplete: 'name', value: name, maxlength: 100 }}
        />
        <Line
          id="password"
          label={texts.password}
          hint={texts.passwordHint}
          fault={fault}
          input={{ type: 'password', autocomplete: 'new-password', minlength: 8 }}
        />
        <button type="submit" class="button">
          {texts.join}
        </button>
      </form>
    </main>
  );
}

interface OwnLoginProps {
  readonly base: string;
  readonly texts: Texts;
  readonly email: string;
  readonly role: keyof Texts['people']['roles'];
  /** Null: the account's own login, which is changed with the account. */
  readonly member: { readonly name: string; readonly language: string | null } | null;
  /** Tag and name of each language of the pages. */
  readonly languages: readonly (readonly [tag: string, name: string])[];
  readonly notice: string | null;
  readonly fault: FormFault | null;
}

export function OwnLoginPage({ base, texts: all, email, role, member, languages, notice, fault }: OwnLoginProps) {
  const { people: texts, form, settings } = all;
  return (
    <div class="stack">
      <SettingsBack base={base} texts={settings} />
      <h1>{texts.meTitle}</h1>
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <p>{texts.meRole(email, texts.roles[role])}</p>
      {fault !== null && <Faults fault={fault} texts={form} />}
      {member === null ? (
        <p>
          {texts.ownerText} <a href={`${base}/settings/account`}>{texts.toAccount}</a>
        </p>
      ) : (
        <>
          <form method="post" action={`${base}/settings/me`} class="form short">
            <Line
              id="name"
              label={texts.name}
              fault={fault}
              input={{ autocomplete: 'name', value: member.name, maxlength: 100 }}
            />
            <div class="field">
              <label for="language">{texts.language}</label>
              <select id="language" name="language">
                <option value="">{texts.languageOfBrowser}</option>
                {languages.map(([tag, name]) => (
                  <option key={tag} value={tag} lang={tag} selected={tag === member.language}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
            <button type="submit" class="button">
              {texts.save}
            </button>
          </form>
          <h2 id="password-title">{texts.passwordTitle}</h2>
          <form
            method="post"
            action={`${base}/settings/me/password`}
            class="form short"
            aria-labelledby="password-title"
          >
            <input type="hidden" name="username" autocomplete="username" value={email} />
            <Line
              id="present"
              label={texts.present}
              fault={fault}
              input={{ type: 'password', autocomplete: 'current-password' }}
            />
            <Line
              id="password"
              label={texts.newPassword}
              hint={texts.passwordHint}
              fault={fault}
              input={{ type: 'password', autocomplete: 'new-password', minlength: 8 }}
            />
            <button type="submit" class="button plain">
              {texts.passwordSave}
            </button>
          </form>
        </>
      )}
    </div>
  );
}

function Faults({ fault, texts }: { fault: FormFault; texts: Texts['form'] }) {
  return <Problems problem={null} faulty={[{ target: fault.field, fault: fault.message }]} texts={texts} />;
}

interface LineProps {
  /** The name of the value too. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly fault: FormFault | null;
  readonly input: {
    readonly type?: string;
    readonly autocomplete: string;
    readonly value?: string;
    readonly minlength?: number;
    readonly maxlength?: number;
  };
}

function Line({ id, label, hint, fault, input }: LineProps) {
  const isFaulty = fault?.field === id;
  const notes = [...(hint === undefined ? [] : [`${id}-hint`]), ...(isFaulty ? [`${id}-fault`] : [])];
  return (
    <div class={isFaulty ? 'field faulty' : 'field'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isFaulty && (
        <p class="fault" id={`${id}-fault`}>
          {fault.message}
        </p>
      )}
      <input
        id={id}
        name={id}
        required
        dir="auto"
        {...input}
        aria-invalid={isFaulty ? 'true' : undefined}
        aria-describedby={notes.length === 0 ? undefined : notes.join(' ')}
      />
    </div>
  );
}
