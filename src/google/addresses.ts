// Where Google Wallet is reached.
import { GOOGLE_SAVE_URL } from '../pass/google/save-link.ts';

export interface GoogleAddresses {
  /** The root of the API, without a slash at its end. */
  readonly walletUrl: string;
  readonly tokenUrl: string;
  /** The list of the keys that sign callbacks. */
  readonly keysUrl: string;
  /** What stands before the token of a save link, without a slash at its end. */
  readonly saveUrl: string;
}

/** Google's own; a stand-in has others. */
export const GOOGLE: GoogleAddresses = {
  walletUrl: 'https://walletobjects.googleapis.com/walletobjects/v1',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  keysUrl: 'https://pay.google.com/gp/m/issuer/keys',
  saveUrl: GOOGLE_SAVE_URL.slice(0, -1),
};

/** `read`: a setting by its name, else Google's own address. */
export function readAddresses(read: (name: string, googles: string) => string): GoogleAddresses {
  return {
    walletUrl: read('GOOGLE_WALLET_URL', GOOGLE.walletUrl),
    tokenUrl: read('GOOGLE_TOKEN_URL', GOOGLE.tokenUrl),
    keysUrl: read('GOOGLE_KEYS_URL', GOOGLE.keysUrl),
    saveUrl: read('GOOGLE_SAVE_URL', GOOGLE.saveUrl),
  };
}

/** The hosts that are not Google's, with their ports, as OUTBOUND_ALLOW names them. */
export function standInHosts({ walletUrl, tokenUrl, keysUrl }: GoogleAddresses): readonly string[] {
  const googles: readonly string[] = Object.values(GOOGLE);
  return [walletUrl, tokenUrl, keysUrl].filter((url) => !googles.includes(url)).map((url) => new URL(url).host);
}

/** An address without a slash at its end; null: it is none, or has more than a host and a path. */
export function readAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  if (url.username !== '' || url.search !== '' || url.hash !== '') return null;
  return url.href.endsWith('/') ? url.href.slice(0, -1) : url.href;
}
