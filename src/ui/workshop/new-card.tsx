// New cards: drawn cards to choose from, by the job that a card does, our examples, and the one form
// that makes one of them the owner's own card.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { PassView } from '../../operations/files/view-pass.ts';
import type { ExampleCard } from '../../operations/templates/example-cards.ts';
import type { DrawnJob } from '../../operations/templates/job-cards.ts';
import { Problems } from '../form-problems.tsx';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';
import { TextField } from './text-field.tsx';

interface ChooseProps {
  readonly base: string;
  readonly texts: Texts;
  readonly jobs: readonly DrawnJob[];
  readonly examples: readonly ExampleCard[];
  /** The mistake in the file that was sent; null: none. */
  readonly fault: Child | null;
}

export function ChooseCard({ base, texts, jobs, examples, fault }: ChooseProps) {
  const { cards: words } = texts;
  return (
    <>
      <h1>{words.new}</h1>
      {fault !== null && <Problems problem={null} faulty={[{ target: 'file', fault }]} texts={texts.form} />}
      <section class="jobs" aria-labelledby="jobs">
        <h2 id="jobs">{words.whatIsIt}</h2>
        <ul class="gallery">
          {jobs.map(({ job, view }) => (
            <Tile base={base} texts={texts} view={view} start={{ job }} text={words.jobs[job].text}>
              {words.jobs[job].name}
            </Tile>
          ))}
        </ul>
      </section>
      {examples.length > 0 && (
        <details class="examples">
          <summary>{words.fromExamples(examples.length)}</summary>
          <ul class="gallery">
            {examples.map(({ name, view }) => (
              <Tile base={base} texts={texts} view={view} start={{ example: name }} text={null}>
                {name}
              </Tile>
            ))}
          </ul>
        </details>
      )}
      <FileForm base={base} words={words} fault={fault} />
    </>
  );
}

interface TileProps {
  readonly base: string;
  readonly texts: Texts;
  readonly view: PassView;
  /** What the address of the form names. */
  readonly start: Readonly<Record<string, string>>;
  readonly text: string | null;
}

function Tile({ base, texts, view, start, text, children }: PropsWithChildren<TileProps>) {
  return (
    <li class="tile">
      <div class="tileDrawing" aria-hidden="true">
        <PassCard view={view} texts={texts} />
      </div>
      <h3>
        <a href={`${base}/cards/new?${new URLSearchParams(start)}`} class="cover">
          {children}
        </a>
      </h3>
      {text !== null && <p class="quiet">{text}</p>}
    </li>
  );
}

function FileForm({ base, words, fault }: { base: string; words: Texts['cards']; fault: Child | null }) {
  return (
    <form method="post" action={`${base}/cards/import`} enctype="multipart/form-data" class="form startFile">
      <h2>{words.fromFile}</h2>
      <p class="quiet">{words.fromFileText}</p>
      <TextField id="file" label={words.file} fault={fault}>
        {(attributes) => (
          <input {...attributes} type="file" name="file" accept=".pkpass,.pkpasstemplate,.zip,.json" required />
        )}
      </TextField>
      <p>
        <button type="submit" class="button plain">
          {words.import}
        </button>
      </p>
    </form>
  );
}

/** What the form of a new card has, as it was sent or as it begins. */
export interface NewCardForm {
  readonly shop: string;
  /** `#rrggbb`. */
  readonly colour: string;
}

interface NewCardProps {
  readonly base: string;
  readonly texts: Texts;
  readonly view: PassView;
  readonly start: {
    /** The form's field, and what it sends. */
    readonly field: 'job' | 'example';
    readonly value: string;
    /** The job's name; null: the card starts from an example. */
    readonly name: string | null;
  };
  readonly form: NewCardForm;
  /** Field -> its mistake; empty for a new form. */
  readonly faults: Readonly<Record<string, Child>>;
  /** Whether a logo was sent with a form that has mistakes. */
  readonly hadLogo: boolean;
  readonly script: string;
}

export function NewCard({ base, texts, view, start, form, faults, hadLogo, script }: NewCardProps) {
  const { cards: words } = texts;
  const faulty = Object.entries(faults).map(([field, fault]) => ({ target: field, fault }));
  return (
    <div class="ofCard">
      <header class="ofCardHead">
        <h1>{start.name === null ? start.value : words.yourOwn(start.name)}</h1>
        <p class="quiet">{start.name === null ? words.basedOn : words.basedOnJob}</p>
      </header>
      <aside class="ofCardDrawing" data-drawing>
        <PassCard view={view} texts={texts} />
      </aside>
      <div class="ofCardBody">
        {faulty.length > 0 && <Problems problem={null} faulty={faulty} texts={texts.form} />}
        <form method="post" action={`${base}/cards/new`} enctype="multipart/form-data" class="form" data-new-card>
          <input type="hidden" name={start.field} value={start.value} />
          <TextField id="shop" label={words.shop} hint={words.shopHint} fault={faults.shop ?? null}>
            {(attributes) => (
              <input
                {...attributes}
                name="shop"
                value={form.shop}
                maxlength={60}
                required
                dir="auto"
                autocomplete="organization"
              />
            )}
          </TextField>
          <TextField
            id="logo"
            label={words.logo}
            hint={hadLogo ? words.logoAgain : words.logoHint}
            fault={faults.logo ?? null}
          >
            {(attributes) => (
              <input {...attributes} type="file" name="logo" accept="image/png,image/jpeg,image/webp,image/svg+xml" />
            )}
          </TextField>
          <TextField id="colour" label={words.colour} fault={faults.colour ?? null}>
            {(attributes) => <input {...attributes} type="color" name="colour" value={form.colour} />}
          </TextField>
          <p class="actions">
            <button type="submit" class="button">
              {words.make}
            </button>
            <a href={`${base}/cards/new`}>{words.back}</a>
          </p>
        </form>
      </div>
      <script type="module" src={script} />
    </div>
  );
}
