// The start page's two faces.
import type { Home } from '../operations/own-templates.ts';

export function LoginForm({ base, email, error }: { base: string; email: string; error: string | null }) {
  return (
    <main class="narrow">
      <h1>Passwright</h1>
      <form method="post" action={`${base}/login`} class="form">
        {error !== null && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" required value={email} />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button type="submit" class="button">
          Log in
        </button>
      </form>
      <p class="quiet">The first start of the server printed the e-mail and password of the first account.</p>
    </main>
  );
}

export function TemplateList({ base, home }: { base: string; home: Home }) {
  return (
    <main class="wide">
      <header class="bar">
        <h1>Templates</h1>
        <form method="post" action={`${base}/logout`}>
          <span class="quiet">{home.email}</span>
          <button type="submit" class="button plain">
            Log out
          </button>
        </form>
      </header>
      {home.templates.length === 0 ? (
        <p>
          There is no template yet. Make one with <code>insertUpdateTemplate</code>.
        </p>
      ) : (
        <ul class="cards">
          {home.templates.map((template) => (
            <li key={template.hash}>
              <h2>{template.name}</h2>
              <p class="quiet">
                {template.passes === 1 ? '1 pass' : `${template.passes} passes`}
                {template.triggersPaused && ' · triggers are paused'}
              </p>
              <p>
                <a class="button" href={template.link}>
                  Create a pass
                </a>
              </p>
              <details>
                <summary>Template hash</summary>
                <code>{template.hash}</code>
              </details>
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>clientHash for the API (keep it secret)</summary>
        <code>{home.clientHash}</code>
      </details>
    </main>
  );
}
