// Builds the scanner's manifest (https://www.w3.org/TR/appmanifest/) and icons, with which a device
// installs the scanner as an app.
import sharp from 'sharp';
import { SCANNER_ICON } from '../../ui/scanner-icon.ts';
import type { Texts } from '../../ui/texts/en/index.ts';

/** Edge lengths in pixels: iOS needs 180 for its home screen, Android needs 192 and 512. */
export const ICON_SIZES = [180, 192, 512] as const;
type IconSize = (typeof ICON_SIZES)[number];

export function scannerManifest(base: string, { tag, scanner }: Texts): Record<string, unknown> {
  const { title, description } = scanner;
  const icon = (purpose: 'any' | 'maskable') => (size: IconSize) => {
    return { src: scannerIconPath(base, size), sizes: `${size}x${size}`, type: 'image/png', purpose };
  };
  return {
    id: `${base}/scanner`,
    name: `Passwright ${title}`,
    short_name: title,
    description,
    lang: tag,
    start_url: `${base}/scanner`,
    scope: `${base}/scanner`,
    display: 'standalone',
    background_color: '#14161a',
    theme_color: '#0b57d0',
    icons: [...ICON_SIZES.map(icon('any')), ...ICON_SIZES.map(icon('maskable'))],
    // Browsers let a page handle only schemes that begin with `web+`, so `passscanner:` needs the
    // prefix.
    protocol_handlers: [{ protocol: 'web+passscanner', url: `${base}/scanner?config=%s` }],
  };
}

export function scannerIconPath(base: string, size: IconSize): string {
  return `${base}/scanner/icon-${size}.png`;
}

const drawn = new Map<IconSize, Promise<Uint8Array<ArrayBuffer>>>();

/** Draws the icon as a PNG, because iOS accepts no SVG. */
export function scannerIcon(size: IconSize): Promise<Uint8Array<ArrayBuffer>> {
  const known = drawn.get(size);
  if (known !== undefined) return known;
  const density = (72 * size) / 64;
  const png = sharp(Buffer.from(SCANNER_ICON), { density })
    .resize(size, size)
    .png()
    .toBuffer()
    .then((bytes) => new Uint8Array(bytes));
  drawn.set(size, png);
  return png;
}
