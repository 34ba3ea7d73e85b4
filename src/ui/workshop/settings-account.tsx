// The page of the account: name and language, the login, and the additional JSON.
import type { Texts } from '../texts/en/index.ts';
import { LANGUAGE_NAMES } from '../texts/language-names.ts';
import { Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

/** What the forms show: what was typed, else what is stored. */
export interface AccountForm {
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly timeZone: string;
  readonly additional: string;
}

interface AccountProps {
  readonly base: string;
  readonly texts: Texts;
  readonly form: AccountForm;
  readonly zones: readonly string[];
  readonly serverZone: string;
  /** Whether the person works with the account's own login, and not as a member. */
  readonly isOwnLogin: boolean;
  readonly notice: string | null;
  readonly fault: Fault | null;
}

export function AccountPage(props: AccountProps) {
  const { base, texts: all, notice, fault } = props;
  const texts = all.settingsAccount;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      <Profile {...props} />
      {props.isOwnLogin ? (
        <Login {...props} />
      ) : (
        <section class="panel" aria-labelledby="login">
          <h2 id="login">{texts.login}</h2>
          <p>
            {texts.notYours} <a href={`${base}/settings/me`}>{texts.myLogin}</a>
          </p>
        </section>
      )}
      <Additional {...props} />
    </SettingsFrame>
  );
}

function Profile({ base, texts: all, form, zones, serverZone, fault }: AccountProps) {
  const texts = all.settingsAccount;
  return (
    <form method="post" action={`${base}/settings/account/profile`} class="form">
      <h2>{texts.profile}</h2>
      <Entry
        name="name"
        label={texts.name}
        hint={texts.nameHint}
        fault={fault}
        control={(attributes) => (
          <input {...attributes} type="text" value={form.name} autocomplete="organization" dir="auto" required />
        )}
      />
      <Entry
        name="language"
        label={texts.language}
        hint={texts.languageHint}
        fault={fault}
        control={(attributes) => (
          <select {...attributes}>
            <option value="">{texts.ofBrowser}</option>
            {LANGUAGE_NAMES.map(([tag, name]) => (
              <option key={tag} value={tag} selected={tag === form.language} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        )}
      />
      <Entry
        name="timeZone"
        label={texts.zone}
        fault={fault}
        control={(attributes) => (
          <select {...attributes}>
            <option value="">{texts.ofServer(serverZone)}</option>
            {zones.map((zone) => (
              <option key={zone} selected={zone === form.timeZone}>
                {zone}
              </option>
            ))}
          </select>
        )}
      />
      <button type="submit" class="button">
        {all.settings.save}
      </button>
    </form>
  );
}

function Login({ base, texts: all, form, fault }: AccountProps) {
  const texts = all.settingsAccount;
  return (
    <form method="post" action={`${base}/settings/account/login`} class="form">
      <h2>{texts.login}</h2>
      <p>{texts.loginText}</p>
      <Entry
        name="email"
        label={texts.email}
        fault={fault}
        control={(attributes) => (
          <input
            {...attributes}
            type="email"
            value={form.email}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        )}
      />
      <Entry
        name="password"
        label={`${texts.password} (${all.settings.optional})`}
        hint={texts.passwordHint}
        fault={fault}
        control={(attributes) => <input {...attributes} type="password" autocomplete="new-password" />}
      />
      <Entry
        name="current"
        label={texts.current}
        hint={texts.currentHint}
        fault={fault}
        control={(attributes) => <input {...attributes} type="password" autocomplete="current-password" required />}
      />
      <button type="submit" class="button plain">
        {texts.changeLogin}
      </button>
    </form>
  );
}

const EXAMPLE = '{ "psDashboard": { "Our shop": "https://shop.example", "API": "docs" } }';

function Additional({ base, texts: all, form, fault }: AccountProps) {
  const texts = all.settingsAccount;
  return (
    <form method="post" action={`${base}/settings/account/additional`} class="form">
      <h2>{texts.additional}</h2>
      <p>{texts.additionalText}</p>
      <p class="quiet">
        {texts.additionalExample} <code lang="en">{EXAMPLE}</code>
      </p>
      <Entry
        name="additional"
        label={texts.additional}
        fault={fault}
        control={(attributes) => (
          <textarea {...attributes} rows={8} class="code" spellcheck={false} dir="ltr">
            {/* HTML drops a line break at the beginning, so add one. */}
            {`\n${form.additional}`}
          </textarea>
        )}
      />
      <button type="submit" class="button plain">
        {texts.saveAdditional}
      </button>
    </form>
  );
}
