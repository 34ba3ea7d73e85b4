// The mail that invites a person to an account, as HTML and text.
import type { RenderInvitation } from '../operations/people/invitation-mail.ts';
import { Letter, LetterButton } from './letter.tsx';
import type { Texts } from './texts/en/index.ts';

export function renderInvitation({ tag, people: { mail: texts } }: Texts): RenderInvitation {
  return ({ name, invitedBy, link, brand }) => {
    const lines = [texts.heading(name), texts.text(invitedBy), `${texts.open}:\n${link}`, texts.once];
    const html = (
      <Letter tag={tag} subject={texts.subject(name)} heading={texts.heading(name)}>
        <p style="margin: 0 0 24px">{texts.text(invitedBy)}</p>
        <LetterButton href={link} text={texts.open} brand={brand} />
        <p style="margin: 0">{texts.once}</p>
      </Letter>
    );
    return { subject: oneLine(texts.subject(name)), html: String(html), text: `${lines.join('\n\n')}\n` };
  };
}

/** A header has one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
