// The scanner's page. It is the same for everybody, so that a device may store it; the script asks
// who scans, and finds elements by their ids (../browser/scanner/).
import type { Texts } from './texts/en/index.ts';

type ScannerTexts = Texts['scanner'];

interface ScannerHeadProps {
  readonly description: string;
  readonly script: string;
  readonly manifest: string;
  readonly touchIcon: string;
}

/** The tags that make the page an app to install, and the script. */
export function ScannerHead({ description, script, manifest, touchIcon }: ScannerHeadProps) {
  return (
    <>
      <meta name="description" content={description} />
      <link rel="apple-touch-icon" href={touchIcon} />
      <link rel="manifest" href={manifest} />
      <script type="module" src={script} />
    </>
  );
}

interface ScannerPageProps {
  readonly base: string;
  /** The address of the login form that leads back here. */
  readonly signIn: string;
  readonly texts: ScannerTexts;
}

export function ScannerPage({ base, signIn, texts }: ScannerPageProps) {
  return (
    <>
      <main class="scanner" id="scanner" data-base={base} data-words={JSON.stringify(texts.words)} data-camera="off">
        <header class="bar">
          <h1>{texts.title}</h1>
          <a id="home" href={`${base}/`}>
            {texts.home}
          </a>
        </header>
        <noscript>
          <p class="error">{texts.needsScript}</p>
        </noscript>
        <p class="scanner-account">
          <span id="account" role="status" />
          <a id="sign-in" href={signIn} hidden>
            {texts.logIn}
          </a>
        </p>
        <p id="waiting" class="scanner-waiting" role="status" hidden />
        <p id="notice" class="scanner-notice" role="status" hidden />
        <Camera texts={texts} />
        <fieldset id="modes" class="scanner-modes">
          <legend>{texts.mode}</legend>
          {Object.entries(texts.modes).map(([mode, name]) => (
            <label key={mode}>
              <input type="radio" name="mode" value={mode} checked={mode === 'scan'} />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <fieldset id="amounts" class="scanner-modes scanner-amounts" hidden>
          <legend>{texts.amount}</legend>
          {[1, 2, 3, 4, 5].map((amount) => (
            <label key={amount}>
              <input type="radio" name="amount" value={amount} checked={amount === 1} />
              <span>{amount}</span>
            </label>
          ))}
        </fieldset>
        <form id="manual" class="scanner-typed">
          <label for="code">{texts.typed}</label>
          <div>
            <input
              id="code"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              enterkeyhint="go"
              aria-describedby="code-help"
            />
            <button type="submit" class="button">
              {texts.submit}
            </button>
          </div>
          <p class="quiet" id="code-help">
            {texts.typedHelp}
          </p>
        </form>
        <form id="find" class="scanner-typed" hidden>
          <label for="find-text">{texts.find}</label>
          <div>
            <input id="find-text" type="search" autocomplete="off" enterkeyhint="search" dir="auto" />
            <button type="submit" class="button plain">
              {texts.findSubmit}
            </button>
          </div>
          <p class="quiet" id="find-note" role="status" />
          <ul id="found" class="scanner-found" />
        </form>
        <section class="panel" aria-labelledby="recent-title">
          <h2 id="recent-title">{texts.recent}</h2>
          <p id="recent-none" class="quiet">
            {texts.recentNone}
          </p>
          <ol id="recent" class="scanner-recent" />
        </section>
        <Settings texts={texts} />
      </main>
      <Result base={base} texts={texts} />
    </>
  );
}

function Camera({ texts }: { texts: ScannerTexts }) {
  return (
    <section class="scanner-camera" aria-label={texts.camera}>
      <video id="video" playsinline muted aria-label={texts.camera} />
      <p id="camera-note" role="alert" />
      <div>
        <button type="button" id="camera-switch" class="button">
          {texts.words.cameraStart}
        </button>
        <button type="button" id="torch" class="button" aria-pressed="false" hidden>
          {texts.torch}
        </button>
      </div>
    </section>
  );
}

function Settings({ texts }: { texts: ScannerTexts }) {
  return (
    <details id="settings" class="panel scanner-settings">
      <summary>{texts.settings}</summary>
      <form id="settings-form">
        <label for="client-hash">{texts.clientHash}</label>
        <input id="client-hash" type="password" autocomplete="off" aria-describedby="client-hash-help" />
        <p class="quiet" id="client-hash-help">
          {texts.clientHashHelp}
        </p>
        <label for="url">{texts.url}</label>
        <input id="url" type="url" autocomplete="off" placeholder="https://" aria-describedby="url-help" />
        <p class="quiet" id="url-help">
          {texts.urlHelp}
        </p>
        <label class="scanner-tick">
          <input id="sound" type="checkbox" checked />
          <span>{texts.sound}</span>
        </label>
        <button type="submit" class="button">
          {texts.save}
        </button>
      </form>
    </details>
  );
}

function Result({ base, texts }: { base: string; texts: ScannerTexts }) {
  return (
    <dialog
      id="result"
      class="scanner-result"
      role="alertdialog"
      aria-labelledby="result-title"
      aria-describedby="result-text result-reasons"
      tabindex={-1}
      autofocus
    >
      <h2 id="result-title" dir="auto">
        {texts.words.scanned}
      </h2>
      <p id="result-text" dir="auto" />
      <div id="result-reasons" class="scanner-reasons" />
      <iframe id="result-frame" title={texts.pageTitle} referrerpolicy="no-referrer" hidden />
      <p class="scanner-links">
        <a id="result-page" href={`${base}/`} class="button" target="_blank" rel="noreferrer" hidden>
          {texts.page}
        </a>
        <a id="result-information" href={`${base}/`} class="button" target="_blank" rel="noreferrer" hidden>
          {texts.information}
        </a>
        <button type="button" id="result-undo" class="button" hidden>
          {texts.words.undo}
        </button>
        <button type="button" id="result-next" class="button">
          {texts.next}
        </button>
      </p>
      <p id="result-repeat" class="scanner-note" role="status" />
      <p id="result-note" class="scanner-note" />
    </dialog>
  );
}
