// Writes colours as Wallet reads them.
import colorString from 'color-string';

/** A CSS colour as `rgb(r, g, b)`; null for a text that is not a colour. */
export function colour(text: string): string | null {
  if (text === '') return null;
  const rgb = colorString.get.rgb(text.trim().toLowerCase());
  return rgb === null ? null : `rgb(${rgb.slice(0, 3).map(Math.round).join(', ')})`;
}
