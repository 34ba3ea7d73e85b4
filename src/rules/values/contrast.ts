// Measures how well one colour reads on another, as the Web Content Accessibility Guidelines do.

/** The contrast that small text needs (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5;

/** From 1, the same colour, to 21, black on white. Both are `rgb(r, g, b)`. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of an `rgb(r, g, b)`, from 0 to 1. */
function luminance(rgb: string): number {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether white reads better on a colour than black. */
export function isDark(rgb: string): boolean {
  return contrast(rgb, 'rgb(255, 255, 255)') > contrast(rgb, 'rgb(0, 0, 0)');
}
