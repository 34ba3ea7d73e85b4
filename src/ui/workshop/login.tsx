// The login form.
import type { Texts } from '../texts/en/index.ts';

interface LoginProps {
  readonly base: string;
  /** False: the page of a whitelabelled account, which does not name the server. */
  readonly named: boolean;
  readonly texts: Texts['login'];
  readonly email: string;
  readonly error: string | null;
  /** The page to go on to; null for the start page. */
  readonly next: string | null;
  /** The account whose brand the page has, as the link named it; null: none. */
  readonly clientId: string | null;
}

export function LoginForm({ base, named, texts, email, error, next, clientId }: LoginProps) {
  const failed = error !== null;
  return (
    <main class="narrow">
      <h1>{named ? texts.heading : texts.title}</h1>
      <form method="post" action={`${base}/login`} class="form">
        {next !== null && <input type="hidden" name="next" value={next} />}
        {clientId !== null && <input type="hidden" name="clientId" value={clientId} />}
        {failed && (
          <p class="error" role="alert" id="login-error">
            {error}
          </p>
        )}
        <div class="field">
          <label for="email">{texts.email}</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            value={email}
            aria-describedby={failed ? 'login-error' : undefined}
            autofocus={!failed}
          />
        </div>
        <div class="field">
          <label for="password">{texts.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            aria-describedby={failed ? 'login-error' : undefined}
            autofocus={failed}
          />
        </div>
        <button type="submit" class="button">
          {texts.submit}
        </button>
      </form>
      {named && (
        <>
          <p class="quiet">{texts.firstStart}</p>
          <p class="quiet">
            {texts.forPrograms} <a href={`${base}/docs`}>{texts.api}</a>
          </p>
        </>
      )}
    </main>
  );
}
