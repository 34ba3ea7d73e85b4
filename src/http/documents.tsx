// Serves what explains this server to programs and people: /openapi.json, the JSON Schema of a
// template, and a page for each API at /docs and below. The first request of a document makes it.
import { Hono } from 'hono';
import { raw } from 'hono/html';
import type { Context } from '../operations/context.ts';
import { SCHEMA_PATH, templateSchema } from '../rules/templates/template-schema.ts';
import { type Reference, ReferencePage } from '../ui/reference.tsx';
import { brandBySession } from './client-brand.ts';
import { answerPage, ownersPage, textsOf, titled } from './frame.tsx';
import { basePath } from './pages/assets.ts';
import { pass2uReference } from './pass2u/reference.ts';
import { passkitReference } from './passkit/reference.ts';
import { openApi } from './passsource/openapi.ts';
import { reference } from './passsource/reference.ts';
import { TEMPLATE_KEYS } from './passsource/template-keys.ts';

const PAGES: readonly {
  readonly path: string;
  readonly name: string;
  readonly reference: (root: string) => Reference;
}[] = [
  { path: '/docs', name: 'PassSource', reference },
  { path: '/docs/passkit', name: 'PassKit v2', reference: passkitReference },
  { path: '/docs/pass2u', name: 'Pass2U v2', reference: pass2uReference },
];

export function documentRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  let document: string | undefined;
  let schema: string | undefined;
  /** Drawn pages by language and path, because drawing one is slow. */
  const bodies = new Map<string, string>();

  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(openApi(rootUrl));
    // Allow every origin: viewers of OpenAPI run on other sites, and the document holds no secret.
    return c.body(document, 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  app.get(SCHEMA_PATH, (c) => {
    const explained = Object.fromEntries(TEMPLATE_KEYS.map(({ name, text }) => [name, text]));
    schema ??= JSON.stringify(templateSchema(rootUrl, explained));
    // Editors and viewers of schemas run on other sites, and the schema holds no secret.
    return c.body(schema, 200, { 'content-type': 'application/schema+json', 'access-control-allow-origin': '*' });
  });

  for (const { path, name, reference } of PAGES) {
    app.get(path, ownersPage, async (c) => {
      const isPersonal = await brandBySession(context, c);
      const { tag, reference: texts } = textsOf(c);
      const key = `${tag} ${path}`;
      const body =
        bodies.get(key) ??
        String(
          <ReferencePage
            base={basePath(rootUrl)}
            texts={texts}
            name={name}
            others={PAGES.filter((other) => other.path !== path)}
            reference={reference(rootUrl)}
          />,
        );
      bodies.set(key, body);
      return answerPage(context, c, { title: titled(c, texts.title), body: raw(body), isStorable: !isPersonal });
    });
  }
  return app;
}
