// A mail of the server itself to a person of an account: the test mail, and the reminder before a
// certificate ends. HTML with inline styles, as mail programs need, and text.
import { raw } from 'hono/html';

export interface NoticeMail {
  /** The language, BCP 47. */
  readonly tag: string;
  readonly subject: string;
  readonly heading: string;
  readonly lines: readonly string[];
  /** A button; null: none. */
  readonly link: { readonly text: string; readonly href: string } | null;
}

const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const BUTTON =
  'display: inline-block; padding: 12px 24px; border-radius: 8px; text-decoration: none; font-weight: 600; background: rgb(11, 87, 208); color: rgb(255, 255, 255)';

export function renderNotice(notice: NoticeMail) {
  const { subject, heading, lines, link } = notice;
  const text = [heading, ...lines, ...(link === null ? [] : [`${link.text}:\n${link.href}`])];
  return { subject, html: String(<Letter {...notice} />), text: `${text.join('\n\n')}\n` };
}

function Letter({ tag, subject, heading, lines, link }: NoticeMail) {
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={tag}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{subject}</title>
        </head>
        <body style={`margin: 0; padding: 24px 16px; font-size: 16px; line-height: 1.5; ${FONT}`}>
          <div style="max-width: 32em; margin: 0 auto">
            <h1 dir="auto" style="font-size: 22px; line-height: 1.25; margin: 0 0 8px">
              {heading}
            </h1>
            {lines.map((line) => (
              <p dir="auto" style="margin: 0 0 16px">
                {line}
              </p>
            ))}
            {link !== null && (
              <p style="margin: 0 0 24px">
                <a href={link.href} style={BUTTON}>
                  {link.text}
                </a>
              </p>
            )}
          </div>
        </body>
      </html>
    </>
  );
}
