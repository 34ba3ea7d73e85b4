// Serves the owner's manual: /help, and a page for each subject. It holds nothing of an account, so
// that whoever wants to know what this server does may read it.
import { Hono, type Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import type { Context } from '../../operations/context.ts';
import { HelpContents, HelpText } from '../../ui/help/help.tsx';
import { brandBySession } from '../client-brand.ts';
import { answerPage, ownersPage, textsOf, titled } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { HELP_PAGES, HELP_SLUGS, type HelpSlug } from './pages.ts';
import { helpPictures, PICTURE } from './pictures.ts';

export function helpRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const addressOf = (slug: HelpSlug) => `${base}/help/${slug}`;

  const page = async (c: HonoContext, title: string, body: Child) => {
    const isPersonal = await brandBySession(context, c);
    return answerPage(context, c, { title: titled(c, title), body, isStorable: !isPersonal });
  };

  app.get('/help', ownersPage, (c) => {
    const { help: words } = textsOf(c);
    const pages = HELP_SLUGS.map((slug) => ({ address: addressOf(slug), ...words.pages[HELP_PAGES[slug]] }));
    return page(c, words.title, <HelpContents base={base} words={words} pages={pages} />);
  });

  app.get('/help/:page', ownersPage, async (c) => {
    const slug = HELP_SLUGS.find((each) => each === c.req.param('page'));
    if (slug === undefined) return c.notFound();
    const { help: words, tag } = textsOf(c);
    const text = words.pages[HELP_PAGES[slug]];
    const next = HELP_SLUGS[HELP_SLUGS.indexOf(slug) + 1];
    const picture = (await helpPictures()).get(`${tag}/${slug}`);
    return page(
      c,
      text.title,
      <HelpText
        base={base}
        words={words}
        page={text}
        picture={
          picture === undefined
            ? null
            : { address: `${base}/help/pictures/${tag}/${slug}.webp?v=${picture.version}`, ...PICTURE }
        }
        next={next === undefined ? null : { address: addressOf(next), title: words.pages[HELP_PAGES[next]].title }}
      />,
    );
  });

  app.get('/help/pictures/:language/:file', async (c) => {
    const name = `${c.req.param('language')}/${c.req.param('file').replace(/\.webp$/, '')}`;
    const picture = (await helpPictures()).get(name);
    if (picture === undefined) return c.notFound();
    return c.body(picture.bytes, 200, {
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  return app;
}
