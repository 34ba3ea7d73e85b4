// A mail of the server itself to a person of an account: the test mail, and the reminder before a
// certificate ends. HTML and text.
import { Letter, LetterButton } from './letter.tsx';

export interface NoticeMail {
  /** The language, BCP 47. */
  readonly tag: string;
  readonly subject: string;
  readonly heading: string;
  readonly lines: readonly string[];
  /** A button; null: none. */
  readonly link: { readonly text: string; readonly href: string } | null;
}

export function renderNotice(notice: NoticeMail) {
  const { subject, heading, lines, link } = notice;
  const text = [heading, ...lines, ...(link === null ? [] : [`${link.text}:\n${link.href}`])];
  return { subject, html: String(<Notice {...notice} />), text: `${text.join('\n\n')}\n` };
}

function Notice({ tag, subject, heading, lines, link }: NoticeMail) {
  return (
    <Letter tag={tag} subject={subject} heading={heading}>
      {lines.map((line) => (
        <p dir="auto" style="margin: 0 0 16px">
          {line}
        </p>
      ))}
      {link !== null && <LetterButton href={link.href} text={link.text} />}
    </Letter>
  );
}
