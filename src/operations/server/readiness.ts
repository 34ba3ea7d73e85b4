// Checks whether this server can do its work now: for a load balancer, a deployment, or an operator
// on call.
import { certificateWarnings } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';

export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export interface CheckResult {
  /** A warning leaves the server ready, but somebody should look at it soon. */
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message?: string;
}

/**
 * Returns nothing when all is well, else a sentence for the operator. The message of an error
 * counts as that sentence.
 */
type Check = (context: Context) => Promise<string | { readonly warning: string } | undefined>;

/**
 * By name, in the order of the answer. Each says what an operator can do about it; none may reveal
 * a secret.
 */
const CHECKS: Readonly<Record<string, Check>> = {
  database: async ({ store }) => {
    await store.probe();
    return undefined;
  },
  migrations: async ({ store }) => {
    const { migrationsMissing } = await store.probe();
    // Negative: a newer version has migrated the database, and this one goes on until it is replaced.
    return migrationsMissing <= 0
      ? undefined
      : `The database lacks ${migrationsMissing} migrations. Restart the server.`;
  },
  signing: async ({ store, clock }) => {
    const accounts = await store.accounts();
    const now = clock.now();
    const certificates = await Promise.all(accounts.map(({ id }) => store.certificateFor(id, null, now)));
    const lacking = certificates.filter((certificate) => certificate === null).length;
    return lacking === 0
      ? undefined
      : `${lacking} of ${accounts.length} accounts have no certificate to sign passes with.`;
  },
  certificates: async (context) => {
    const warnings = await certificateWarnings(context);
    // Do not name the certificates here: clientInfo tells their owners.
    return warnings.length === 0 ? undefined : { warning: `${warnings.length} certificates end soon or have ended.` };
  },
  mail: async ({ store }) => {
    const delayed = await store.countDelayedMails();
    return delayed === 0
      ? undefined
      : { warning: `${delayed} mails could not be sent so far. "passwright mail list --state queued" says why.` };
  },
};

/** `limit`: how long a check may take, in ms. */
export async function readiness(context: Context, limit = 2000): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => [name, await perform(context, check, limit)] as const),
  );
  const isReady = results.every(([, { status }]) => status !== 'failed');
  return { status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(results) };
}

async function perform(context: Context, check: Check, limit: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`There was no answer within ${limit} ms.`), limit);
  });
  try {
    const found = await Promise.race([check(context), late]);
    if (found === undefined) return { status: 'ok' };
    return typeof found === 'string'
      ? { status: 'failed', message: found }
      : { status: 'warning', message: found.warning };
  } catch (error) {
    return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
