// Small SVGs that take minutes or gigabytes to draw.

function svg(content: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">${content}</svg>`);
}

/** A hundred million round caps, in 173 bytes. */
export const DASHES = svg(
  '<path d="M0 0H1000000" stroke-dasharray=".01" stroke-width="500" stroke-linecap="round" stroke="#000"/>',
);

/** The same where only a style says it. */
export const STYLED_DASHES = svg(
  '<style>.a{stroke:#000;stroke-width:500;stroke-linecap:round;stroke-dasharray:.01}</style><path class="a" d="M0 0H1000000"/>',
);

/** A marker on each of 20,000 corners, each as large as the picture. */
export const MARKERS = svg(
  `<marker id="m" markerWidth="900" markerHeight="900" overflow="visible"><g opacity=".5"><circle r="900"/></g></marker>
   <path marker-mid="url(#m)" d="M0 0${'L9 9L1 5'.repeat(10_000)}"/>`,
);

/** 240 layers, each as large as the picture: more than a gigabyte. */
export const LAYERS = svg(`${'<g opacity=".9"><rect width="1000" height="1000"/>'.repeat(240)}${'</g>'.repeat(240)}`);

/** An honest drawing. */
export const DRAWING = svg('<circle cx="500" cy="500" r="400" fill="#0b57d0"/>');
