// What browsers run: files whose addresses change with their content, the files that modules name,
// and pages that load scripts and hold none.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Parser } from 'htmlparser2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserFiles, filesReachedFrom, loadBrowserFiles } from '../../src/http/browser-files.ts';
import { openSession } from '../../src/operations/access/login.ts';
import { cardWith, editable } from '../fixtures/http/register-forms.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { builtProgram } from '../made.ts';

const HASHED = /^\/assets\/[\w/-]+\/[\w-]+\.[0-9a-f]{12}\.(?:js|wasm)$/;
const FOREVER = 'public, max-age=31536000, immutable';
const SOURCES = new URL('../../src/browser/', import.meta.url);

describe('files of a folder', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

  const load = async (contents: Readonly<Record<string, string>>): Promise<BrowserFiles> => {
    const folder = await mkdtemp(join(tmpdir(), 'passwright-browser-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return loadBrowserFiles(pathToFileURL(`${folder}/`));
  };
  const pathsOf = (files: BrowserFiles) =>
    Object.fromEntries([...files].map(([name, { hashedPath }]) => [name, hashedPath]));

  const BEFORE = {
    'shop/page.ts': "import { sum } from './sum.ts';\nimport '../till/drawer.ts';\nconsole.log(sum(1, 2) as number);\n",
    'shop/sum.ts': 'export const sum = (a: number, b: number): number => a + b;\n',
    'till/drawer.ts': 'export {};\n',
    'till/alone.ts': "export const later = () => import('./drawer.ts');\n",
  };

  test('a path changes when the content does, and so does that of each importer; no other', async () => {
    const before = pathsOf(await load(BEFORE));
    expect(pathsOf(await load(BEFORE))).toEqual(before);
    for (const [name, path] of Object.entries(before)) {
      expect(path).toMatch(new RegExp(`^${name.replace('.js', '')}\\.[0-9a-f]{12}\\.js$`));
    }
    const changed = async (name: keyof typeof BEFORE, content: string) => {
      const after = pathsOf(await load({ ...BEFORE, [name]: content }));
      return Object.keys(before).filter((each) => before[each] !== after[each]);
    };
    expect(await changed('shop/sum.ts', 'export const sum = (a: number, b: number): number => b + a;\n')).toEqual(
      expect.toSatisfy((names: string[]) => `${names.sort()}` === 'shop/page.js,shop/sum.js'),
    );
    expect((await changed('till/drawer.ts', 'console.log(1);\n')).sort()).toEqual([
      'shop/page.js',
      'till/alone.js',
      'till/drawer.js',
    ]);
    // A type is no part of what browsers run.
    expect(await changed('shop/sum.ts', 'export const sum = (a: number, b: number) => a + b;\n')).toEqual([]);
  });

  test('modules name each other by those paths, from one folder to another', async () => {
    const files = await load(BEFORE);
    const page = files.get('shop/page.js')!;
    expect(page.imports).toEqual(['shop/sum.js', 'till/drawer.js']);
    const named = [...String(page.content).matchAll(/["']([^"']+\.js)["']/g)].map(([, path = '']) => path);
    expect(named.map((path) => new URL(path, `http://x/${page.hashedPath}`).pathname.slice(1))).toEqual(
      page.imports.map((name) => files.get(name)!.hashedPath),
    );
    expect(String(files.get('till/alone.js')!.content)).toContain(files.get('till/drawer.js')!.hashedPath);
    expect(filesReachedFrom(files, 'shop/page.js').map(({ hashedPath }) => hashedPath)).toEqual(
      ['shop/page.js', 'shop/sum.js', 'till/drawer.js'].map((name) => files.get(name)!.hashedPath),
    );
  });

  test('files of packages come along, and texts that only look like imports stay', async () => {
    const files = await load({
      'shop/reader.js': [
        "const wasm = import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm');",
        "export const read = () => import('zxing-wasm/reader');",
        'export const text = \'taken from "nowhere"\';',
        '//# sourceMappingURL=reader.js.map',
      ].join('\n'),
    });
    const { content } = files.get('shop/reader.js')!;
    const wasm = files.get('packages/zxing-wasm/dist/reader/zxing_reader.wasm')!;
    const reader = files.get('packages/zxing-wasm/dist/es/reader/index.js')!;
    expect(content).toBe(
      [
        `const wasm = new URL('../${wasm.hashedPath}', import.meta.url).href;`,
        `export const read = () => import('../${reader.hashedPath}');`,
        'export const text = \'taken from "nowhere"\';',
        '',
      ].join('\n'),
    );
    expect(wasm.type).toBe('application/wasm');
    expect(reader.imports).toEqual(['packages/zxing-wasm/dist/es/share.js']);
  });

  test.each([
    ['a file that is not there', { 'a/b.js': "import './c.js';" }, /ENOENT.*c\.js/],
    ['a package that is not there', { 'a/b.js': "import 'no-such-package';" }, /no-such-package/],
    ['a file of the server', { 'a/b.js': "import '../../secret.js';" }, /secret\.js is neither in .* nor in a package/],
    ['each other', { 'a/b.js': "import './c.js';", 'a/c.js': "import './b.js';" }, /a\/b\.js -> a\/c\.js -> a\/b\.js/],
    ['a kind of file without a type', { 'a/b.js': "import './c.txt';" }, /kind of file: a\/b\.js -> a\/c\.txt/],
    ['and lies in no folder', { 'b.js': '' }, /b\.js is not in a folder/],
  ])('a module that names %s is told', async (_, contents, message) => {
    await expect(load(contents)).rejects.toThrow(message);
  });

  test('the built program serves what the sources do', async () => {
    const built = await loadBrowserFiles(pathToFileURL(builtProgram('browser/')));
    const sources = await loadBrowserFiles(SOURCES);
    const importsOf = (files: BrowserFiles) =>
      Object.fromEntries([...files].map(([name, file]) => [name, file.imports]));
    expect(importsOf(built)).toEqual(importsOf(sources));
    expect([...built.keys()]).toEqual(expect.arrayContaining(['pages/share.js', 'scanner/app.js']));
  });
});

describe('pages', () => {
  let t: TestApp;
  let cookie: string;
  beforeAll(async () => {
    t = await openTestApp();
    cookie = `passwright_session=${openSession(t.app.context, t.owner)}`;
  });
  afterAll(() => t.close());

  const stepper = () => {
    const amount = editable(1, 'Amount', { PSAttributeType: 'PSAttributeTypeStepper' });
    return t.template(cardWith({ amount, psEditorPaths: 'amount' }));
  };

  /** The address, and the scripts that the page must load. */
  const PAGES: Readonly<Record<string, () => Promise<readonly [path: string, scripts: readonly string[]]>>> = {
    'the login': async () => ['/?next=/cards', []],
    "the owner's first page": async () => ['/', ['workshop/live']],
    'a pass that was just made': async () => {
      const templateHash = await t.template(pointsTemplate(), { templatePublic: true });
      return [`/pass/create.php?templateHash=${templateHash}`, ['pages/share', 'pages/created']];
    },
    'a pass': async () => [
      `/pass/create.php?hashedSerialNumber=${await t.pass(await t.template(pointsTemplate()))}`,
      [],
    ],
    registration: async () => [`/pass/register.php?templateHash=${await stepper()}`, ['pages/stepper']],
    'the editor': async () => [
      `/pass/editor.php?hashedSerialNumber=${await t.pass(await stepper())}`,
      ['pages/stepper'],
    ],
    'the scanner': async () => ['/scanner', ['scanner/app']],
    'the documents': async () => ['/docs', []],
    'no page': async () => ['/nothing-here', []],
  };

  test.each(Object.keys(PAGES))(
    '%s: scripts from this server alone, with a hash, and none in the page',
    async (name) => {
      const [path, expected] = await PAGES[name]!();
      const headers = { accept: 'text/html', ...(name === 'the login' ? {} : { cookie }) };
      const response = await t.fetch(path, { headers });
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      expect(response.headers.get('content-security-policy')).toMatch(
        /(?:^|; )script-src 'self'(?: 'wasm-unsafe-eval')?(?:;|$)/,
      );
      const { scripts, inline } = scriptsIn(await response.text());
      expect(inline).toEqual([]);
      expect(scripts.map((src) => src.replace(/^\/assets\/(.*)\.[0-9a-f]{12}\.js$/, '$1'))).toEqual(expected);
      for (const src of scripts) {
        const script = await t.fetch(src);
        expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
          200,
          'text/javascript; charset=utf-8',
          FOREVER,
        ]);
      }
    },
  );

  test('the reading of pages sees every way to hold a script', () => {
    const page = `<script>1</script><script src="/a.js">2</script><a href=" JavaScript:3" onclick="4"><svg><script href="x"/>`;
    expect(scriptsIn(page)).toEqual({
      scripts: ['/a.js'],
      inline: ['script without src', 'script 1', 'script 2', 'href= JavaScript:3', 'onclick=4', 'script without src'],
    });
  });

  test('a device stores all that the scanner loads, and nothing of other pages', async () => {
    const worker = await (await t.fetch('/scanner/service-worker.js')).text();
    const shell = JSON.parse(/^const SHELL = (.*);$/m.exec(worker)![1]!) as { files: string[] };
    const hashed = shell.files.filter((path) => HASHED.test(path));
    const names = hashed.map((path) => path.replace(/^\/assets\/(.*)\.[0-9a-f]{12}/, '$1'));
    expect(names).toEqual(
      expect.arrayContaining([
        'scanner/app.js',
        'scanner/camera.js',
        'scanner/element.js',
        'packages/zxing-wasm/dist/es/reader/index.js',
        'packages/zxing-wasm/dist/es/share.js',
        'packages/zxing-wasm/dist/reader/zxing_reader.wasm',
      ]),
    );
    expect(names.filter((name) => !/^(?:scanner|packages\/zxing-wasm)\//.test(name))).toEqual([]);
    expect(names).not.toContain('scanner/service-worker.js');
    expect(new Set(names).size).toBe(names.length);
    for (const path of shell.files) expect((await t.fetch(path)).status, path).toBe(200);
    // A classic script: a module's words would stop it.
    expect(worker).not.toMatch(/^(?:import|export)\b/m);
  });

  test('a hash of before is answered and stored by nobody; what is no file, and a name without a hash, are not there', async () => {
    const html = await (await t.fetch('/scanner')).text();
    const [path = ''] = scriptsIn(html).scripts;
    const old = await t.fetch(path.replace(/[0-9a-f]{12}/, '0123456789ab'));
    expect([old.status, old.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await old.text()).toBe(await (await t.fetch(path)).text());
    for (const wrong of [
      path.replace(/\.[0-9a-f]{12}/, ''),
      path.replace('app', 'application'),
      '/assets/scanner/tsconfig.0123456789ab.json',
      '/assets/scanner/..%2f..%2f..%2fpackage.0123456789ab.json',
      '/assets/packages/hono/dist/index.0123456789ab.js',
    ]) {
      expect([wrong, (await t.fetch(wrong)).status]).toEqual([wrong, 404]);
    }
  });
});

/** Where a page's scripts come from, and what it would run by itself. */
function scriptsIn(page: string): { readonly scripts: string[]; readonly inline: string[] } {
  const scripts: string[] = [];
  const inline: string[] = [];
  let isScript = false;
  new Parser({
    onopentag(name, attributes) {
      isScript = name === 'script';
      if (isScript && attributes.src !== undefined) scripts.push(attributes.src);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (attribute.startsWith('on') || /^\s*javascript:/i.test(value)) inline.push(`${attribute}=${value}`);
      }
      if (isScript && attributes.src === undefined) inline.push('script without src');
    },
    ontext(text) {
      if (isScript && text.trim() !== '') inline.push(`script ${text}`);
    },
    onclosetag() {
      isScript = false;
    },
  }).end(page);
  return { scripts, inline };
}

describe('what is the same for everybody', () => {
  let t: TestApp;
  let page: string;
  beforeAll(async () => {
    t = await openTestApp();
    page = await (await t.fetch('/login')).text();
  });
  afterAll(() => t.close());
  const stylesheet = () => /href="(\/assets\/style\.css\?v=[^"]*)"/.exec(page)![1]!;
  const asked = (path: string, accepted?: string) =>
    t.fetch(path, accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } });

  test.each(['gzip', 'br, gzip;q=0.5', 'deflate,GZIP', '*'])(
    'is compressed for a browser that takes %s',
    async (accepted) => {
      const response = await asked(stylesheet(), accepted);
      expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
        'gzip',
        'accept-encoding',
      ]);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const whole = await (await asked(stylesheet())).text();
      expect(gunzipSync(bytes).toString()).toBe(whole);
      expect(bytes.length).toBeLessThan(whole.length / 3);
    },
  );

  test.each([undefined, '', 'br', 'identity', 'gzip;q=0', 'gzip; q=0.000', 'x-gzip'])(
    'is sent as it is to a browser that takes %s',
    async (accepted) => {
      const response = await asked(stylesheet(), accepted);
      expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
        null,
        'accept-encoding',
      ]);
    },
  );

  test('alone: no page is compressed, because its length would tell of its secrets', async () => {
    expect((await asked('/login', 'gzip')).headers.get('content-encoding')).toBeNull();
    expect((await asked('/assets/icon.svg', 'gzip')).headers.get('content-type')).toContain('image/svg+xml');
  });
});
