// Colours as style attributes: those of a pass's front, and those of a whitelabelled account's pages.
import { frontColours } from '../rules/passes/front-colours.ts';
import { isDark } from '../rules/values/contrast.ts';
import type { JsonObject } from '../rules/values/values.ts';

/** --background, --foreground and --label. Rendering made every colour `rgb(...)`, so nothing else gets in. */
export function passColours(passJson: JsonObject): string {
  const { background, foreground, label } = frontColours(passJson);
  return `--background: ${background}; --foreground: ${foreground}; --label: ${label}`;
}

/** The background of a whitelabelled account, and whichever of black and white reads better on it. */
export function brandColours(background: string): string {
  return `--brand: ${background}; --on-brand: ${isDark(background) ? 'rgb(255, 255, 255)' : 'rgb(0, 0, 0)'}`;
}
