// {rootPath}/images/{content hash}: original images, for pages and for clients of imageForName.
import { Hono } from 'hono';
import { AppError } from '../errors.ts';
import type { Context } from '../operations/context.ts';
import { readImage } from '../operations/images.ts';

export function imageRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/images/:file', async (c) => {
    const hash = /^([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(c.req.param('file'))?.[1];
    if (hash === undefined) throw new AppError('image_not_found');
    const { bytes, mediaType } = await readImage(context, hash);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': mediaType,
      // The name is the content's hash, so the content never changes.
      'cache-control': 'public, max-age=31536000, immutable',
      // An SVG that a holder uploaded must not run as a page of this server.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
  });
  return app;
}
