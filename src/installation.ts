// Looks at the machine and at how the program was installed, for the operator's page.
import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { packageRoot } from './examples.ts';
import type { Installation, InstallationFacts } from './ports/installation.ts';

/** Files that container engines put into every container. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** `dataDir`: DATA_DIR, whose disk is measured. `size`: answers the bytes of the database. */
export function openInstallation(dataDir: string, size: () => Promise<number>): Installation {
  return {
    look: async (): Promise<InstallationFacts> => {
      const folder = packageRoot();
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
      const { bavail, blocks, bsize } = await statfs(dataDir);
      return {
        version,
        node: process.version,
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
