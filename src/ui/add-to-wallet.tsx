// The buttons that add a pass, with the words of Apple and Google and a drawing of this project.
import type { Texts } from './texts/en/index.ts';

export function AddToWallet({ href, text }: { href: string; text: string }) {
  return (
    <p class="downloadButton">
      <a class="button" href={href}>
        <WalletMark />
        {text}
      </a>
    </p>
  );
}

interface Wallets {
  /** Where the file for Apple Wallet is. */
  readonly apple: string;
  /** Where Google Wallet adds the pass; null: the owner does not use Google Wallet. */
  readonly google: string | null;
  readonly texts: Texts['pass'];
}

/** Both wallets, for computers, which lead to either; Apple's alone without Google's. */
export function AddToWallets({ apple, google, texts }: Wallets) {
  if (google === null) return <AddToWallet href={apple} text={texts.add} />;
  return (
    <div class="wallets">
      <AddToWallet href={apple} text={texts.add} />
      <AddToWallet href={google} text={texts.addToGoogle} />
    </div>
  );
}

/** The icon: a card that goes into a pocket. */
function WalletMark() {
  return (
    <svg
      class="mark"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
    >
      <rect x="2.5" y="4.5" width="19" height="15" rx="3" />
      <path d="M2.5 9h19M2.5 13H8a1.5 1.5 0 0 1 1.5 1.5 2.5 2.5 0 0 0 5 0A1.5 1.5 0 0 1 16 13h5.5" />
    </svg>
  );
}
