// Packs several passes into one file: a .pkpasses bundle, which iOS offers to add at once.
import { AppError } from '../../errors.ts';
import { archive, packFile } from '../../pass/archive.ts';
import { findPass } from '../access/access.ts';
import type { Context } from '../context.ts';
import { requireDownloadable } from '../templates/issue-gate.ts';
import { makePassFile } from './pass-files.ts';

/** Wallet adds at most this many at once. */
const MOST_PASSES = 10;

/**
 * Drops repeated hashes. Fails with `parameter_invalid` for more than 10, before any look-up of a
 * pass.
 */
export function requireFew(hashedSerialNumbers: readonly string[]): readonly string[] {
  const hashes = [...new Set(hashedSerialNumbers)];
  if (hashes.length <= MOST_PASSES) return hashes;
  const message = `A bundle has at most ${MOST_PASSES} passes; this link names ${hashes.length}.`;
  throw new AppError('parameter_invalid', { field: 'hashedSerialNumber', message });
}

/**
 * The bytes of a .pkpasses file (application/vnd.apple.pkpasses) of these passes, each once even
 * when named twice. Fails with `parameter_invalid` for more than 10, `pass_not_found`,
 * `certificate_missing`, and the codes of requireDownloadable.
 */
export async function makeBundle(
  context: Context,
  hashedSerialNumbers: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const hashes = requireFew(hashedSerialNumbers);
  const snapshots = await Promise.all(hashes.map((hash) => findPass(context, hash)));
  for (const snapshot of snapshots) requireDownloadable(context, snapshot);
  const files = await Promise.all(snapshots.map((snapshot) => makePassFile(context, snapshot)));
  return archive(files.map(({ bytes }, index) => packFile(`pass-${index + 1}.pkpass`, bytes, 'store')));
}
