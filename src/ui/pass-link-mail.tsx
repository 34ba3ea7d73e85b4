// The mail with the link of a pass, as HTML and text.
import type { PassLetter } from '../operations/mails/pass-letter.ts';
import { Letter, LetterButton } from './letter.tsx';
import type { Texts } from './texts/en/index.ts';

interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export function renderPassLink(letter: PassLetter, { tag, mail: texts }: Texts): RenderedMail {
  const { organisation, description, link, brand } = letter;
  const lines = [
    texts.heading(organisation),
    description,
    `${texts.open}:\n${link}`,
    texts.how,
    texts.keep,
    ...(brand.named ? [texts.made] : []),
  ];
  return {
    subject: texts.subject(description),
    html: String(<PassLinkMail letter={letter} tag={tag} texts={texts} />),
    text: `${lines.join('\n\n')}\n`,
  };
}

function PassLinkMail({ letter, tag, texts }: { letter: PassLetter; tag: string; texts: Texts['mail'] }) {
  const { organisation, description, link, brand } = letter;
  return (
    <Letter tag={tag} subject={texts.subject(description)} heading={texts.heading(organisation)}>
      <p dir="auto" style="margin: 0 0 24px">
        {description}
      </p>
      <LetterButton href={link} text={texts.open} brand={brand} />
      <p style="margin: 0 0 16px">{texts.how}</p>
      <p style="margin: 0 0 16px">{texts.keep}</p>
      {brand.named && <p style="margin: 24px 0 0; font-size: 13px; opacity: 0.75">{texts.made}</p>}
    </Letter>
  );
}
