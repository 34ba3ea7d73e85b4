// Writes colours as style attributes: those of a pass's front, and those of a whitelabelled
// account's pages.
import { frontColours } from '../rules/passes/front-colours.ts';
import { isDark } from '../rules/values/contrast.ts';
import type { JsonObject } from '../rules/values/values.ts';

/**
 * A style attribute with --background, --foreground and --label. Rendering made every colour
 * `rgb(...)`, so the attribute can hold nothing else.
 */
export function passColours(passJson: JsonObject): string {
  const { background, foreground, label } = frontColours(passJson);
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
