// The packages in peers/, which only `npm run bench -- peers` installs: they are heavy, and no test
// needs them. Also sizes of installed packages, by a lock file.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../../src/examples.ts';

export const PEERS = join(packageRoot(), 'test', 'bench', 'peers');

interface Lock {
  readonly packages: Readonly<Record<string, Installed>>;
}

interface Installed {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export function peersAreInstalled(): boolean {
  const { packages } = lockOf(PEERS);
  return Object.entries(packages).every(([path, { version }]) => {
    if (path === '') return true;
    const file = join(PEERS, path, 'package.json');
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as Installed).version === version;
  });
}

/** Installs what peers/package-lock.json names, unless it is there. */
export function installPeers(): void {
  if (!peersAreInstalled()) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' });
}

/** Loads a package of peers/. TypeScript does not see it, so the caller says what it has. */
export function peer<T>(name: string): T {
  return createRequire(join(PEERS, 'package.json'))(name) as T;
}

/** `name@version` of a package that a lock file names. */
export function versioned(folder: string, name: string): string {
  return `${name} ${lockOf(folder).packages[`node_modules/${name}`]!.version}`;
}

export interface Footprint {
  readonly packages: number;
  readonly bytes: number;
}

/**
 * The packages that these packages need, themselves included, as they are installed in a folder's
 * node_modules. Optional ones count where they are installed.
 */
export function footprint(folder: string, names: readonly string[]): Footprint {
  const { packages } = lockOf(folder);
  const found = new Set<string>();
  const add = (name: string, from: string) => {
    const path = resolved(packages, name, from);
    if (path === null || found.has(path) || !existsSync(join(folder, path))) return;
    found.add(path);
    const { dependencies, optionalDependencies } = packages[path]!;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next, path);
  };
  for (const name of names) add(name, '');
  return { packages: found.size, bytes: [...found].reduce((sum, path) => sum + sizeOf(join(folder, path)), 0) };
}

/** The nearest package of this name, as Node looks for it from a package's folder upwards. */
function resolved(packages: Lock['packages'], name: string, from: string): string | null {
  for (let at = from; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (at === '') return null;
  }
}

/** Bytes of all files below a folder, without the packages inside it: these are counted by themselves. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

function lockOf(folder: string): Lock {
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock;
}
