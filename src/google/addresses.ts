// Where Google Wallet is reached.

export interface GoogleAddresses {
  /** The root of the API, without a slash at its end. */
  readonly walletUrl: string;
  readonly tokenUrl: string;
}

/** Google's own; a stand-in has others. */
export const GOOGLE: GoogleAddresses = {
  walletUrl: 'https://walletobjects.googleapis.com/walletobjects/v1',
  tokenUrl: 'https://oauth2.googleapis.com/token',
};

/** The hosts that are not Google's, with their ports, as OUTBOUND_ALLOW names them. */
export function standInHosts({ walletUrl, tokenUrl }: GoogleAddresses): readonly string[] {
  const own = [walletUrl, tokenUrl].filter((url) => url !== GOOGLE.walletUrl && url !== GOOGLE.tokenUrl);
  return own.map((url) => new URL(url).host);
}

/** An address without a slash at its end; null: it is none, or has more than a host and a path. */
export function readAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  if (url.username !== '' || url.search !== '' || url.hash !== '') return null;
  return url.href.endsWith('/') ? url.href.slice(0, -1) : url.href;
}
