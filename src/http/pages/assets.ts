// The style sheet and the few lines of script that pages load: from here, never from a CDN.
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { STYLE } from '../../ui/style.ts';

/** A page made by a creation link is afterwards the page of that pass: reloading it must not make another one. */
const CREATED_SCRIPT = `const { address } = document.currentScript.dataset;
history.replaceState(null, '', address);
`;

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  'style.css': ['text/css; charset=utf-8', STYLE],
  'created.js': ['text/javascript; charset=utf-8', CREATED_SCRIPT],
};

/** The address of an asset under the server's root, with its version, so that browsers keep it until it changes. */
export function assetPath(rootUrl: string, name: keyof typeof FILES & string): string {
  const version = createHash('sha256').update(FILES[name]![1]).digest('hex').slice(0, 12);
  return `${new URL(rootUrl).pathname.replace(/\/$/, '')}/assets/${name}?v=${version}`;
}

export function assetRoutes(): Hono {
  const app = new Hono();
  app.get('/assets/:name', (c) => {
    const name = c.req.param('name');
    if (!Object.hasOwn(FILES, name)) return c.notFound();
    const [type, text] = FILES[name]!;
    return c.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' });
  });
  return app;
}
