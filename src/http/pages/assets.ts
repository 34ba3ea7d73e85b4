// Serves the style sheet and the icon of all pages, so that no page loads them from a CDN.
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { ICON } from '../../ui/icon.ts';
import type { Assets } from '../../ui/layout.tsx';
import { STYLE } from '../../ui/style.ts';
import { answerFile } from '../compressed.ts';

const FILES = {
  'style.css': fileOf('text/css; charset=utf-8', STYLE),
  'icon.svg': fileOf('image/svg+xml', ICON),
};

type FileName = keyof typeof FILES;

/** The path of the server's root, without a slash at its end; most servers have an empty one. */
export function basePath(rootUrl: string): string {
  return new URL(rootUrl).pathname.replace(/\/$/, '');
}

/** The version lets browsers cache the file until it changes; every page names it. */
function fileOf(type: string, text: string) {
  return { type, text, version: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

/** The address of an asset under the server's root. */
function assetPath(rootUrl: string, name: FileName): string {
  return `${basePath(rootUrl)}/assets/${name}?v=${FILES[name].version}`;
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
    const { type, text } = FILES[name as FileName];
    return answerFile(c, text, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' });
  });
  return app;
}
