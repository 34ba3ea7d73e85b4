// What explains this server to programs and people: /openapi.json and the page /docs, made when they are first asked for.
import { Hono } from 'hono';
import type { Context } from '../operations/context.ts';
import { Layout } from '../ui/layout.tsx';
import { ReferencePage } from '../ui/reference.tsx';
import { textsFor } from '../ui/texts/language.ts';
import { basePath, pageAssets } from './pages/assets.ts';
import { openApi } from './passsource/openapi.ts';
import { reference } from './passsource/reference.ts';

export function documentRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  let document: string | undefined;
  /** By language. */
  const pages = new Map<string, string>();

  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(openApi(rootUrl));
    // Viewers of such documents run in browsers, under addresses of their own. It tells them nothing secret.
    return c.body(document, 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  app.get('/docs', (c) => {
    const { tag, reference: texts } = textsFor(c.req.header('accept-language'));
    const page =
      pages.get(tag) ??
      String(
        <Layout title={`${texts.title} · Passwright`} assets={pageAssets(rootUrl)} lang={tag}>
          <ReferencePage base={basePath(rootUrl)} texts={texts} reference={reference(rootUrl)} />
        </Layout>,
      );
    pages.set(tag, page);
    c.header('vary', 'accept-language');
    return c.html(page);
  });
  return app;
}
