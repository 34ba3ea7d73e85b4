// The mail with the link of a pass, as HTML and text.
import type { PassLetter } from '../operations/mails/pass-letter.ts';
import { Letter, LetterButton } from './letter.tsx';
import type { Texts } from './texts/en/index.ts';

interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export function renderPassLink(letter: PassLetter, { tag, mail: texts, pass: { addToGoogle } }: Texts): RenderedMail {
  const { organisation, description, link, google, brand } = letter;
  const lines = [
    texts.heading(organisation),
    description,
    `${texts.open}:\n${link}`,
    ...(google === null ? [texts.how] : [`${addToGoogle}:\n${google}`, texts.howAny]),
    texts.keep,
    ...(brand.named ? [texts.made] : []),
  ];
  return {
    subject: texts.subject(description),
    html: String(<PassLinkMail letter={letter} tag={tag} texts={texts} addToGoogle={addToGoogle} />),
    text: `${lines.join('\n\n')}\n`,
  };
}

interface PassLinkMailProps {
  readonly letter: PassLetter;
  readonly tag: string;
  readonly texts: Texts['mail'];
  readonly addToGoogle: string;
}

function PassLinkMail({ letter, tag, texts, addToGoogle }: PassLinkMailProps) {
  const { organisation, description, link, google, brand } = letter;
  return (
    <Letter tag={tag} subject={texts.subject(description)} heading={texts.heading(organisation)}>
      <p dir="auto" style="margin: 0 0 24px">
        {description}
      </p>
      <LetterButton href={link} text={texts.open} brand={brand} />
      {google !== null && <LetterButton href={google} text={addToGoogle} brand={brand} />}
      <p style="margin: 0 0 16px">{google === null ? texts.how : texts.howAny}</p>
      <p style="margin: 0 0 16px">{texts.keep}</p>
      {brand.named && <p style="margin: 24px 0 0; font-size: 13px; opacity: 0.75">{texts.made}</p>}
    </Letter>
  );
}
