// Looks at the machine and at how the program was installed, for the operator's page.
import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { packageRoot } from './examples.ts';
import type { Installation, InstallationFacts } from './ports/installation.ts';

/** Files that container engines put into every container. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** The file beside the built program that holds the commit it was built from. */
const COMMIT_FILE = 'commit';

export interface ProgramFacts {
  readonly version: string;
  /** The git commit that it was built from; null: not known, as when it runs from its sources. */
  readonly commit: string | null;
  /** With a v in front. */
  readonly node: string;
}

export async function programFacts(): Promise<ProgramFacts> {
  const { version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  const commit = await readFile(new URL(COMMIT_FILE, import.meta.url), 'utf8').catch(() => null);
  return { version, commit: commit?.trim() ?? null, node: process.version };
}

/** `dataDir`: DATA_DIR, whose disk is measured. `size`: answers the bytes of the database. */
export function openInstallation(dataDir: string, size: () => Promise<number>): Installation {
  return {
    look: async (): Promise<InstallationFacts> => {
      const folder = packageRoot();
      const { version, node } = await programFacts();
      const { bavail, blocks, bsize } = await statfs(dataDir);
      return {
        version,
        node,
        kind: kindOf(folder),
        folder,
        diskFree: bavail * bsize,
        diskTotal: blocks * bsize,
        databaseBytes: await size(),
      };
    },
  };
}

function kindOf(folder: string): InstallationFacts['kind'] {
  if (CONTAINER_MARKS.some((path) => existsSync(path))) return 'docker';
  return folder.split(sep).includes('node_modules') ? 'npm' : 'git';
}
