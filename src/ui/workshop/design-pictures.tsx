// The page of a card's pictures: a place for each that Wallet shows, with the file that is there, and
// the page that cuts a part out of one.
import type { Child } from 'hono/jsx';
import type { CropView, PicturesView, ShownSlot } from '../../operations/templates/draft-pictures.ts';
import type { Picture } from '../../rules/design/pictures.ts';
import type { Texts } from '../texts/en/index.ts';
import { DesignFrame, Revision } from './design-frame.tsx';
import { languageName } from './place-words.ts';

interface PicturesProps {
  readonly address: string;
  readonly texts: Texts;
  readonly view: PicturesView;
  readonly notice: string | null;
  readonly problem: Child | null;
  /** The picture whose form was refused, and why; null: none. */
  readonly fault: { readonly name: string; readonly words: Child } | null;
}

/** Wallet draws with up to three pixels a point. */
const DENSITY = 3;

export function PicturesPage({ address, texts, view, notice, problem, fault }: PicturesProps) {
  const { pictures: words } = texts;
  const { language, slots } = view;
  return (
    <DesignFrame address={address} texts={texts} title={words.title} notice={notice} problem={problem}>
      <p>{words.text}</p>
      <SetForm view={view} texts={texts} />
      {language !== null && <p class="quiet">{words.localized(languageName(language, texts.tag))}</p>}
      {slots.map((slot) => (
        <SlotSection key={slot.slot} slot={slot} view={view} texts={texts} fault={fault} />
      ))}
    </DesignFrame>
  );
}

/** Chooses the design and the language of the pictures; nothing where there is no choice. */
function SetForm({ view, texts }: { readonly view: PicturesView; readonly texts: Texts }) {
  const { pictures: words } = texts;
  const { design, language, languages, hasSecond } = view;
  if (languages.length === 0 && !hasSecond) return null;
  return (
    <form method="get" class="form pictureSet">
      {hasSecond && (
        <div class="field">
          <label for="design">{words.design}</label>
          <select id="design" name="design">
            {(['first', 'second'] as const).map((name) => (
              <option key={name} value={name} selected={name === design}>
                {words.designs[name]}
              </option>
            ))}
          </select>
        </div>
      )}
      {languages.length > 0 && (
        <div class="field">
          <label for="language">{words.language}</label>
          <select id="language" name="language">
            <option value="" selected={language === null}>
              {words.every}
            </option>
            {languages.map((code) => (
              <option key={code} value={code} selected={code === language}>
                {languageName(code, texts.tag)}
              </option>
            ))}
          </select>
        </div>
      )}
      <button type="submit" class="button plain">
        {words.show}
      </button>
    </form>
  );
}

interface SlotProps extends Pick<PicturesProps, 'texts' | 'view' | 'fault'> {
  readonly slot: ShownSlot;
}

function SlotSection({ slot, view, texts, fault }: SlotProps) {
  const { pictures: words } = texts;
  const { slot: name, box, isShown, pictures, address } = slot;
  const [plain, ...others] = pictures;
  const isFaulty = others.some((picture) => picture.name === fault?.name);
  return (
    <section class="form pictureSlot" aria-labelledby={`slot-${name}`}>
      <h3 id={`slot-${name}`}>{words.names[name]}</h3>
      <p class="hint">
        {words.uses[name]} {words.size(box.width * DENSITY, box.height * DENSITY)}
      </p>
      {!isShown && <p class="hint">{words.unused}</p>}
      {address === null ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <img class="pictureNow" src={address} alt={words.names[name]} />
      )}
      <PictureForms picture={plain!} {...{ view, texts, fault }} label={words.file} />
      <details open={isFaulty || others.some(({ image }) => image !== null)}>
        <summary>{words.densities}</summary>
        <p class="hint">{words.densityText}</p>
        {others.map((picture) => (
          <PictureForms
            key={picture.name}
            picture={picture}
            {...{ view, texts, fault }}
            label={words.density[picture.name.slice(name.length) as keyof typeof words.density]}
          />
        ))}
      </details>
    </section>
  );
}

interface PictureFormsProps extends Pick<PicturesProps, 'texts' | 'view' | 'fault'> {
  readonly picture: Picture;
  readonly label: string;
}

/** A form to put a file there; with a picture, also the ways to cut and to remove it. */
function PictureForms({ picture, view, texts, fault, label }: PictureFormsProps) {
  const { pictures: words } = texts;
  const { name, image } = picture;
  const named = pictureName(name, texts);
  const id = `file-${name}`;
  const own = fault?.name === name ? fault : null;
  return (
    <div class="pictureForms">
      <form method="post" enctype="multipart/form-data">
        <Place view={view} name={name} act="put" />
        <div class={own === null ? 'field' : 'field faulty'}>
          <label for={id}>{label}</label>
          {own !== null && (
            <p class="fault" id={`${id}-fault`} role="alert">
              {own.words}
            </p>
          )}
          <input
            id={id}
            type="file"
            name="file"
            accept="image/png,image/jpeg,image/webp,image/svg+xml"
            required
            aria-invalid={own === null ? undefined : 'true'}
            aria-describedby={own === null ? undefined : `${id}-fault`}
          />
        </div>
        <button type="submit" class="button plain" aria-label={`${words.upload}: ${named}`}>
          {words.upload}
        </button>
      </form>
      {image !== null && (
        <form method="post">
          <Place view={view} name={name} act="remove" />
          <a class="button plain" href={`pictures/crop?${queryOf(view, name)}`} aria-label={`${words.crop}: ${named}`}>
            {words.crop}
          </a>{' '}
          <button type="submit" class="button danger" aria-label={`${words.remove}: ${named}`}>
            {words.remove}
          </button>
        </form>
      )}
    </div>
  );
}

/** `strip@2x` in words: which picture, and for which phones. */
function pictureName(name: string, { pictures: words }: Texts): string {
  const [slot = '', density] = name.split(/(?=@)/);
  const named = words.names[slot as keyof typeof words.names] ?? slot;
  return density === undefined ? named : `${named}, ${words.density[density as keyof typeof words.density]}`;
}

type SetOf = Pick<PicturesView, 'design' | 'language'>;

export function queryOf({ design, language }: SetOf, name?: string): string {
  const query = new URLSearchParams({
    ...(name === undefined ? {} : { name }),
    ...(design === 'first' ? {} : { design }),
    ...(language === null ? {} : { language }),
  });
  return query.toString();
}

interface PlaceProps {
  readonly view: SetOf & Pick<PicturesView, 'open'>;
  readonly name: string;
  readonly act: 'put' | 'remove' | 'crop';
}

function Place({ view: { design, language, open }, name, act }: PlaceProps) {
  return (
    <>
      <Revision revision={open.revision} />
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="design" value={design} />
      <input type="hidden" name="language" value={language ?? ''} />
    </>
  );
}

interface CropProps {
  readonly address: string;
  readonly texts: Texts;
  readonly view: CropView;
  /** What was typed; absent: what the page proposes. */
  readonly typed: Readonly<Partial<Record<CropSide, string>>>;
  readonly fault: Child | null;
  readonly problem: Child | null;
}

const CROP_SIDES = ['left', 'top', 'width', 'height'] as const;
type CropSide = (typeof CROP_SIDES)[number];

export function CropPage({ address, texts, view, typed, fault, problem }: CropProps) {
  const { pictures: words } = texts;
  const { name, width, height, area, box } = view;
  // A picture in a box that is filled has the shape of the box.
  const shape = box.fit === 'cover' ? box.width / box.height : null;
  return (
    <DesignFrame
      address={address}
      texts={texts}
      title={words.cropTitle(pictureName(name, texts))}
      notice={null}
      problem={problem}
    >
      <p>{words.cropText}</p>
      <div class="cropBox" data-crop data-shape={shape ?? undefined} data-frame={words.frame}>
        <img src={view.address} alt="" width={width} height={height} />
      </div>
      <p class="quiet">{words.pixels(width, height)}</p>
      <form method="post" action={`${address}/design/pictures`} class="form" id="crop">
        <Place view={view} name={name} act="crop" />
        {fault !== null && (
          <p class="fault" id="crop-fault" role="alert">
            {fault}
          </p>
        )}
        <div class="partInputs">
          {CROP_SIDES.map((side) => (
            <div class="field" key={side}>
              <label for={`crop-${side}`}>{words[side]}</label>
              <input
                id={`crop-${side}`}
                name={side}
                type="number"
                min={side === 'left' || side === 'top' ? 0 : 1}
                max={side === 'left' || side === 'width' ? width : height}
                value={typed[side] ?? area[side]}
                required
                aria-describedby={fault === null ? undefined : 'crop-fault'}
              />
            </div>
          ))}
        </div>
        <button type="submit" class="button">
          {words.cut}
        </button>
        <p>
          <a class="button text" href={`${address}/design/pictures?${queryOf(view)}`}>
            {words.cancel}
          </a>
        </p>
      </form>
    </DesignFrame>
  );
}
