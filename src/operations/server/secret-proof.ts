// Binds a database to its secret key: with another one, no private key could be read, and no
// clientHash that was handed out would be right.
import { createHmac } from 'node:crypto';
import type { Context } from '../context.ts';

/** Whether the database belongs to this server's secret. The first server on a database decides it. */
export async function ownsDatabase({ store, settings, clock }: Context): Promise<boolean> {
  const proof = createHmac('sha256', settings.secret).update('secret proof').digest('base64url');
  // Ask first: only the first start writes.
  const known = await store.secretProof();
  if (known === null) await store.recordSecretProof(proof, clock.now());
  return (known ?? (await store.secretProof())) === proof;
}
