// The document around every page's body: its head, and the logo and colours of its brand.
import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Brand } from '../operations/accounts/brand.ts';
import { BrandHeader } from './brand-logo.tsx';
import { brandColours } from './pass-colours.ts';

/** Addresses of the files that every page loads, on this server only. */
export interface Assets {
  readonly stylesheet: string;
  readonly icon: string;
}

interface LayoutProps {
  readonly title: string;
  readonly assets: Assets;
  /** What a chat program shows when somebody sends the link on. */
  readonly preview?: Preview;
  /** The language of the page's own words. */
  readonly lang: string;
  /** What one page alone loads or states in its head. */
  readonly head?: Child;
  /**
   * Whether the page reaches the edges of a phone's screen, and keeps its content clear of them
   * itself.
   */
  readonly isEdgeToEdge?: boolean;
  /** Whether the body shows logo and colour itself. */
  readonly isShell?: boolean;
  /** The brand of the account that the page belongs to. */
  readonly brand: Brand;
}

export interface Preview {
  readonly summary: string;
  /** The page's absolute address. */
  readonly address: string;
  /** The absolute address of a picture; null for none. */
  readonly image: string | null;
}

export function Layout(props: PropsWithChildren<LayoutProps>) {
  const { title, assets, preview, lang, head, isEdgeToEdge = false, isShell = false, brand, children } = props;
  const viewport = `width=device-width, initial-scale=1${isEdgeToEdge || isShell ? ', viewport-fit=cover' : ''}`;
  const { background, logo } = brand;
  const isBranded = background !== null && !isShell;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content={viewport} />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>{title}</title>
          {preview !== undefined && <PreviewTags title={title} preview={preview} />}
          {logo === null ? (
            <link rel="icon" href={assets.icon} type="image/svg+xml" />
          ) : (
            <link rel="icon" href={logo.path} />
          )}
          <link rel="stylesheet" href={assets.stylesheet} />
          {head}
        </head>
        <body style={isBranded ? brandColours(background) : undefined} class={isBranded ? 'branded' : undefined}>
          {logo !== null && !isShell && <BrandHeader logo={logo} />}
          {children}
        </body>
      </html>
    </>
  );
}

function PreviewTags({ title, preview }: { title: string; preview: Preview }) {
  const { summary, address, image } = preview;
  return (
    <>
      <meta name="description" content={summary} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={summary} />
      <meta property="og:url" content={address} />
      {image !== null && <meta property="og:image" content={image} />}
    </>
  );
}
