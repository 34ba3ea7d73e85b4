// Draws the page of one pass: its card, and the ways to get the pass onto a phone and to others.
import type { Brand } from '../operations/accounts/brand.ts';
import type { PassView } from '../operations/files/view-pass.ts';
import { wellFormed } from '../rules/values/json-text.ts';
import { AddToWallet } from './add-to-wallet.tsx';
import { barcodeImage } from './barcode.ts';
import { PassCard, titleOf } from './pass-card.tsx';
import { backFields, PassBack } from './pass-fields.tsx';
import { TestPass } from './test-pass.tsx';
import type { Texts } from './texts/en/index.ts';

interface PassPageProps {
  readonly view: PassView;
  /** Whether the phone has no Apple Wallet, so that the page itself serves as the card. */
  readonly isAndroid: boolean;
  readonly brand: Brand;
  readonly texts: Texts;
  /** The path of the .pkpass file. */
  readonly download: string;
  /** The path of the card in the browser. */
  readonly card: string;
  /** The page's absolute address, for another device. */
  readonly address: string;
  /** The creation link of a public template; null for any other. */
  readonly publicLink: string | null;
  /** The path of this server's first page. */
  readonly home: string;
  /** The path of the script that opens the device's share sheet. */
  readonly shareScript: string;
  /** The pass's campaign; null: the pass has none. */
  readonly campaign: CampaignWords | null;
}

/** A campaign's texts for holders of its passes; each may be empty. */
export interface CampaignWords {
  readonly displayName: string;
  readonly description: string;
}

export function PassPage(props: PassPageProps) {
  const {
    view,
    isAndroid,
    brand,
    texts: all,
    download,
    card,
    address,
    publicLink,
    home,
    shareScript,
    campaign,
  } = props;
  const { tag, pass: texts } = all;
  const title = titleOf(view);
  return (
    <main class="passPage">
      <header>
        <h1 dir="auto">{title}</h1>
        {publicLink !== null && <p class="badge">{texts.publicPass}</p>}
        {campaign !== null && <Campaign {...campaign} />}
      </header>
      <PassCard view={view} texts={all} />
      <section class="get" aria-label={texts.download}>
        {view.isTestPass && <TestPass texts={all.certificate} />}
        {isAndroid ? (
          <CardHere download={download} card={card} texts={all} />
        ) : (
          <>
            <AddToWallet href={download} text={texts.add} />
            <p class="quiet">{texts.openOnPhone}</p>
            <p class="quiet">
              <a href={card}>{all.passCard.open}</a>
            </p>
            <CarryOver address={address} texts={texts} />
          </>
        )}
        {publicLink !== null && <Share title={title} link={publicLink} texts={texts} script={shareScript} />}
      </section>
      <PassBack fields={backFields(view.passJson, tag)} title={texts.back} />
      {brand.named && publicLink !== null && (
        <p class="quiet made">
          <a href={home}>{texts.made}</a>
        </p>
      )}
    </main>
  );
}

interface CardHereProps {
  readonly download: string;
  readonly card: string;
  readonly texts: Texts;
}

/**
 * Replaces the button on a phone without Apple Wallet, whose holder shows the card on this page or
 * in another wallet's app.
 */
function CardHere({ download, card, texts: { pass: texts, passCard } }: CardHereProps) {
  return (
    <div class="panel here">
      <h2>{texts.here}</h2>
      <p>{texts.hereText}</p>
      <p>
        <a class="button" href={card}>
          {passCard.open}
        </a>
      </p>
      <p class="downloadButton">
        <a href={download}>{texts.file}</a>
      </p>
    </div>
  );
}

function Campaign({ displayName, description }: CampaignWords) {
  return (
    <>
      {displayName !== '' && (
        <p class="campaign" dir="auto">
          {displayName}
        </p>
      )}
      {description !== '' && (
        <p class="campaign quiet" dir="auto">
          {description}
        </p>
      )}
    </>
  );
}

/** Carries the page from a desktop to a phone. The style sheet hides it on narrow screens. */
function CarryOver({ address, texts }: { address: string; texts: Texts['pass'] }) {
  const code = barcodeImage('PKBarcodeFormatQR', address, 'utf-8');
  if (code === null) return null;
  return (
    <div class="panel carry">
      <img src={code} alt={texts.scanAlt} width="112" height="112" />
      <div>
        <h2>{texts.scanTitle}</h2>
        <p>{texts.scan}</p>
      </div>
    </div>
  );
}

interface ShareProps {
  readonly title: string;
  readonly link: string;
  readonly texts: Texts['pass'];
  readonly script: string;
}

/**
 * Offers the link by mail when the device has no share sheet or runs no script. wellFormed mends
 * the title, because an address cannot contain half of a surrogate pair, with which a truncated
 * value may end.
 */
function Share({ title, link, texts, script }: ShareProps) {
  const mail = `mailto:?subject=${encodeURIComponent(wellFormed(title))}&body=${encodeURIComponent(link)}`;
  return (
    <div class="panel share">
      <p class="quiet">{texts.publicHint}</p>
      <p>
        <code>{link}</code>
      </p>
      <p>
        <a class="button plain" href={mail} data-link={link} data-title={title}>
          {texts.share}
        </a>
      </p>
      <script type="module" src={script} />
    </div>
  );
}
