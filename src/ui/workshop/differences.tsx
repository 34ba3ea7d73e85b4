// What differs between two versions of a card, in sentences under a heading for each kind, with the
// pictures that differ.
import { DIFFERENCE_AREAS, type Difference } from '../../rules/sentences/difference.ts';
import type { Texts } from '../texts/en/index.ts';

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly texts: Texts;
  /** The address of a picture by its content hash; absent: pictures are not shown. */
  readonly pictureOf?: (hash: string) => string;
}

/** The most differences on a page. */
const MOST_SHOWN = 200;

export function Differences({ differences, texts, pictureOf }: DifferencesProps) {
  const shown = differences.slice(0, MOST_SHOWN);
  const { areas } = texts.differences;
  return (
    <div class="differences">
      {DIFFERENCE_AREAS.map((area) => {
        const ofArea = shown.filter((difference) => difference.area === area);
        if (ofArea.length === 0) return null;
        return (
          <div key={area}>
            <h3>{areas[area]}</h3>
            <ul>
              {ofArea.map((difference) => (
                <DifferenceItem difference={difference} pictureOf={pictureOf} />
              ))}
            </ul>
          </div>
        );
      })}
      {differences.length > MOST_SHOWN && <p>{texts.versions.more(differences.length - MOST_SHOWN)}</p>}
    </div>
  );
}

interface ItemProps {
  readonly difference: Difference;
  readonly pictureOf: DifferencesProps['pictureOf'] | undefined;
}

function DifferenceItem({ difference: { kind, sentence, pictures, colours }, pictureOf }: ItemProps) {
  return (
    <li class={kind}>
      <span dir="auto">{sentence}</span>
      {colours !== undefined && (
        <span class="twoColours" aria-hidden="true">
          {[colours.before, colours.after].map(
            (colour) => colour !== null && <span class="swatch" style={`background: ${colour}`} />,
          )}
        </span>
      )}
      {pictures !== undefined && pictureOf !== undefined && (
        <span class="twoPictures">
          {pictures.before !== null && <img src={pictureOf(pictures.before)} alt="" loading="lazy" />}
          {pictures.before !== null && pictures.after !== null && <span aria-hidden="true">→</span>}
          {pictures.after !== null && <img src={pictureOf(pictures.after)} alt="" loading="lazy" />}
        </span>
      )}
    </li>
  );
}

interface BriefProps {
  readonly differences: readonly Difference[];
  readonly texts: Texts;
  readonly most: number;
}

/** The first few differences, without headings. */
export function BriefDifferences({ differences, texts, most }: BriefProps) {
  const left = differences.length - most;
  return (
    <ul class="briefDifferences">
      {differences.slice(0, most).map(({ sentence }) => (
        <li dir="auto">{sentence}</li>
      ))}
      {left > 0 && <li class="quiet">{texts.versions.more(left)}</li>}
    </ul>
  );
}
