// Paints an element in a colour that an owner chose, with readable text.

/**
 * Paints an element. The text becomes black or white, whichever stands out more. Without a valid
 * colour the style sheet decides.
 */
export function paint(element: HTMLElement, colour: string | undefined): void {
  element.style.backgroundColor = '';
  element.style.color = '';
  if (colour === undefined) return;
  // Owners may leave out the # of a hex colour.
  for (const spelling of [colour.trim(), `#${colour.trim()}`]) {
    if (!CSS.supports('background-color', spelling)) continue;
    element.style.backgroundColor = spelling;
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/g)
        ?.map(Number) ?? [];
    // Make the colour opaque: the contrast on a transparent one is unknown.
    element.style.backgroundColor = `rgb(${red}, ${green}, ${blue})`;
    element.style.color = luminance(red, green, blue) > 0.179 ? '#000' : '#fff';
    return;
  }
}

/** Relative luminance as WCAG 2 defines it; above 0.179 black has more contrast than white. */
function luminance(...channels: [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
