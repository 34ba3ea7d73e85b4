// The start page: the login form, or the owner's templates.
import type { Home } from '../../operations/templates/own-templates.ts';
import { barcodeImage } from '../barcode.ts';
import { TestPasses } from '../test-pass.tsx';
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
}

export function LoginForm({ base, named, texts, email, error, next }: LoginProps) {
  const failed = error !== null;
  return (
    <main class="narrow">
      <h1>{named ? texts.heading : texts.title}</h1>
      <form method="post" action={`${base}/login`} class="form">
        {next !== null && <input type="hidden" name="next" value={next} />}
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

interface HomeProps {
  readonly root: string;
  readonly base: string;
  readonly texts: Texts;
  readonly home: Home;
  /** False: the page does not say what made it. */
  readonly named: boolean;
}

export function TemplateList({ root, base, texts: all, home, named }: HomeProps) {
  const { home: texts } = all;
  return (
    <>
      <h1>{texts.title}</h1>
      {home.makesTestPasses && <TestPasses texts={all.certificate} account={named ? home.email : null} />}
      {home.templates.length === 0 ? <NoTemplates texts={texts} /> : <Templates texts={texts} home={home} />}
      <ScannerLinks root={root} texts={texts} clientHash={home.clientHash} />
      {home.clientHash !== null && (
        <section class="panel" aria-labelledby="api">
          <h2 id="api">{texts.api}</h2>
          <p>
            {texts.apiText} <a href={`${base}/docs`}>{texts.whatToCall}</a>
          </p>
          <details>
            <summary>{texts.showHash}</summary>
            <code>{home.clientHash}</code>
          </details>
        </section>
      )}
    </>
  );
}

/** Shows a link that lets a phone scan for the account without a login, also as a barcode. */
function ScannerLinks(props: { root: string; texts: Texts['home']; clientHash: string | null }) {
  const { root, texts, clientHash } = props;
  // Put the clientHash behind the #, which browsers send to no server.
  const link = `${root}/scanner#clientHash=${clientHash}`;
  return (
    <section class="panel home-scanner" aria-labelledby="scanner">
      <h2 id="scanner">{texts.scanner}</h2>
      <p>
        {texts.scannerText} <a href={`${root}/scanner`}>{texts.openScanner}</a>
      </p>
      {clientHash !== null && (
        <details>
          <summary>{texts.otherDevice}</summary>
          <p>{texts.otherDeviceText}</p>
          <img
            src={barcodeImage('PKBarcodeFormatQR', link, 'utf-8') ?? ''}
            alt={texts.otherDeviceAlt}
            width="200"
            height="200"
          />
          <code>{link}</code>
        </details>
      )}
    </section>
  );
}

function NoTemplates({ texts }: { texts: Texts['home'] }) {
  const name = 'insertUpdateTemplate';
  const [before, after] = texts.noTemplatesText(name).split(name);
  return (
    <section class="panel">
      <h2>{texts.noTemplates}</h2>
      <p>
        {before}
        <code>{name}</code>
        {after}
      </p>
    </section>
  );
}

function Exports({ template, texts }: { template: Home['templates'][number]; texts: Texts['home'] }) {
  const { exports, hash } = template;
  const [only, ...others] = exports;
  if (only === undefined) return null;
  const labelled = (id: string) => ({ id, 'aria-labelledby': `${id} name-${hash}` });
  if (others.length === 0) {
    return (
      <p>
        <a href={only.link} {...labelled(`export-${hash}`)}>
          {texts.exportData}
        </a>
      </p>
    );
  }
  return (
    <details>
      <summary>{texts.exportData}</summary>
      <p>{texts.exportParts}</p>
      <ul class="plainList">
        {exports.map(({ link, first, last }) => (
          <li key={first}>
            <a href={link} {...labelled(`export-${hash}-${first}`)}>
              {texts.exportPart(first, last)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Templates({ texts, home }: { texts: Texts['home']; home: Home }) {
  return (
    <ul class="cards">
      {home.templates.map((template) => (
        <li key={template.hash} class="panel">
          <h2 dir="auto" id={`name-${template.hash}`}>
            {template.name}
          </h2>
          <p class="quiet">
            {texts.passes(template.passes)}
            {template.triggersPaused && ` · ${texts.paused}`}
          </p>
          <p class="action">
            <a
              class="button"
              href={template.link}
              id={`create-${template.hash}`}
              aria-labelledby={`create-${template.hash} name-${template.hash}`}
            >
              {texts.create}
            </a>
          </p>
          <Exports template={template} texts={texts} />
          <details>
            <summary>{texts.link}</summary>
            <p>{texts.linkText}</p>
            <code>{template.link}</code>
            <p>{texts.formText}</p>
            <code>{template.registerLink}</code>
            <p>{texts.templateHash}</p>
            <code>{template.hash}</code>
          </details>
        </li>
      ))}
    </ul>
  );
}
