// Chooses the colours of a drawn pass: the owner's colours, and readable ones where the owner set
// none.
import { type JsonObject, toText } from '../rules/values/values.ts';

const DEFAULT_BACKGROUND = 'rgb(245, 245, 245)';

/**
 * A style attribute with --background, --foreground and --label. Rendering made every colour
 * `rgb(...)`, so the attribute can hold nothing else.
 */
export function passColours(passJson: JsonObject): string {
  const background = toText(passJson.backgroundColor) || DEFAULT_BACKGROUND;
  const foreground =
    toText(passJson.foregroundColor) || (isDark(background) ? 'rgb(255, 255, 255)' : 'rgb(20, 20, 20)');
  const label = toText(passJson.labelColor) || foreground;
  return `--background: ${background}; --foreground: ${foreground}; --label: ${label}`;
}

/**
 * A style attribute for the pages of a whitelabelled account: its background, and black or white,
 * whichever reads better on it.
 */
export function brandColours(background: string): string {
  return `--brand: ${background}; --on-brand: ${blackOrWhiteOn(background)}`;
}

/** Black or white, whichever reads better on an `rgb(...)`. */
export function blackOrWhiteOn(background: string): string {
  return isDark(background) ? 'rgb(255, 255, 255)' : 'rgb(0, 0, 0)';
}

/**
 * Whether white reads better on the colour than black (WCAG relative luminance; at 0.179 both
 * contrasts are equal).
 */
function isDark(rgb: string): boolean {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
}
