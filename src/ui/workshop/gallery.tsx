// The gallery of cards: each drawn as a new pass of it looks, with its numbers and its state. Our
// examples stand apart.
import type { GalleryCard, Gallery as ShownGallery } from '../../operations/templates/gallery.ts';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';

interface GalleryProps {
  readonly base: string;
  readonly texts: Texts;
  readonly gallery: ShownGallery;
  readonly isFirstPage: boolean;
  /** Whether the person may make cards and hide the examples. */
  readonly mayMake: boolean;
  /** The name of the card that was just deleted; null: none was. */
  readonly deleted: string | null;
}

export function Gallery({ base, texts, gallery, isFirstPage, mayMake, deleted }: GalleryProps) {
  const { cards: words } = texts;
  const { cards, examples, exampleCount, next } = gallery;
  return (
    <>
      <header class="bar">
        <h1>{words.title}</h1>
        {mayMake && (
          <a class="button" href={`${base}/cards/new`}>
            {words.new}
          </a>
        )}
      </header>
      {deleted !== null && (
        <p class="notice" role="status" dir="auto">
          {words.deleted(deleted)}
        </p>
      )}
      {cards.length === 0 && isFirstPage && (
        <p class="panel">{mayMake ? `${words.none} ${words.noneText}` : words.noneToSee}</p>
      )}
      <Tiles base={base} texts={texts} cards={cards} />
      {(next !== null || !isFirstPage) && (
        <nav class="pager" aria-label={words.title}>
          {isFirstPage ? <span /> : <a href={`${base}/cards`}>{words.newest}</a>}
          {next !== null && <a href={`${base}/cards?before=${next}`}>{words.older}</a>}
        </nav>
      )}
      {exampleCount > 0 && examples.length === 0 && (
        <p>
          <a href={`${base}/cards?examples=1#examples`}>{words.examples(exampleCount)}</a>
        </p>
      )}
      {examples.length > 0 && (
        <section class="examples" aria-labelledby="examples">
          <div class="bar">
            <h2 id="examples">{words.examples(exampleCount)}</h2>
            {mayMake && (
              <form method="post" action={`${base}/cards/examples/hide`}>
                <button type="submit" class="button text">
                  {words.hideExamples}
                </button>
              </form>
            )}
          </div>
          <p class="quiet">{words.examplesText}</p>
          <Tiles base={base} texts={texts} cards={examples} areExamples />
        </section>
      )}
    </>
  );
}

interface TilesProps {
  readonly base: string;
  readonly texts: Texts;
  readonly cards: readonly GalleryCard[];
  /** All of them are examples, so none says so. */
  readonly areExamples?: boolean;
}

function Tiles({ base, texts, cards, areExamples = false }: TilesProps) {
  if (cards.length === 0) return null;
  return (
    <ul class="gallery">
      {cards.map((card) => (
        <Tile base={base} texts={texts} card={card} saysExample={card.isExample && !areExamples} />
      ))}
    </ul>
  );
}

interface TileProps {
  readonly base: string;
  readonly texts: Texts;
  readonly card: GalleryCard;
  readonly saysExample: boolean;
}

function Tile({ base, texts, card, saysExample }: TileProps) {
  const { cards: words, tag } = texts;
  const { hash, name, view, onPhones, scansToday, triggersPaused, isTestOnly, hasDraft } = card;
  const numbers = words.numbers(onPhones.toLocaleString(tag), scansToday.toLocaleString(tag));
  return (
    <li class="tile">
      {/* The name below is the link; a screen reader need not read the whole card before it. */}
      <div class="tileDrawing" aria-hidden="true">
        {view === null ? <p class="panel quiet">{words.notDrawn}</p> : <PassCard view={view} texts={texts} />}
      </div>
      <h2 dir="auto">
        <a href={`${base}/cards/${hash}`} class="cover">
          {name}
        </a>
      </h2>
      <p class="quiet">{numbers}</p>
      {(triggersPaused || isTestOnly || saysExample || hasDraft) && (
        <p class="badges">
          {saysExample && <span class="badge">{words.example}</span>}
          {hasDraft && <span class="badge">{texts.versions.badge}</span>}
          {triggersPaused && <span class="badge">{words.paused}</span>}
          {isTestOnly && <span class="badge">{words.testOnly}</span>}
        </p>
      )}
    </li>
  );
}
