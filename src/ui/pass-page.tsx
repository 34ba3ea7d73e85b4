// The page of one pass: the pass drawn, and the ways to get it onto a phone and to others.
import type { Brand } from '../operations/accounts/brand.ts';
import type { PassView } from '../operations/files/view-pass.ts';
import { AddToWallet } from './add-to-wallet.tsx';
import { barcodeImage } from './barcode.ts';
import { PassCard, titleOf } from './pass-card.tsx';
import { backFields, PassBack } from './pass-fields.tsx';
import { TestPass } from './test-pass.tsx';
import type { Texts } from './texts/en/index.ts';

interface PassPageProps {
  readonly view: PassView;
  /** The phone has no Apple Wallet: the page itself is the card. */
  readonly isAndroid: boolean;
  readonly brand: Brand;
  readonly texts: Texts;
  /** The path of the file. */
  readonly download: string;
  /** The page's absolute address, for another device. */
  readonly address: string;
  /** The creation link of a public template; null for any other. */
  readonly publicLink: string | null;
  /** The path of this server's first page. */
  readonly home: string;
  /** Where the script is that shares by the device's own sheet. */
  readonly shareScript: string;
  /** Of the pass; null: it is of none. */
  readonly campaign: CampaignWords | null;
}

/** What a campaign says of itself to people who get a pass of it; each may be "". */
export interface CampaignWords {
  readonly displayName: string;
  readonly description: string;
}

export function PassPage(props: PassPageProps) {
  const { view, isAndroid, brand, texts: all, download, address, publicLink, home, shareScript, campaign } = props;
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
          <CardHere download={download} texts={texts} />
        ) : (
          <>
            <AddToWallet href={download} text={texts.add} />
            <p class="quiet">{texts.openOnPhone}</p>
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

/** In place of the button: a phone without Apple Wallet shows the card from here, or from another wallet's app. */
function CardHere({ download, texts }: { download: string; texts: Texts['pass'] }) {
  return (
    <div class="panel here">
      <h2>{texts.here}</h2>
      <p>{texts.hereText}</p>
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

/** For whoever opened the page on a desktop; the style sheet leaves it out where there is no room for both. */
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

/** Without a share sheet, or without the script, the link is mailed or copied. */
function Share({ title, link, texts, script }: ShareProps) {
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(link)}`;
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
