// Looks at the machine and at how the program was installed, for the operator's page.
import { existsSync } from 'node:fs';
import { readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { packageRoot } from './examples.ts';
import type { Installation, InstallationFacts } from './ports/installation.ts';

/** Files that container engines put into every container. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** `database`: the path of the database file. */
export function openInstallation(database: string): Installation {
  return {
    look: async (): Promise<InstallationFacts> => {
      const folder = packageRoot();
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
      const { bavail, blocks, bsize } = await statfs(dirname(database));
      const sizes = await Promise.all(
        [database, `${database}-wal`].map(async (path) => (await stat(path).catch(() => ({ size: 0 }))).size),
      );
      return {
        version,
        node: process.version,
        kind: kindOf(folder),
        folder,
        diskFree: bavail * bsize,
        diskTotal: blocks * bsize,
        databaseBytes: sizes.reduce((sum, size) => sum + size, 0),
      };
    },
  };
}

function kindOf(folder: string): InstallationFacts['kind'] {
  if (CONTAINER_MARKS.some((path) => existsSync(path))) return 'docker';
  return folder.split(sep).includes('node_modules') ? 'npm' : 'git';
}
