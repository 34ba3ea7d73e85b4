// The app behind a real socket and a real Chromium in front of it. Watches every page: its console,
// what the content security policy refuses, its requests to other hosts, and how far its layout
// shifts.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { listenFirst } from '../http/served.ts';
import { openTestApp, type TestApp, type TestOptions } from '../open-app.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Skips these tests on a developer's machine without the browser; CI always runs them. */
export const WITHOUT_BROWSER = !existsSync(CHROMIUM) && process.env.CI === undefined;
if (WITHOUT_BROWSER)
  console.warn(`The tests of pages are left out: there is no ${CHROMIUM}. Install chromium to run them.`);

/**
 * This machine's address in a local network: over plain http browsers trust it less than 127.0.0.1.
 */
export const LOCAL_NAME = 'passes.lan';

export const SCHEMES = ['light', 'dark'] as const;
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
export interface WatchedPage {
  readonly page: Page;
  /** The problems so far, one line each; empty for a good page. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface Pages {
  readonly t: TestApp;
  readonly root: string;
  open(options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Makes the server unreachable, as if switched off, and reachable again. */
  hangUp(): Promise<void>;
  answerAgain(): Promise<void>;
  close(): Promise<void>;
}

/** `browserArgs` are more of Chromium's own switches. */
export async function openPages(options: TestOptions & { readonly browserArgs?: string[] } = {}): Promise<Pages> {
  const { server, port, root, answerWith } = await listenFirst();
  const t = await openTestApp({ ...options, env: { ...options.env, ROOT_URL: root } });
  answerWith(t);
  const network = `--host-resolver-rules=MAP ${LOCAL_NAME} 127.0.0.1`;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars', network];
  const launched = { executablePath: CHROMIUM, args: [...args, ...(options.browserArgs ?? [])] };
  const browser = await browserWith(launched);
  const contexts = new Set<BrowserContext>();
  const hangUp = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    t,
    root,
    open: async (given = {}) => {
      const context = await browser.newContext({ viewport: PHONE, ...given });
      contexts.add(context);
      context.on('close', () => contexts.delete(context));
      const page = await context.newPage();
      const complaints = watch(page, root);
      await context.addInitScript(WATCH_LAYOUT);
      return { page, complaints, close: () => context.close() };
    },
    hangUp,
    answerAgain: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: async () => {
      for (const context of contexts) await context.close();
      await hangUp();
      await t.close();
    },
  };
}

const browsers = new Map<string, Promise<Browser>>();

/**
 * The files of a worker share a browser, each page with a context of its own, because starting one
 * takes a second. Chromium ends with the worker, when its pipe to Playwright closes.
 */
async function browserWith(launched: { readonly executablePath: string; readonly args: string[] }): Promise<Browser> {
  const name = JSON.stringify(launched);
  const running = await browsers.get(name);
  if (running?.isConnected()) return running;
  const started = chromium.launch(launched);
  browsers.set(name, started);
  return started;
}

function watch(page: Page, root: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A page that answers 401 or 404 on purpose is an error to the console, but no problem here.
    const isOwnStatus = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !isOwnStatus) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${root}/`) && !url.startsWith('data:')) complaints.push(`another host: ${url}`);
  });
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

const WATCH_LAYOUT = `globalThis.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.layoutShift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

/**
 * A busy browser may paint the mark of a button one frame before the button's text, which then
 * pushes the mark aside: 0.00006. A picture without reserved space pushes the page: over 0.01.
 */
export const MARK_ALONE = 0.001;

/** How far the layout shifted (CLS in Web Vitals), after the last shift is painted. */
export function layoutShift(page: Page): Promise<number> {
  const frame = 'new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))';
  return page.evaluate(`${frame}.then(() => ${frame}).then(() => globalThis.layoutShift)`);
}

/** Waits until the page has painted something. */
export function firstPaint(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true });
      }),
  );
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
