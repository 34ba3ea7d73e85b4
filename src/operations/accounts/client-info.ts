// Answers what an account may know about itself, and about the owner of a template it manages.
import type { Account } from '../../ports/store/accounts.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireAccount } from '../access/access.ts';
import { clientHashOf } from '../access/client-hash.ts';
import { certificateWarnings } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';

/** The guide's number of a professional account. Every account here is one. */
const PROFESSIONAL = 2;

/** clientInfo. Fails with the codes of access. */
export async function clientInfo(context: Context, caller: Account | null): Promise<JsonObject> {
  return infoOf(context, requireAccount(context, caller));
}

/** Leaves certificatePassword empty: private keys never leave the server. */
export async function infoOf(context: Context, account: Account): Promise<JsonObject> {
  const certificate = await context.store.certificateFor(account.id, null, context.clock.now());
  const warnings = await certificateWarnings(context, account.id);
  return {
    clientName: account.name,
    clientId: String(account.id),
    email: account.email,
    clientType: PROFESSIONAL,
    clientHash: clientHashOf(context.settings.secret, account),
    expires: account.expiresAt === null ? null : timestamp(account.expiresAt),
    additional: account.additional,
    whitelabel: account.whitelabel,
    referenceId: account.managerId === null ? 0 : account.managerId,
    backgroundColor: account.backgroundColor ?? '',
    passTypeId: certificate?.passTypeIdentifier ?? '',
    teamIdentifier: certificate?.teamIdentifier ?? '',
    certificatePassword: '',
    certificateWarnings: warnings.map(({ certificateId, passTypeIdentifier, notAfter, daysLeft, message }) => ({
      certificateId,
      passTypeIdentifier,
      expires: timestamp(notAfter),
      daysLeft,
      message,
    })),
  };
}
