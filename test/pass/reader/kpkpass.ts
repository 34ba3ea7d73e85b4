// Builds read-pass.cpp against Debian's libkpimpkpass and runs it.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const HEADERS = '/usr/include/KPim/KPkPass';

/** Skips the tests on a developer's machine without the library; CI always runs them. */
export const WITHOUT_KPKPASS = !existsSync(HEADERS) && process.env.CI === undefined;
if (WITHOUT_KPKPASS) {
  console.warn(
    'The tests with a reader that is not ours are left out: apt-get install libkpimpkpass-dev g++ pkg-config',
  );
}

export interface ReadPass {
  readonly type: string;
  readonly barcodes: readonly unknown[];
  readonly images: Readonly<Record<string, { width: number; height: number; sha1: string }>>;
  readonly [property: string]: unknown;
}

export interface Reader {
  /**
   * Reads a pass file; rejects when KPkPass refuses it. Without a language of the pass, texts are
   * those of pass.json.
   */
  read(pass: Uint8Array, language?: string): Promise<ReadPass>;
  close(): Promise<void>;
}

const run = promisify(execFile);

export async function buildReader(): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'passwright-kpkpass-'));
  const program = join(folder, 'read-pass');
  const qt = (what: '--cflags' | '--libs') =>
    execFileSync('pkg-config', [what, 'Qt5Gui'], { encoding: 'utf8' }).trim().split(/\s+/);
  const source = join(import.meta.dirname, 'read-pass.cpp');
  const includes = [`-I${join(HEADERS, '..')}`, `-I${HEADERS}`, ...qt('--cflags')];
  await run('g++', ['-std=c++17', '-fPIC', ...includes, source, '-o', program, '-lKPimPkPass', ...qt('--libs')]);
  return {
    async read(pass, language = 'en') {
      const file = join(folder, 'pass.pkpass');
      await writeFile(file, pass);
      const env = { LC_ALL: `${language}.UTF-8`, LANGUAGE: language, TZ: 'UTC' };
      const { stdout } = await run(program, [file], { env });
      return JSON.parse(stdout) as ReadPass;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
