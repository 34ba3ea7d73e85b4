// A colour that an owner chose, and a text on it that can be read.

/** Paints an element; the text becomes black or white, whichever stands out more. Without a colour, or with a wrong one, the style sheet decides. */
export function paint(element: HTMLElement, colour: string | undefined): void {
  element.style.backgroundColor = '';
  element.style.color = '';
  if (colour === undefined) return;
  // Owners leave the # of a hex colour out.
  for (const spelling of [colour.trim(), `#${colour.trim()}`]) {
    if (!CSS.supports('background-color', spelling)) continue;
    element.style.backgroundColor = spelling;
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/g)
        ?.map(Number) ?? [];
    // One that shines through has no contrast of its own.
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
