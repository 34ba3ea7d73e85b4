// What explains this server to programs and people: /openapi.json and the page /docs, both made when they are first asked for.
import { Hono } from 'hono';
import type { Context } from '../operations/context.ts';
import { Layout } from '../ui/layout.tsx';
import { ReferencePage } from '../ui/reference.tsx';
import { basePath, pageAssets } from './pages/assets.ts';
import { openApi } from './passsource/openapi.ts';
import { reference } from './passsource/reference.ts';

export function documentRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  let document: string | undefined;
  let page: string | undefined;

  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(openApi(rootUrl));
    // Viewers of such documents run in browsers, under addresses of their own. It tells them nothing secret.
    return c.body(document, 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  app.get('/docs', (c) => {
    page ??= String(
      <Layout title="The API · Passwright" assets={pageAssets(rootUrl)}>
        <ReferencePage base={basePath(rootUrl)} reference={reference(rootUrl)} />
      </Layout>,
    );
    return c.html(page);
  });
  return app;
}
