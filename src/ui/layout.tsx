// The frame of every page.
import type { PropsWithChildren } from 'hono/jsx';

export function Layout({ title, stylesheet, children }: PropsWithChildren<{ title: string; stylesheet: string }>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>{children}</body>
    </html>
  );
}
