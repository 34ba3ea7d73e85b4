// Stores a device's settings in this browser, and reads links that set them.

export const MODES = ['scan', 'check', 'data', 'url'] as const;
export type Mode = (typeof MODES)[number];

export interface Settings {
  readonly mode: Mode;
  /** The account that scans; empty for the one that this browser is logged in to. */
  readonly clientHash: string;
  /** The address to open in the mode `url`, with the barcode as `message`. */
  readonly url: string;
  readonly sound: boolean;
  /** Whether the camera was on when the page was last used. */
  readonly camera: boolean;
}

export interface Configuration {
  readonly settings: Partial<Settings>;
  /** Names of parameters that only other scanners use. */
  readonly ignored: readonly string[];
}

const KEY = 'passwright-scanner-settings';
const DEFAULTS: Settings = { mode: 'scan', clientHash: '', url: '', sound: true, camera: false };

export function readSettings(): Settings {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return DEFAULTS;
  }
}

export function writeSettings(settings: Settings): void {
  localStorage.setItem(KEY, JSON.stringify(settings));
}

/**
 * The settings in a `passscanner:` link, or in a link to a scanner with a clientHash behind `#`;
 * null for any other text.
 */
export function configurationIn(text: string): Configuration | null {
  const trimmed = text.trim();
  const own = /^https?:\/\/[^?#\s]+\/scanner\/?#(.+)$/i.exec(trimmed);
  const link = /^(?:web\+)?passscanner:(?:\/\/)?[^?#]*[?#](.+)$/i.exec(trimmed);
  const parameters = own?.[1] ?? link?.[1];
  return parameters === undefined ? null : configurationOf(new URLSearchParams(parameters));
}

/**
 * The settings in an address of the scanner's page: `#clientHash=...`, or `?config=` with a link
 * that the browser was asked to open.
 */
export function configurationOfAddress(address: URL): Configuration | null {
  const link = address.searchParams.get('config');
  if (link !== null) return configurationIn(link);
  return address.hash.length > 1 ? configurationOf(new URLSearchParams(address.hash.slice(1))) : null;
}

function configurationOf(parameters: URLSearchParams): Configuration | null {
  const settings: { -readonly [Name in keyof Settings]?: Settings[Name] } = {};
  const ignored: string[] = [];
  for (const [name, value] of parameters) {
    const mode = MODES.find((known) => known === value.toLowerCase());
    if (name === 'clientHash') settings.clientHash = value.trim();
    else if (name === 'mode' && mode !== undefined) settings.mode = mode;
    else if (name === 'url' && webAddress(value) !== null) settings.url = value;
    else ignored.push(name);
  }
  return Object.keys(settings).length + ignored.length === 0 ? null : { settings, ignored };
}

/**
 * Reads a text as a web address, relative to the page's own; null for anything else, such as
 * `javascript:`.
 */
export function webAddress(text: string | undefined): URL | null {
  if (text === undefined || text.trim() === '' || !URL.canParse(text, location.href)) return null;
  const address = new URL(text, location.href);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address : null;
}
