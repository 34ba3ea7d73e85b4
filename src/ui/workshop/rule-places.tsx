// A list of the places of a card, by their names, in groups; and values to choose from.
import type { GroupOfPlaces } from '../../rules/sentences/places.ts';
import { isStyle, STYLES } from '../../rules/vocabulary.ts';
import type { Texts } from '../texts/en/index.ts';

interface PlaceSelectProps {
  readonly id: string;
  readonly name: string;
  /** The chosen value; one that the list lacks gets an option of its own. */
  readonly value: string;
  readonly places: readonly GroupOfPlaces[];
  readonly nameOf: (value: string) => string;
  /** What the form sends for a path; absent: the path. */
  readonly sentAs?: (path: string) => string;
  readonly texts: Texts;
  /** More groups behind the places. */
  readonly others?: readonly OtherOptions[];
  readonly isFaulty?: boolean;
}

interface OtherOptions {
  readonly title: string;
  readonly options: readonly (readonly [value: string, name: string])[];
}

export function PlaceSelect(props: PlaceSelectProps) {
  const { id, name, value, places, nameOf, sentAs = (path) => path, texts, others = [], isFaulty } = props;
  const { rules: words } = texts;
  const listed = places.some((group) => group.places.some(({ path }) => sentAs(path) === value));
  const isOther = others.some(({ options }) => options.some(([each]) => each === value));
  return (
    <select id={id} name={name} data-press="show" aria-invalid={isFaulty ? 'true' : undefined}>
      {value === '' && (
        <option value="" selected>
          {words.choose}
        </option>
      )}
      {value !== '' && !listed && !isOther && (
        <option value={value} selected>
          {nameOf(value)}
        </option>
      )}
      {places.map(({ group, places: list }) => (
        <optgroup key={group} label={words.groups[group]}>
          {list.map(({ path, name: shown }) => (
            <option key={path} value={sentAs(path)} selected={sentAs(path) === value}>
              {shown}
            </option>
          ))}
        </optgroup>
      ))}
      {others.map(({ title, options }) => (
        <optgroup key={title} label={title}>
          {options.map(([each, shown]) => (
            <option key={each} value={each} selected={each === value}>
              {shown}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

interface StyleSelectProps {
  readonly id: string;
  readonly name: string;
  /** One of STYLES; another value gets an option of its own. */
  readonly value: string;
  readonly texts: Texts;
  readonly isFaulty?: boolean;
}

/** A list of the kinds of card, by their names. */
export function StyleSelect({ id, name, value, texts: { rules: words, sentences }, isFaulty }: StyleSelectProps) {
  return (
    <select
      id={id}
      name={name}
      aria-invalid={isFaulty ? 'true' : undefined}
      aria-describedby={isFaulty ? `${id}-fault` : undefined}
      data-live
    >
      {!isStyle(value) && (
        <option value={value} selected>
          {value === '' ? words.choose : value}
        </option>
      )}
      {STYLES.map((style) => (
        <option key={style} value={style} selected={style === value}>
          {sentences.styles[style]}
        </option>
      ))}
    </select>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly values: readonly string[];
  readonly nameOf: (path: string) => string;
}

/** The values that an input offers. */
export function Suggestions({ id, values, nameOf }: SuggestionsProps) {
  if (values.length === 0) return null;
  return (
    <datalist id={id}>
      {values.map((value) => {
        const magic = /^\{([^{}]+)\}$/.exec(value);
        return (
          <option key={value} value={value} label={magic === null ? undefined : nameOf(magic[1]!)}>
            {value}
          </option>
        );
      })}
    </datalist>
  );
}
