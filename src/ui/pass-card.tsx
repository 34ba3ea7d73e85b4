// A pass as a page shows it: the front in the pass's own colours, laid out as Wallet lays out its style.
import type { PassView } from '../operations/files/view-pass.ts';
import { isArray, isObject, type JsonObject, toText } from '../rules/values/values.ts';
import { type ImageSlot, STYLE_IMAGES } from '../rules/vocabulary.ts';
import { barcodeImage } from './barcode.ts';
import { directionOf } from './direction.ts';
import { passColours } from './pass-colours.ts';
import { Fields, shownFields } from './pass-fields.tsx';
import type { Texts } from './texts/en/index.ts';
import { TransitMark } from './transit-mark.tsx';

/** Primary fields lie on the strip in these styles, value above label. */
const STRIP_STYLES = new Set(['storeCard', 'coupon', 'eventTicket']);

const FRONT_GROUPS = ['headerFields', 'primaryFields', 'secondaryFields', 'auxiliaryFields'];

/** Wallet mirrors a pass by the language of the phone; a page, by what the pass says it is. */
export function PassCard({ view, texts: { tag, pass: texts } }: { view: PassView; texts: Texts }) {
  const { passJson, style } = view;
  const isBare =
    passJson.barcodes === undefined && FRONT_GROUPS.every((name) => shownFields(passJson, style, name).length === 0);
  const group = (name: string) => <Fields fields={shownFields(passJson, style, name, tag)} name={name} />;
  const strip = imageOf(view, 'strip');
  const background = strip === null ? imageOf(view, 'background') : null;
  const isOnStrip = STRIP_STYLES.has(style) && (strip !== null || style !== 'eventTicket');
  return (
    <article
      class={`pass ${style}`}
      style={passColours(passJson)}
      dir={directionOf(titleOf(view))}
      aria-label={view.description}
    >
      <div class="front">
        {background !== null && <img src={background} alt="" class="background" />}
        <CardTop view={view} tag={tag} />
        <div class={`main${isOnStrip ? ' onStrip' : ''}${strip === null ? '' : ' hasStrip'}`}>
          {strip !== null && <img src={strip} alt="" class="strip" />}
          {style === 'boardingPass' && <TransitMark type={toText(frontOf(view).transitType)} />}
          {group('primaryFields')}
          <Picture src={strip === null ? imageOf(view, 'thumbnail') : null} name="thumbnail" />
        </div>
        {/* A boarding pass has its auxiliary fields (gate, seat) above the secondary ones. */}
        {style === 'boardingPass' && group('auxiliaryFields')}
        {group('secondaryFields')}
        {style !== 'boardingPass' && group('auxiliaryFields')}
        {isBare && <p class="nothing">{texts.emptyFront}</p>}
        <div class="bottom">
          {passJson.voided === true && <p class="voided">{texts.voided}</p>}
          <Picture src={imageOf(view, 'footer')} name="footer" />
          <Barcode passJson={passJson} names={texts.barcodes} />
        </div>
      </div>
    </article>
  );
}

/** What the pass is, in a few words: pass.json always has a description, and the template's name is the last resort. */
export function titleOf({ passJson }: PassView): string {
  return toText(passJson.description);
}

function CardTop({ view, tag }: { view: PassView; tag: string }) {
  const { passJson } = view;
  const logo = imageOf(view, 'logo');
  // Wallet shows an empty corner when a pass has neither.
  const text = toText(passJson.logoText) || (logo === null ? titleOf(view) : '');
  return (
    <header class="top">
      <div class="brand">
        <Picture src={logo} name="logo" />
        {text !== '' && (
          <span class="logoText" dir="auto">
            {text}
          </span>
        )}
      </div>
      <Fields fields={shownFields(passJson, view.style, 'headerFields', tag)} name="headerFields" />
    </header>
  );
}

/** The style sheet reserves the place of each, so that nothing moves when it arrives. */
function Picture({ src, name }: { src: string | null; name: string }) {
  return src === null ? null : <img src={src} alt="" class={name} />;
}

function Barcode({ passJson, names }: { passJson: JsonObject; names: Readonly<Record<string, string>> }) {
  const [first] = isArray(passJson.barcodes) ? passJson.barcodes : [];
  if (!isObject(first)) return null;
  const altText = toText(first.altText);
  const format = toText(first.format);
  const message = toText(first.message);
  const picture = barcodeImage(format, message, toText(first.messageEncoding));
  const name = names[format] ?? 'Barcode';
  return (
    <div class="barcode">
      {picture === null ? (
        <>
          <p class="format">{name}</p>
          <p class="message">{message}</p>
        </>
      ) : (
        <img
          src={picture}
          alt={`${name}: ${message}`}
          class={format === 'PKBarcodeFormatQR' || format === 'PKBarcodeFormatAztec' ? 'square' : 'long'}
        />
      )}
      {altText !== '' && (
        <p class="altText" dir="auto">
          {altText}
        </p>
      )}
    </div>
  );
}

function frontOf({ passJson, style }: PassView): JsonObject {
  const front = passJson[style];
  return isObject(front) ? front : {};
}

/** The sharpest of an image's densities, when the style shows it at all. */
function imageOf({ style, images }: PassView, slot: ImageSlot): string | null {
  if (!STYLE_IMAGES[style].includes(slot)) return null;
  return images[`${slot}@3x`] ?? images[`${slot}@2x`] ?? images[slot] ?? null;
}
