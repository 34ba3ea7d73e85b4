// Binds a database to its secret key: with another one, no private key could be read, and no
// clientHash that was handed out would be right.
import { createHmac } from 'node:crypto';
import type { EncryptedRow } from '../../ports/store/settings.ts';
import { opensPrivateKeys } from '../certificates/private-keys.ts';
import type { Context } from '../context.ts';

type Own = Pick<Context, 'store' | 'settings' | 'clock'>;

/** Whether the database belongs to this server's secret. The first server on a database decides it. */
export async function ownsDatabase({ store, settings, clock }: Own): Promise<boolean> {
  const proof = proofOf(settings);
  // Ask first: only the first start writes.
  const known = await store.secretProof();
  if (known === null) await store.recordSecretProof(proof, clock.now());
  return (known ?? (await store.secretProof())) === proof;
}

export interface RenewedSecret {
  /** Whether the database belongs to the key of this installation already: then nothing is lost. */
  readonly isOwn: boolean;
  /** How many rows of each kind the present key does not open. */
  readonly lost: Readonly<Record<EncryptedRow['kind'], number>>;
}

/**
 * Binds the database to the present key when its own one is lost, and removes what the present key
 * does not open. Without `run` it only counts. Every server has to be stopped.
 */
export async function renewSecretProof(context: Own, { run }: { readonly run: boolean }): Promise<RenewedSecret> {
  const { store, settings, clock } = context;
  const proof = proofOf(settings);
  const counts = { certificate: 0, certificate_request: 0, api_key: 0, webhook: 0, google: 0, setting: 0 };
  if ((await store.secretProof()) === proof) return { isOwn: true, lost: counts };
  const rows = await store.encryptedRows();
  const lost = rows.filter(({ encrypted }) => !opensPrivateKeys(settings.secret, [encrypted]));
  for (const { kind } of lost) counts[kind] += 1;
  if (run) await store.renewSecretProof(proof, lost, clock.now());
  return { isOwn: false, lost: counts };
}

function proofOf({ secret }: Pick<Context['settings'], 'secret'>): string {
  return createHmac('sha256', secret).update('secret proof').digest('base64url');
}
