// The document of every mail: HTML with inline styles, as mail programs need.
import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import type { Brand } from '../operations/accounts/brand.ts';
import { blackOrWhiteOn } from './pass-colours.ts';

/** The pages' accent colour, which stands out on light and on dark. */
const ACCENT = 'rgb(11, 87, 208)';
const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

interface LetterProps {
  /** The language, BCP 47. */
  readonly tag: string;
  readonly subject: string;
  readonly heading: string;
}

export function Letter({ tag, subject, heading, children }: PropsWithChildren<LetterProps>) {
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
            {children}
          </div>
        </body>
      </html>
    </>
  );
}

interface LetterButtonProps {
  readonly href: string;
  readonly text: string;
  /** Whose colour the button has; absent: the server's. */
  readonly brand?: Brand;
}

export function LetterButton({ href, text, brand }: LetterButtonProps) {
  const background = brand?.background ?? ACCENT;
  const style = `display: inline-block; padding: 12px 24px; border-radius: 8px; text-decoration: none; font-weight: 600; background: ${background}; color: ${blackOrWhiteOn(background)}`;
  return (
    <p style="margin: 0 0 24px">
      <a href={href} style={style}>
        {text}
      </a>
    </p>
  );
}
