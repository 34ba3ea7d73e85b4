// The mail that invites a person to an account: HTML with inline styles, as mail programs need, and
// text.
import { raw } from 'hono/html';
import type { RenderInvitation } from '../operations/people/invitation-mail.ts';
import { blackOrWhiteOn } from './pass-colours.ts';
import type { Texts } from './texts/en/index.ts';

/** The pages' accent colour, which stands out on light and on dark. */
const ACCENT = 'rgb(11, 87, 208)';
const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export function renderInvitation({ tag, people: { mail: texts } }: Texts): RenderInvitation {
  return ({ name, invitedBy, link, brand }) => {
    const lines = [texts.heading(name), texts.text(invitedBy), `${texts.open}:\n${link}`, texts.once];
    const background = brand.background ?? ACCENT;
    const button = `display: inline-block; padding: 12px 24px; border-radius: 8px; text-decoration: none; font-weight: 600; background: ${background}; color: ${blackOrWhiteOn(background)}`;
    const html = (
      <>
        {raw('<!DOCTYPE html>')}
        <html lang={tag}>
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{texts.subject(name)}</title>
          </head>
          <body style={`margin: 0; padding: 24px 16px; font-size: 16px; line-height: 1.5; ${FONT}`}>
            <div style="max-width: 32em; margin: 0 auto">
              <h1 dir="auto" style="font-size: 22px; line-height: 1.25; margin: 0 0 8px">
                {texts.heading(name)}
              </h1>
              <p style="margin: 0 0 24px">{texts.text(invitedBy)}</p>
              <p style="margin: 0 0 24px">
                <a href={link} style={button}>
                  {texts.open}
                </a>
              </p>
              <p style="margin: 0">{texts.once}</p>
            </div>
          </body>
        </html>
      </>
    );
    return { subject: oneLine(texts.subject(name)), html: String(html), text: `${lines.join('\n\n')}\n` };
  };
}

/** A header has one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
