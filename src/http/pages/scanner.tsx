// Serves /scanner: the page that staff scan with, its manifest and service worker. What the page asks
// of the server is in scanner-calls.ts.
import { createHash } from 'node:crypto';
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { ScannerHead, ScannerPage } from '../../ui/scanner.tsx';
import { browserFiles, classicScript, filePath, filesReachedFrom, scriptPath } from '../browser-files.ts';
import { brandBySession } from '../client-brand.ts';
import { answerPage, brandPage, drawPage, ownersPage, type Page, textsOf } from '../frame.tsx';
import { loginPath } from '../return-page.ts';
import { tillHere } from '../till-cookie.ts';
import { basePath, pageAssets } from './assets.ts';
import { ICON_SIZES, scannerIcon, scannerIconPath, scannerManifest } from './scanner-manifest.ts';

/**
 * The scanner compiles WebAssembly to read barcodes, sends requests to this server, and shows other
 * sites for psDisplayURL and for a custom address, so it cannot have the policy of other pages.
 */
const SCANNER_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "img-src 'self' data:",
  'frame-src https: http:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ASK_FIRST = 'no-cache';
const SCRIPT = 'scanner/app.js';

export function scannerRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);
  const page = `${base}/scanner`;
  const manifest = `${page}/manifest.webmanifest`;

  const pageFor = async (c: HonoContext): Promise<Page> => {
    const texts = textsOf(c).scanner;
    return {
      title: texts.title,
      head: (
        <ScannerHead
          description={texts.description}
          script={await scriptPath(rootUrl, SCRIPT)}
          manifest={manifest}
          touchIcon={scannerIconPath(base, 180)}
        />
      ),
      body: <ScannerPage base={base} signIn={loginPath(rootUrl, page)} texts={texts} />,
      isEdgeToEdge: true,
      policy: SCANNER_POLICY,
      isStorable: true,
    };
  };

  app.use('/scanner/*', ownersPage);
  app.get('/scanner', async (c) => {
    const isBranded = await brandHere(context, c);
    c.header('cache-control', isBranded ? `private, ${ASK_FIRST}` : ASK_FIRST);
    return answerPage(context, c, await pageFor(c));
  });

  app.get('/scanner/manifest.webmanifest', (c) => {
    const text = JSON.stringify(scannerManifest(base, textsOf(c)));
    return c.body(text, 200, { 'content-type': 'application/manifest+json', 'cache-control': ASK_FIRST });
  });

  for (const size of ICON_SIZES) {
    app.get(`/scanner/icon-${size}.png`, async (c) =>
      c.body(await scannerIcon(size), 200, { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' }),
    );
  }

  app.get('/scanner/service-worker.js', async (c) => {
    await brandHere(context, c);
    const files = await browserFiles();
    const serviceWorker = classicScript(files, 'scanner/service-worker.js');
    // A device fetches its copy again when a word of the page, the visitor's language or a script
    // changes, because the page contains the address of the first script.
    const version = createHash('sha256')
      .update(`${serviceWorker} ${drawPage(context, c, await pageFor(c))}`)
      .digest('hex')
      .slice(0, 12);
    const { stylesheet, icon } = pageAssets(rootUrl);
    const own = filesReachedFrom(files, SCRIPT).map((file) => filePath(rootUrl, file));
    const shell = { version, page, files: [stylesheet, icon, manifest, scannerIconPath(base, 192), ...own] };
    return c.body(`const SHELL = ${JSON.stringify(shell)};\n${serviceWorker}`, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': ASK_FIRST,
      // The service worker's own policy governs what it may fetch.
      'content-security-policy': SCANNER_POLICY,
      'service-worker-allowed': page,
    });
  });

  return app;
}

/** Gives the page the brand of the till that the device is, else that of whoever is logged in. */
async function brandHere(context: Context, c: HonoContext): Promise<boolean> {
  const till = await tillHere(context, c).catch((error) => {
    // The page opens for a till that is locked out too, and says so.
    if (!(error instanceof AppError)) throw error;
    return null;
  });
  if (till === null) return brandBySession(context, c);
  brandPage(context, c, till.account);
  return true;
}
