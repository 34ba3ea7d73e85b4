// Chooses the colours of a pass's front: the owner's, and for a missing one a readable colour, as
// Wallet does.
import { contrast, isDark, READABLE } from '../values/contrast.ts';
import { type JsonObject, toText } from '../values/values.ts';

export interface FrontColours {
  /** Each is `rgb(r, g, b)`, because rendering a pass.json makes every colour one. */
  readonly background: string;
  readonly foreground: string;
  readonly label: string;
}

const DEFAULT_BACKGROUND = 'rgb(245, 245, 245)';

export function frontColours(passJson: JsonObject): FrontColours {
  const background = toText(passJson.backgroundColor) || DEFAULT_BACKGROUND;
  const foreground = toText(passJson.foregroundColor) || readableOn(background);
  return { background, foreground, label: toText(passJson.labelColor) || foreground };
}

const WHITE = 'rgb(255, 255, 255)';
const NEARLY_BLACK = 'rgb(20, 20, 20)';
const BLACK = 'rgb(0, 0, 0)';

/** Returns white or nearly black, and black on the few greys between on which neither reads well. */
export function readableOn(background: string): string {
  if (isDark(background) && contrast(WHITE, background) >= READABLE) return WHITE;
  return contrast(NEARLY_BLACK, background) >= READABLE ? NEARLY_BLACK : BLACK;
}
