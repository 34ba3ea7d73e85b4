// Passwright beside other programs, in the same run: libraries that sign passes, a bare server, and
// what each of them installs. The other engines for conditions are in conditions.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/examples.ts';
import { footprint, PEERS, peersAreInstalled, sizeOf } from './peers-installed.ts';
import { passesOfPeers } from './peers-passes.ts';
import { serversOfPeers } from './peers-servers.ts';
import { type Effort, type Row, sizeRow } from './row.ts';

export async function peers(effort: Effort): Promise<Row[]> {
  return [...(await passesOfPeers(effort)), ...(await serversOfPeers(effort)), ...installRows()];
}

/** Bytes and packages that an installation for production has. */
function installRows(): Row[] {
  if (!peersAreInstalled()) return [];
  const root = packageRoot();
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const own = footprint(root, Object.keys(dependencies));
  const program = sizeOf(join(root, 'dist', 'bench', 'src')) + sizeOf(join(root, 'examples'));
  const ours = own.bytes + program;
  return ['passkit-generator', '@walletpass/pass-js', 'fastify'].map((name) => {
    const { packages, bytes } = footprint(PEERS, [name]);
    const reference = { name: `${name}, ${packages} packages`, figures: [bytes] };
    return sizeRow(`install size, ${own.packages} packages and the program`, [ours], reference, null);
  });
}
