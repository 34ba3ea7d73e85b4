// Serves what the card at /card/{hash} loads besides its page: the manifest with which a phone
// installs the card as an app, its icons, and the service worker that stores this card alone.
import { createHash } from 'node:crypto';
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { findPass } from '../../operations/access/access.ts';
import type { Context } from '../../operations/context.ts';
import { type PassView, viewPass } from '../../operations/files/view-pass.ts';
import { frontColours } from '../../rules/passes/front-colours.ts';
import { imageHashOf } from '../../rules/triggers/requests.ts';
import { toText } from '../../rules/values/values.ts';
import { titleOf } from '../../ui/pass-card.tsx';
import { browserFiles, classicScript, filePath, filesReachedFrom } from '../browser-files.ts';
import { textsOf } from '../frame.tsx';
import { pagePolicy } from '../page-policy.ts';
import { basePath, pageAssets } from './assets.ts';
import { type CardIconSize, drawIcon, ICON_SIZES } from './card-icon.ts';
import { isOpenHere } from './open-pass.ts';

export const CARD_SCRIPT = 'card/card.js';
/** The card asks this server for its events, and installs its service worker. */
export const CARD_POLICY = pagePolicy({ 'connect-src': "'self'", 'manifest-src': "'self'", 'worker-src': "'self'" });

/** A phone shows so many letters below an icon, and cuts the rest itself. */
const LONGEST_NAME = 45;
const PRIVATE = 'private, no-cache';

/** `path`: of the card. The address changes with the picture. */
export function cardIconPath(path: string, size: CardIconSize, view: PassView): string {
  const version = createHash('sha256').update(iconKey(view)).digest('hex').slice(0, 12);
  return `${path}/icon-${size}.png?v=${version}`;
}

export function cardFileRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  /** Fails with `passcode_required`. */
  const viewOf = async (c: HonoContext) => {
    const snapshot = await findPass(context, c.req.param('hash') ?? '');
    if (!isOpenHere(context, c, snapshot.pass)) {
      throw new AppError('passcode_required', { field: 'hashedSerialNumber' });
    }
    return { path: `${base}/card/${snapshot.pass.hash}`, view: await viewPass(context, snapshot) };
  };

  app.get('/card/:hash/manifest.webmanifest', async (c) => {
    const { path, view } = await viewOf(c);
    return c.body(JSON.stringify(manifestOf(path, view, textsOf(c).tag)), 200, {
      'content-type': 'application/manifest+json',
      'cache-control': PRIVATE,
    });
  });

  for (const size of ICON_SIZES) {
    app.get(`/card/:hash/icon-${size}.png`, async (c) => {
      const { view } = await viewOf(c);
      const icon = await drawIcon(context, { hash: iconHash(view), background: backgroundOf(view), size });
      return c.body(icon, 200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=86400' });
    });
  }

  app.get('/card/:hash/service-worker.js', async (c) => {
    const { pass } = await findPass(context, c.req.param('hash'));
    const files = await browserFiles();
    const page = `${base}/card/${pass.hash}`;
    const own = filesReachedFrom(files, CARD_SCRIPT).map((file) => filePath(rootUrl, file));
    const { stylesheet, icon } = pageAssets(rootUrl);
    const card = { page, files: [stylesheet, icon, ...own] };
    return c.body(`const CARD = ${JSON.stringify(card)};\n${classicScript(files, 'card/service-worker.js')}`, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': PRIVATE,
      // The service worker's own policy governs what it may fetch.
      'content-security-policy': CARD_POLICY,
      'service-worker-allowed': page,
    });
  });
  return app;
}

/** https://www.w3.org/TR/appmanifest/ */
function manifestOf(path: string, view: PassView, lang: string): Record<string, unknown> {
  const name = titleOf(view).slice(0, LONGEST_NAME);
  const background = backgroundOf(view);
  const icon = (purpose: 'any' | 'maskable') => (size: CardIconSize) => {
    return { src: cardIconPath(path, size, view), sizes: `${size}x${size}`, type: 'image/png', purpose };
  };
  return {
    id: path,
    name,
    short_name: toText(view.passJson.logoText).slice(0, LONGEST_NAME) || name,
    lang,
    start_url: path,
    scope: path,
    display: 'standalone',
    background_color: background,
    theme_color: background,
    icons: [...ICON_SIZES.map(icon('any')), ...ICON_SIZES.map(icon('maskable'))],
  };
}

/** Rendering made every colour `rgb(...)`. */
function backgroundOf({ passJson }: PassView): string {
  return frontColours(passJson).background;
}

/** The content hash of the sharpest icon; null: the pass has none. */
function iconHash({ images }: PassView): string | null {
  const path = images['icon@3x'] ?? images['icon@2x'] ?? images.icon;
  if (path === undefined) return null;
  return imageHashOf(path, path.slice(0, path.lastIndexOf('/images/')));
}

function iconKey(view: PassView): string {
  return `${iconHash(view)} ${backgroundOf(view)}`;
}
