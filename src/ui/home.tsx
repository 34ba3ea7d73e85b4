// The start page's two faces.
import type { Home } from '../operations/own-templates.ts';
import { barcodeImage } from './barcode.ts';

export function LoginForm({ base, email, error }: { base: string; email: string; error: string | null }) {
  const failed = error !== null;
  return (
    <main class="narrow">
      <h1>Log in to Passwright</h1>
      <form method="post" action={`${base}/login`} class="form">
        {failed && (
          <p class="error" role="alert" id="login-error">
            {error}
          </p>
        )}
        <label for="email">E-mail</label>
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
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          aria-describedby={failed ? 'login-error' : undefined}
          autofocus={failed}
        />
        <button type="submit" class="button">
          Log in
        </button>
      </form>
      <p class="quiet">The first start of the server printed the e-mail and password of the first account.</p>
      <p class="quiet">
        Writing a program? <a href={`${base}/docs`}>The API</a> says what to call.
      </p>
    </main>
  );
}

export function TemplateList({ root, base, home }: { root: string; base: string; home: Home }) {
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
      {home.templates.length === 0 ? <NoTemplates /> : <Templates home={home} />}
      <ScannerLinks root={root} clientHash={home.clientHash} />
      <section class="panel" aria-labelledby="api">
        <h2 id="api">For the API</h2>
        <p>
          Programs that make, scan and change your passes identify themselves with your clientHash. Keep it secret like
          a password; it changes when your e-mail address or password does. <a href={`${base}/docs`}>What to call</a>
        </p>
        <details>
          <summary>Show the clientHash</summary>
          <code>{home.clientHash}</code>
        </details>
      </section>
    </main>
  );
}

/** A phone that opens the link, or its picture, scans for the account without logging in. */
function ScannerLinks({ root, clientHash }: { root: string; clientHash: string }) {
  // Behind the #, which browsers send to no server.
  const link = `${root}/scanner#clientHash=${clientHash}`;
  return (
    <section class="panel home-scanner" aria-labelledby="scanner">
      <h2 id="scanner">Scanner</h2>
      <p>
        Scan passes in this browser, with its camera or a hand scanner. <a href={`${root}/scanner`}>Open the scanner</a>
      </p>
      <details>
        <summary>Set up another device</summary>
        <p>
          Whoever opens this link scans for your account and can do what programs can. Give it to your own devices only.
        </p>
        <img
          src={barcodeImage('PKBarcodeFormatQR', link, 'utf-8') ?? ''}
          alt="The link as a QR code"
          width="200"
          height="200"
        />
        <code>{link}</code>
      </details>
    </section>
  );
}

function NoTemplates() {
  return (
    <section class="panel">
      <h2>There is no template yet</h2>
      <p>
        A template says what a pass looks like and what happens to it. Send one to the API function{' '}
        <code>insertUpdateTemplate</code>; it then appears here with the link that makes passes from it.
      </p>
    </section>
  );
}

function Templates({ home }: { home: Home }) {
  return (
    <ul class="cards">
      {home.templates.map((template) => (
        <li key={template.hash} class="panel">
          <h2 dir="auto" id={`name-${template.hash}`}>
            {template.name}
          </h2>
          <p class="quiet">
            {template.passes === 1 ? '1 pass' : `${template.passes} passes`}
            {template.triggersPaused && ' · triggers are paused'}
          </p>
          <p class="action">
            <a
              class="button"
              href={template.link}
              id={`create-${template.hash}`}
              aria-labelledby={`create-${template.hash} name-${template.hash}`}
            >
              Create a pass
            </a>
          </p>
          {template.exportLink !== null && (
            <p>
              <a
                href={template.exportLink}
                id={`export-${template.hash}`}
                aria-labelledby={`export-${template.hash} name-${template.hash}`}
              >
                Export data
              </a>
              {template.passes > 1000 && (
                <span class="quiet"> The first 1000 passes; add &amp;start=1000 to the address for the next.</span>
              )}
            </p>
          )}
          <details>
            <summary>Link to share</summary>
            <p>Everyone who opens this link gets a pass of their own.</p>
            <code>{template.link}</code>
            <p>With this one they fill in a form first, when the template has fields that holders may edit.</p>
            <code>{template.registerLink}</code>
            <p>The templateHash for the API:</p>
            <code>{template.hash}</code>
          </details>
        </li>
      ))}
    </ul>
  );
}
