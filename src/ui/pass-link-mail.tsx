// The mail with the link of a pass: HTML with inline styles, as mail programs need, and text.
import { raw } from 'hono/html';
import type { PassLetter } from '../operations/mails/pass-letter.ts';
import { blackOrWhiteOn } from './pass-colours.ts';
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

/** The pages' accent colour, which stands out on light and on dark. */
const ACCENT = 'rgb(11, 87, 208)';
const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

function PassLinkMail({ letter, tag, texts }: { letter: PassLetter; tag: string; texts: Texts['mail'] }) {
  const { organisation, description, link, brand } = letter;
  const background = brand.background ?? ACCENT;
  const button = `display: inline-block; padding: 12px 24px; border-radius: 8px; text-decoration: none; font-weight: 600; background: ${background}; color: ${blackOrWhiteOn(background)}`;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={tag}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{texts.subject(description)}</title>
        </head>
        <body style={`margin: 0; padding: 24px 16px; font-size: 16px; line-height: 1.5; ${FONT}`}>
          <div style="max-width: 32em; margin: 0 auto">
            <h1 dir="auto" style="font-size: 22px; line-height: 1.25; margin: 0 0 8px">
              {texts.heading(organisation)}
            </h1>
            <p dir="auto" style="margin: 0 0 24px">
              {description}
            </p>
            <p style="margin: 0 0 24px">
              <a href={link} style={button}>
                {texts.open}
              </a>
            </p>
            <p style="margin: 0 0 16px">{texts.how}</p>
            <p style="margin: 0 0 16px">{texts.keep}</p>
            {brand.named && <p style="margin: 24px 0 0; font-size: 13px; opacity: 0.75">{texts.made}</p>}
          </div>
        </body>
      </html>
    </>
  );
}
