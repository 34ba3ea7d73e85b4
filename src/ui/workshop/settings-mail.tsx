// The page of the mail server: where mails leave, a test mail with what the server answered, and the
// language of mails.
import type { MailServerInput, MailSetup } from '../../operations/server/mail-server.ts';
import type { Texts } from '../texts/en/index.ts';
import { LANGUAGE_NAMES } from '../texts/language-names.ts';
import { Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

/** The result of a test mail: whom it went to, or what the mail server answered. */
export type TestResult = { readonly isSent: true } | { readonly isSent: false; readonly answer: string };

interface MailProps {
  readonly base: string;
  readonly texts: Texts;
  readonly setup: MailSetup;
  /** What the form shows: what was typed, else what is stored. */
  readonly form: MailServerInput;
  readonly email: string;
  readonly language: string | null;
  /** Whether there is any mail server. */
  readonly canMail: boolean;
  readonly notice: string | null;
  readonly fault: Fault | null;
  readonly test: TestResult | null;
}

export function MailPage(props: MailProps) {
  const { base, texts: all, setup, canMail, notice, fault, email, language } = props;
  const texts = all.settingsMail;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      <p>{texts.why}</p>
      <Result {...props} />
      {setup.environment !== null && (
        <p class="panel" dir="auto">
          {texts.fromEnvironment(setup.environment.host, setup.environment.from)}
        </p>
      )}
      {setup.environment === null && !setup.maySet && <p class="panel">{texts.ofOperator}</p>}
      {!canMail && <p class="error">{texts.none}</p>}
      {canMail && (
        <form method="post" action={`${base}/settings/mail/test`} class="form">
          <h2>{texts.testTitle}</h2>
          <p dir="auto">{texts.testText(email)}</p>
          <button type="submit" class="button">
            {texts.test}
          </button>
        </form>
      )}
      {setup.maySet && <ServerForm {...props} />}
      <form method="post" action={`${base}/settings/mail/language`} class="form">
        <Entry
          name="language"
          label={texts.language}
          hint={texts.languageText}
          fault={fault}
          control={(attributes) => (
            <select {...attributes}>
              <option value="">{texts.ofBrowser}</option>
              {LANGUAGE_NAMES.map(([tag, name]) => (
                <option key={tag} value={tag} selected={tag === language} lang={tag}>
                  {name}
                </option>
              ))}
            </select>
          )}
        />
        <button type="submit" class="button plain">
          {all.settings.save}
        </button>
        <p>
          <a href={`${base}/settings/mail/preview`}>{texts.preview}</a>
        </p>
      </form>
    </SettingsFrame>
  );
}

function Result({ texts: all, test, email }: MailProps) {
  const texts = all.settingsMail;
  if (test === null) return null;
  if (test.isSent) {
    return (
      <p class="notice" role="status" dir="auto">
        {texts.testSent(email)}
      </p>
    );
  }
  return (
    <div class="error" role="alert">
      <p>{texts.testFailed}</p>
      <code dir="ltr">{test.answer}</code>
    </div>
  );
}

function ServerForm({ base, texts: all, setup, form, fault, canMail }: MailProps) {
  const texts = all.settingsMail;
  const line = (name: keyof MailServerInput, label: string, hint: string | undefined, more: object = {}) => (
    <Entry
      name={name}
      label={label}
      {...(hint === undefined ? {} : { hint })}
      fault={fault}
      control={(attributes) => (
        <input {...attributes} type="text" value={form[name]} autocomplete="off" autocapitalize="none" {...more} />
      )}
    />
  );
  const hasPassword = setup.stored !== null && setup.stored.user !== '';
  return (
    <form method="post" action={`${base}/settings/mail`} class="form">
      <h2>{texts.server}</h2>
      <p>{texts.serverText}</p>
      {line('host', texts.host, texts.hostHint, { spellcheck: false, required: true })}
      <Entry
        name="security"
        label={texts.security}
        fault={fault}
        control={(attributes) => (
          <select {...attributes}>
            {(['tls', 'starttls', 'offered'] as const).map((security) => (
              <option key={security} value={security} selected={security === form.security}>
                {texts.securities[security]}
              </option>
            ))}
          </select>
        )}
      />
      {line('port', texts.port, undefined, { inputmode: 'numeric', required: true })}
      {line('user', `${texts.user} (${all.settings.optional})`, undefined, { spellcheck: false })}
      <Entry
        name="password"
        label={`${texts.password} (${all.settings.optional})`}
        hint={`${hasPassword ? `${texts.passwordKept} ` : ''}${texts.passwordHint}`}
        fault={fault}
        control={(attributes) => <input {...attributes} type="password" autocomplete="new-password" />}
      />
      {line('from', texts.from, texts.fromHint, { type: 'email', required: true })}
      <button type="submit" class={canMail ? 'button plain' : 'button'}>
        {all.settings.save}
      </button>
      {setup.stored !== null && (
        <p>
          <a class="button text" href={`${base}/settings/mail/remove`}>
            {texts.remove}
          </a>
        </p>
      )}
    </form>
  );
}
