// Carries a colour over from one palette to another: its hue and saturation become the new main
// colour's, and the colour stays as much lighter or darker than the main colour as before.

interface Hsl {
  /** In degrees. */
  readonly hue: number;
  /** From 0 to 1, as the lightness. */
  readonly saturation: number;
  readonly lightness: number;
}

/** Colours whose hues are further apart than this, in degrees, belong to different palettes. */
const SAME_HUE = 30;

/**
 * The colour in the palette of `to`; null when the colour does not belong to the palette of `from`.
 * All are `#rrggbb`.
 */
export function tinted(colour: string, from: string, to: string): string | null {
  const [own, before, after] = [hslOf(colour), hslOf(from), hslOf(to)];
  const apart = Math.abs(own.hue - before.hue) % 360;
  if (Math.min(apart, 360 - apart) > SAME_HUE) return null;
  const lightness = after.lightness + (own.lightness - before.lightness);
  return hexOf({ ...after, lightness: Math.min(0.96, Math.max(0.06, lightness)) });
}

/** The colour of an `rgb(r, g, b)`, as `#rrggbb`; null for another text. */
export function hexOfRgb(rgb: string): string | null {
  const parts = (rgb.match(/\d+/g) ?? []).slice(0, 3);
  if (parts.length < 3) return null;
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

function hslOf(hex: string): Hsl {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
  const high = Math.max(red, green, blue);
  const low = Math.min(red, green, blue);
  const range = high - low;
  const lightness = (high + low) / 2;
  if (range === 0) return { hue: 0, saturation: 0, lightness };
  const turn =
    high === red ? (green - blue) / range : high === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return { hue: (turn * 60 + 360) % 360, saturation: range / (1 - Math.abs(2 * lightness - 1)), lightness };
}

/** CSS Color 4, 7.1: the channel of a hue that is `turn` twelfths of a circle further. */
function hexOf({ hue, saturation, lightness }: Hsl): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (turn: number) => {
    const at = (turn + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
