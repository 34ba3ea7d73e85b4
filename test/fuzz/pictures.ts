// Pictures: the check of SVG texts, and bitmaps broken anywhere.
import sharp from 'sharp';
import { inspectImage } from '../../src/pass/image-input.ts';
import { checkSvg } from '../../src/pass/svg.ts';
import { claim, noise } from '../fixtures/pass/pictures.ts';
import { mutateBytes, mutateText } from './mutate.ts';
import type { Random } from './random.ts';
import { SVGS } from './seeds.ts';
import { asked, target } from './target.ts';

const PARTS = [
  ...[
    '<use href="#a"/>',
    '<g id="a">',
    '</g>',
    '<image href="data:image/png;base64,AAAA"/>',
    '<style>@import "x";</style>',
  ],
  ...['<filter id="f"/>', ' fill="url(#a)"', ' style="fill:url(http://x/)"', '<!DOCTYPE svg [<!ENTITY a "b">]>', '&a;'],
  ...['<![CDATA[', '<!--', '<?xml version="1.0" encoding="utf-16"?>', '<pattern id="p"><use href="#p"/></pattern>'],
];

/** Reads texts alone: what librsvg draws is drawn in a process of its own. */
export const svgs = target('svgs', 700, () => ({
  make: (random: Random) => {
    const text = random.pick(SVGS);
    const at = random.below(text.length);
    const more = random.chance(0.5) ? random.pick(PARTS).repeat(1 + random.below(random.chance(0.1) ? 300 : 2)) : '';
    return mutateText(random, text.slice(0, at) + more + text.slice(at), [...PARTS, ...SVGS]);
  },
  send: (text: string) => asked(() => checkSvg(text)),
}));

export const bitmaps = target('bitmaps', 250, async () => {
  const plain = sharp(await noise(24, 24));
  const seeds = await Promise.all([
    noise(24, 24),
    plain.clone().jpeg().toBuffer(),
    plain.clone().webp().toBuffer(),
    plain.clone().gif().toBuffer(),
    claim(40, 40),
  ]);
  return {
    make: (random: Random): Uint8Array => mutateBytes(random, random.pick(seeds), seeds),
    send: (bytes: Uint8Array) => asked(() => inspectImage(bytes)),
  };
});
