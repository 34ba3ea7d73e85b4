// Draws the front of a pass on a page, in the pass's colours and Wallet's layout of its style.
// rules/passes/fit.ts decides which fields have room.
import type { PassView } from '../operations/files/view-pass.ts';
import {
  type FittedField,
  type FittedRow,
  FRONT_GROUPS,
  type Front,
  fieldsOf,
  fitFront,
  isSquareCode,
} from '../rules/passes/fit.ts';
import { isArray, isObject, type JsonObject, toText } from '../rules/values/values.ts';
import { type ImageSlot, LOOK_IMAGES, type Look, lookOf, POSTER, type Style } from '../rules/vocabulary.ts';
import { barcodeImage } from './barcode.ts';
import { directionOf } from './direction.ts';
import { passColours } from './pass-colours.ts';
import { FrontFields, FrontText } from './pass-fields.tsx';
import type { Texts } from './texts/en/index.ts';
import { TransitMark } from './transit-mark.tsx';

interface PassCardProps {
  readonly view: PassView;
  readonly texts: Texts;
  /** The card's width on the phone, in points; absent: that of most phones. */
  readonly width?: number | undefined;
  /** The address that a field leads to; absent or null: none. */
  readonly linkOf?: ((field: FittedField) => string | null) | undefined;
}

/** The card mirrors by the direction of its title; Wallet mirrors by the phone's language. */
export function PassCard({ view, texts: { tag, pass: texts }, width, linkOf }: PassCardProps) {
  const { passJson, style } = view;
  const front = fitFront(passJson, Object.keys(view.images), tag, width);
  const isBare =
    passJson.barcodes === undefined && FRONT_GROUPS.every((group) => fieldsOf(passJson, group).length === 0);
  const isPoster = isPosterView(view);
  const strip = isPoster ? null : imageOf(view, 'strip');
  const artwork = isPoster ? imageOf(view, 'artwork') : null;
  const background = artwork ?? (strip === null ? imageOf(view, 'background') : null);
  const isVoid = passJson.voided === true;
  return (
    <article
      class={`pass ${style}${isPoster ? ' poster' : ''}${isVoid ? ' isVoid' : ''}`}
      style={`${passColours(passJson)}${width === undefined ? '' : `; --width-of-card: ${width}`}`}
      dir={directionOf(titleOf(view))}
      aria-label={view.description}
    >
      <div class="front">
        {background !== null && <img src={background} alt="" class="background" />}
        <CardTop view={view} front={front} linkOf={linkOf} />
        <Main view={view} front={front} strip={strip} linkOf={linkOf} />
        {front.rows
          .filter(({ isBeside }) => !isBeside)
          .map((row) => (
            <Row key={row.fields[0]!.key} row={row} linkOf={linkOf} />
          ))}
        {isBare && <p class="nothing">{texts.emptyFront}</p>}
        <div class="bottom">
          {isVoid && <p class="voided">{texts.voided}</p>}
          <Picture src={imageOf(view, 'footer')} name="footer" />
          <Barcode passJson={passJson} names={texts.barcodes} />
        </div>
      </div>
    </article>
  );
}

/** The pass's description, which pass.json always has: its last resort is the template's name. */
export function titleOf({ passJson }: PassView): string {
  return toText(passJson.description);
}

interface PartProps extends Pick<PassCardProps, 'view' | 'linkOf'> {
  readonly front: Front;
}

/** Wallet leaves the corner empty when a pass has neither logo nor logo text. */
function CardTop({ view, front: { logoText, header }, linkOf }: PartProps) {
  return (
    <header class="top">
      <Picture src={(isPosterView(view) ? imageOf(view, 'primaryLogo') : null) ?? imageOf(view, 'logo')} name="logo" />
      {logoText.text !== '' && (
        <span class="logoText" dir="auto">
          <FrontText fitted={logoText} />
        </span>
      )}
      <FrontFields fields={header} name="headerFields" linkOf={linkOf} />
    </header>
  );
}

/** The part below the top: the strip with its fields, or primary fields beside the thumbnail. */
function Main({ view, front, strip, linkOf }: PartProps & { readonly strip: string | null }) {
  const { isOnStrip, primary, rows, style, hasThumbnail } = front;
  return (
    <div class={`main${isOnStrip ? ' onStrip' : ''}${strip === null ? '' : ' hasStrip'}`}>
      {strip !== null && <img src={strip} alt="" class="strip" />}
      {style === 'boardingPass' && <TransitMark type={toText(frontOf(view).transitType)} />}
      <div class="beside">
        <FrontFields fields={primary} name="primaryFields" linkOf={linkOf} />
        {rows
          .filter(({ isBeside }) => isBeside)
          .map((row) => (
            <Row key={row.fields[0]!.key} row={row} linkOf={linkOf} />
          ))}
      </div>
      <Picture src={hasThumbnail ? imageOf(view, 'thumbnail') : null} name="thumbnail" />
    </div>
  );
}

/** One row of fields, which secondary and auxiliary fields may share. */
function Row({ row: { fields }, linkOf }: Pick<PassCardProps, 'linkOf'> & { readonly row: FittedRow }) {
  const name = [...new Set(fields.map(({ group }) => group))].join(' ');
  return <FrontFields fields={fields} name={name} linkOf={linkOf} />;
}

/** The style sheet reserves the picture's place, so that nothing moves when it loads. */
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
        <img src={picture} alt={`${name}: ${message}`} class={isSquareCode(format) ? 'square' : 'long'} />
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

function lookOfView(passJson: JsonObject, style: Style): Look {
  return lookOf(style, passJson.preferredStyleSchemes, Object.hasOwn(passJson, POSTER));
}

/** Whether new phones show one large picture; `generic` is drawn as older phones show it. */
function isPosterView({ passJson, style }: PassView): boolean {
  const look = lookOfView(passJson, style);
  return look === POSTER || look === 'posterEventTicket';
}

/** The sharpest density of an image; null: the style shows no such image, or the pass has none. */
function imageOf({ passJson, style, images }: PassView, slot: ImageSlot): string | null {
  if (!LOOK_IMAGES[lookOfView(passJson, style)].includes(slot)) return null;
  return images[`${slot}@3x`] ?? images[`${slot}@2x`] ?? images[slot] ?? null;
}
