// Whether passes carry the development certificate, which no phone trusts: pages say so before somebody wonders.
import type { Certificate } from '../../ports/store/certificates.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Context } from '../context.ts';

/** Whether a certificate is the server's own, of no account. */
export function isDevelopment({ accountId }: Pick<Certificate, 'accountId'>): boolean {
  return accountId === null;
}

/** Whether the passes that an account makes now carry it. */
export async function makesTestPasses(context: Context, accountId: number): Promise<boolean> {
  return carries(context, accountId, null);
}

/** Whether this pass carries it. */
export async function isTestPass(context: Context, { pass, owner }: Pick<PassSnapshot, 'pass' | 'owner'>) {
  return carries(context, owner.id, pass.passTypeIdentifier);
}

async function carries(context: Context, accountId: number, passTypeIdentifier: string | null): Promise<boolean> {
  const certificate = await context.store.certificateFor(accountId, passTypeIdentifier, context.clock.now());
  return certificate !== null && isDevelopment(certificate);
}
