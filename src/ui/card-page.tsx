// The page of a pass as a card in the browser: the pass with a larger code, the code alone on the
// whole screen, and how to have the card on a home screen. Its script (../browser/card/) finds
// elements by their ids.
import type { PassView } from '../operations/files/view-pass.ts';
import { frontColours } from '../rules/passes/front-colours.ts';
import { AddToWallet } from './add-to-wallet.tsx';
import { PassCard, titleOf } from './pass-card.tsx';
import { backFields, PassBack } from './pass-fields.tsx';
import { TestPass } from './test-pass.tsx';
import type { Texts } from './texts/en/index.ts';

interface CardHeadProps {
  readonly view: PassView;
  readonly manifest: string;
  readonly touchIcon: string;
  readonly script: string;
}

/** The tags that make the page an app to install, and the script. */
export function CardHead({ view, manifest, touchIcon, script }: CardHeadProps) {
  return (
    <>
      <meta name="theme-color" content={frontColours(view.passJson).background} />
      <meta name="apple-mobile-web-app-title" content={titleOf(view)} />
      <link rel="apple-touch-icon" href={touchIcon} />
      {/* The cookie of a passcode goes along. */}
      <link rel="manifest" href={manifest} crossorigin="use-credentials" />
      <script type="module" src={script} />
    </>
  );
}

interface CardPageProps {
  readonly view: PassView;
  /** Of the state that the page shows. */
  readonly tag: string;
  /** When the page was made, ms since 1970. */
  readonly now: number;
  /** The page's own path. */
  readonly path: string;
  /** The path of the .pkpass file. */
  readonly download: string;
  /** Whether the phone has no Apple Wallet. */
  readonly isAndroid: boolean;
  readonly texts: Texts;
}

export function CardPage({ view, tag, now, path, download, isAndroid, texts: all }: CardPageProps) {
  const { passCard: texts, pass } = all;
  const isVoid = view.passJson.voided === true;
  return (
    // The service worker writes `device` in place of `server` when it shows what it has stored.
    <main class="cardPage" id="card" data-from="server" data-path={path} data-words={JSON.stringify(texts.words)}>
      <p id="card-state" class="quiet" role="status" />
      <div id="card-now" class="cardNow" data-tag={tag} data-at={now}>
        <h1 dir="auto">{titleOf(view)}</h1>
        <PassCard view={view} texts={all} />
        {!isVoid && view.passJson.barcodes !== undefined && (
          <p class="enlarge">
            <button type="button" class="button" data-enlarge>
              {texts.enlarge}
            </button>
          </p>
        )}
        <PassBack fields={backFields(view.passJson, all.tag)} title={pass.back} />
      </div>
      {view.isTestPass && <TestPass texts={all.certificate} />}
      {!isVoid &&
        (isAndroid ? (
          <p class="downloadButton">
            <a href={download}>{pass.file}</a>
          </p>
        ) : (
          <AddToWallet href={download} text={pass.add} />
        ))}
      {/* Below everything else, because its button comes late. */}
      <section class="panel" aria-labelledby="keep-title">
        <h2 id="keep-title">{texts.keepTitle}</h2>
        <p>{texts.keepText}</p>
        <p>
          <button type="button" class="button plain" id="card-install" disabled>
            {texts.install}
          </button>
        </p>
      </section>
      <dialog id="card-code" class="cardCode" aria-label={texts.codeAlone}>
        <img id="card-code-picture" alt="" />
        <p>{texts.bright}</p>
        <form method="dialog">
          <button type="submit" class="button">
            {texts.close}
          </button>
        </form>
      </dialog>
    </main>
  );
}
