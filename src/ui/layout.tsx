// The frame of every page.
import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';

/** Addresses of what every page loads, from this server only. */
export interface Assets {
  readonly stylesheet: string;
  readonly icon: string;
}

interface Frame {
  readonly title: string;
  readonly assets: Assets;
  /** What a chat program shows below the title when somebody sends the link on. */
  readonly summary?: string;
  /** Of the page's own words. */
  readonly lang?: string;
}

export function Layout({ title, assets, summary, lang = 'en', children }: PropsWithChildren<Frame>) {
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>{title}</title>
          {summary !== undefined && (
            <>
              <meta name="description" content={summary} />
              <meta property="og:title" content={title} />
              <meta property="og:description" content={summary} />
            </>
          )}
          <link rel="icon" href={assets.icon} type="image/svg+xml" />
          <link rel="stylesheet" href={assets.stylesheet} />
        </head>
        <body>{children}</body>
      </html>
    </>
  );
}
