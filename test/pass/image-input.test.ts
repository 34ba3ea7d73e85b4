import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../src/pass/image-input.ts';
import { expectLinear } from '../fixtures/growth.ts';
import { claim, noise } from '../fixtures/pass/pictures.ts';

function svg(content: string, attributes = 'width="40" height="20"'): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`);
}

async function refusal(bytes: Uint8Array): Promise<unknown> {
  return inspectImage(bytes).catch((error) => error);
}

describe('accepted', () => {
  it('are PNG, JPEG, WebP, GIF and SVG, told by their bytes', async () => {
    const picture = sharp(await noise(40, 20));
    expect(await inspectImage(await picture.clone().png().toBuffer())).toEqual({
      mediaType: 'image/png',
      width: 40,
      height: 20,
    });
    expect(await inspectImage(await picture.clone().jpeg().toBuffer())).toMatchObject({ mediaType: 'image/jpeg' });
    expect(await inspectImage(await picture.clone().webp().toBuffer())).toMatchObject({ mediaType: 'image/webp' });
    expect(await inspectImage(await picture.clone().gif().toBuffer())).toMatchObject({ mediaType: 'image/gif' });
    expect(await inspectImage(svg('<rect width="9" height="9"/>'))).toMatchObject({
      mediaType: 'image/svg+xml',
      width: 40,
      height: 20,
    });
  });

  it('of an animation is the first frame', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((color) => noise(30, 20, color)));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(3);
    expect(await inspectImage(gif)).toEqual({ mediaType: 'image/gif', width: 30, height: 20 });
  });

  it('is a photograph as it is held upright', async () => {
    const jpeg = await sharp(await noise(40, 20))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await inspectImage(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 20, height: 40 });
  });

  it.each([
    [
      'declarations, comments and CDATA',
      '<!-- a > "b" --><style><![CDATA[.a{fill:url(#g)}]]></style><path class="a"/>',
    ],
    [
      'gradients and masks of its own',
      '<defs><linearGradient id="g"/></defs><rect fill="url(#g)" width="9" height="9"/>',
    ],
    ['links', '<a href="https://example.com/"><rect width="9" height="9"/></a>'],
    ['shapes used again', '<g id="s"><rect width="2" height="2"/></g>'.concat('<use href="#s" x="3"/>'.repeat(500))],
    ['circles of references', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
  ])('is an SVG with %s', async (_, content) => {
    const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">\n';
    expect(await inspectImage(Buffer.concat([Buffer.from(xml), svg(content)]))).toMatchObject({ width: 40 });
  });
});

describe('refused', () => {
  it('are 5 MB, with the limit in the message', async () => {
    const bytes = Buffer.concat([await noise(10, 10), Buffer.alloc(5_000_000)]);
    expect(await refusal(bytes)).toMatchObject({
      code: 'image_too_large',
      message: expect.stringMatching(/4\.8 MiB.*at most 4 MiB/),
    });
  });

  it('are more than 25 megapixels, told from the header', async () => {
    expect(await refusal(claim(60_000, 60_000))).toMatchObject({
      code: 'image_too_large',
      message: expect.stringContaining('60000 x 60000'),
    });
    expect(await refusal(claim(5001, 5000))).toMatchObject({ code: 'image_too_large' });
    expect(await refusal(svg('', 'width="100000" height="100000"'))).toMatchObject({ code: 'image_too_large' });
  });

  it('are bytes that are no image, or one cut short or damaged behind its header', async () => {
    const png = await noise(200, 200);
    const flipped = Buffer.from(png);
    flipped.fill(0x55, 200, 400);
    for (const bytes of [
      Buffer.alloc(0),
      randomBytes(3000),
      Buffer.from('hello'),
      Buffer.from('<html><body>svg</body></html>'),
      Buffer.from('%PDF-1.7'),
      Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(100)]),
      png.subarray(0, png.length / 2),
      flipped,
    ]) {
      expect(await refusal(bytes)).toMatchObject({ code: 'image_invalid' });
    }
  });

  it('are formats that are not on the list', async () => {
    const tiff = await sharp(await noise(10, 10))
      .tiff()
      .toBuffer();
    expect(await refusal(tiff)).toMatchObject({ code: 'image_invalid' });
    expect(
      await refusal(
        await sharp(await noise(10, 10))
          .avif()
          .toBuffer(),
      ),
    ).toMatchObject({ code: 'image_invalid' });
  });
});

describe('an SVG is refused', () => {
  const nested = Array.from(
    { length: 9 },
    (_, level) => `<g id="g${level + 1}">${`<use href="#g${level}"/>`.repeat(10)}</g>`,
  );
  const patterns = Array.from(
    { length: 9 },
    (_, level) => `<pattern id="g${level + 1}">${`<rect fill="url(#g${level})"/>`.repeat(10)}</pattern>`,
  );

  it.each([
    ['that refers to a file', '<use href="file:///etc/passwd#a"/>', 'outside'],
    ['that refers to a server', '<use xlink:href="https://example.com/a.svg#b"/>', 'outside'],
    ['that hides the scheme', '<use href="&#104;ttps://example.com/a.svg#b"/>', 'outside'],
    ['with a style from outside', '<style>@import "https://example.com/a.css";</style>', 'outside'],
    ['with a fill from outside', '<rect fill="url( \'https://example.com/a.svg#p\' )"/>', 'outside'],
    ['with an embedded bitmap', '<image href="data:image/png;base64,AAAA"/>', 'bitmap'],
    ['with a bitmap under a prefix', '<s:image xmlns:s="http://www.w3.org/2000/svg" href="x.png"/>', 'bitmap'],
    ['with a filter', '<filter id="f"><feGaussianBlur stdDeviation="500"/></filter>', 'filters'],
    ['with a filter function', '<rect style="filter: blur(500px)"/>', 'filters'],
    ['with a script', '<script>alert(1)</script>', 'scripts'],
    ['that references explode', `<g id="g0"><rect/></g>${nested.join('')}<use href="#g9"/>`, 'too long'],
    ['that patterns explode', `<g id="g0"><rect/></g>${patterns.join('')}<rect fill="url(#g9)"/>`, 'too long'],
    ['with too many elements', '<rect/>'.repeat(50_001), 'too long'],
    ['that is nested too deep', '<g>'.repeat(300) + '</g>'.repeat(300), 'too deep'],
    ['with a chain of references', chain(5000), 'too deep'],
    ['that is not well-formed', '<rect width=9/>', 'well-formed'],
    ['that is cut short', '<!-- ', 'cut short'],
  ])('%s', async (_, content, reason) => {
    expect(await refusal(svg(content))).toMatchObject({
      code: 'image_invalid',
      message: expect.stringContaining(reason),
    });
  });

  it('with entities, which may grow without end', async () => {
    const bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    expect(await refusal(Buffer.concat([Buffer.from(bomb), svg('<text>&b;</text>')]))).toMatchObject({
      message: expect.stringContaining('entities'),
    });
  });

  it('with a style sheet of another file, or in another encoding', async () => {
    const sheet = Buffer.from('<?xml-stylesheet href="https://example.com/a.css"?>');
    expect(await refusal(Buffer.concat([sheet, svg('')]))).toMatchObject({ message: expect.stringContaining('style') });
    const encoding = Buffer.from('<?xml version="1.0" encoding="UTF-7"?>');
    expect(await refusal(Buffer.concat([encoding, svg('')]))).toMatchObject({
      message: expect.stringContaining('UTF-8'),
    });
    const wide = Buffer.from(svg('').toString(), 'utf16le');
    expect(await refusal(wide)).toMatchObject({ code: 'image_invalid' });
  });

  it.each<[string, (times: number) => string, times: number]>([
    ['comments', (times) => '<!--'.repeat(times), 1_000_000],
    ['tags', (times) => '<a '.repeat(times), 1_300_000],
    ['quotes', (times) => `<a ${'"'.repeat(times)}`, 4_000_000],
    ['spaces', (times) => `<a b${' '.repeat(times)}>`, 4_000_000],
    ['letters', (times) => `<${'a'.repeat(times)}`, 4_000_000],
    ['urls', (times) => '<a>'.concat('url('.repeat(times)), 1_000_000],
    ['filters', (times) => '<a>'.concat('filter '.repeat(times)), 570_000],
  ])('made of %s, which are read once', async (_, content, most) => {
    const read = async (times: number) => {
      expect(await refusal(svg(content(times)))).toMatchObject({ code: 'image_invalid' });
    };
    // First small, where work that grows by the square ends and is seen.
    await expectLinear(read, 8_000);
    await read(most);
  });
});

function chain(length: number): string {
  const links = Array.from({ length }, (_, index) => `<g id="c${index}"><use href="#c${index + 1}"/></g>`);
  return links.join('');
}
