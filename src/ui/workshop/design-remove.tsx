// The page that asks before a field or a hidden value is removed from a card's draft.
import type { Removal } from '../../operations/templates/remove-from-design.ts';
import { treeOf } from '../../rules/design/groups.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { POSTER } from '../../rules/vocabulary.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { placeWords } from './place-words.ts';

interface RemovePageProps {
  readonly removal: Removal;
  readonly texts: Texts;
  /** The address of the card. */
  readonly address: string;
  /** Why nothing was removed; null: nobody has tried. */
  readonly problem: string | null;
}

/** The most places on the page that name what is removed. */
const MOST_PLACES = 30;

export function RemovePage({ removal, texts, address, problem }: RemovePageProps) {
  const { design: words } = texts;
  const { open, what, program, references } = removal;
  const isPoster = what.group === POSTER;
  const isOfPoster = isPoster || treeOf(what.group ?? '') === POSTER;
  const name = isPoster ? words.poster.whole : removal.name;
  const names = namesIn(program, texts.sentences);
  const places = [...new Set(references.map(({ where }) => placeWords(where, open.passConstructor, names, texts)))];
  return (
    <section class="panel" aria-labelledby="remove">
      {problem !== null && <Problems problem={problem} faulty={[]} texts={texts.form} />}
      <h2 id="remove" dir="auto">
        {words.removeTitle(name)}
      </h2>
      <p>{words.removeText}</p>
      {places.length > 0 && (
        <>
          <p>{words.removeUses}</p>
          <ul>
            {places.slice(0, MOST_PLACES).map((place) => (
              <li key={place} dir="auto">
                {place}
              </li>
            ))}
          </ul>
          {places.length > MOST_PLACES && <p class="quiet">{words.removeMore(places.length - MOST_PLACES)}</p>}
        </>
      )}
      <form method="post" action={`${address}/design/remove`} class="actions">
        <input type="hidden" name="revision" value={open.revision} />
        <input type="hidden" name="key" value={what.key} />
        {what.group !== undefined && <input type="hidden" name="group" value={what.group} />}
        <button type="submit" class="button danger">
          {words.remove}
        </button>
        <a href={`${address}/design${isOfPoster ? '/poster' : ''}`} class="button plain">
          {words.cancel}
        </a>
      </form>
    </section>
  );
}
