// The owner's manual: the list of its pages, and one page with its picture, its steps and what else
// there is to know.
import type { Texts } from '../texts/en/index.ts';

type Words = Texts['help'];
type PageWords = Words['pages'][keyof Words['pages']];

interface ContentsProps {
  readonly base: string;
  readonly words: Words;
  readonly pages: readonly (PageWords & { readonly address: string })[];
}

export function HelpContents({ base, words, pages }: ContentsProps) {
  return (
    <main class="help">
      <p>
        <a href={`${base}/`}>{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <ol class="rows">
        {pages.map(({ address, title, text }) => (
          <li key={address}>
            <a href={address}>{title}</a>
            <p class="quiet">{text}</p>
          </li>
        ))}
      </ol>
    </main>
  );
}

interface TextProps {
  readonly base: string;
  readonly words: Words;
  readonly page: PageWords;
  /** Null: it has not been taken yet. */
  readonly picture: { readonly address: string; readonly width: number; readonly height: number } | null;
  readonly next: { readonly address: string; readonly title: string } | null;
}

export function HelpText({ base, words, page, picture, next }: TextProps) {
  return (
    <main class="help">
      <p>
        <a href={`${base}/help`}>{words.contents}</a>
      </p>
      <h1>{page.title}</h1>
      <p>{page.text}</p>
      <ol>
        {page.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {picture !== null && (
        <p>
          <img src={picture.address} alt={page.picture} width={picture.width} height={picture.height} />
        </p>
      )}
      {page.more.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {next !== null && (
        <p>
          {words.next} <a href={next.address}>{next.title}</a>
        </p>
      )}
    </main>
  );
}
