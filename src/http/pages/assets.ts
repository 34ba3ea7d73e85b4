// Serves the style sheet and the icon of all pages, so that no page loads them from a CDN.
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { ICON } from '../../ui/icon.ts';
import type { Assets } from '../../ui/layout.tsx';
import { STYLE } from '../../ui/style.ts';
import { answerFile } from '../compressed.ts';

const FILES = {
  'style.css': ['text/css; charset=utf-8', STYLE],
  'icon.svg': ['image/svg+xml', ICON],
} as const satisfies Record<string, readonly [type: string, text: string]>;

type FileName = keyof typeof FILES;

/** The path of the server's root, without a slash at its end; most servers have an empty one. */
export function basePath(rootUrl: string): string {
  return new URL(rootUrl).pathname.replace(/\/$/, '');
}

/**
 * The address of an asset under the server's root. Its version lets browsers cache the asset until
 * it changes.
 */
export function assetPath(rootUrl: string, name: FileName): string {
  const version = createHash('sha256').update(FILES[name][1]).digest('hex').slice(0, 12);
  return `${basePath(rootUrl)}/assets/${name}?v=${version}`;
}

/** The addresses of the files that every page loads. */
export function pageAssets(rootUrl: string): Assets {
  return { stylesheet: assetPath(rootUrl, 'style.css'), icon: assetPath(rootUrl, 'icon.svg') };
}

export function assetRoutes(): Hono {
  const app = new Hono();
  app.get('/assets/:name', (c) => {
    const name = c.req.param('name');
    if (!Object.hasOwn(FILES, name)) return c.notFound();
    const [type, text] = FILES[name as FileName];
    return answerFile(c, text, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' });
  });
  return app;
}
