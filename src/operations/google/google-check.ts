// Says how far the last change of a pass has come to Google Wallet.
import type { GoogleProblem } from '../../ports/store/google.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Context } from '../context.ts';

/**
 * `wanted`: somebody has got the link that saves the pass, and Google has not told of its use.
 * `stopped`: the owner has no issuer any more, or another one.
 */
export type GoogleCheckVerdict = 'wanted' | 'waiting' | 'told' | 'refused' | 'stopped';

export interface GoogleCheck {
  readonly verdict: GoogleCheckVerdict;
  /** When Google last took a change, ms since 1970; null: never. */
  readonly toldAt: number | null;
  /** The status of Google's last answer, and what it said; null: nothing was wrong, or no answer. */
  readonly status: number | null;
  readonly reason: string | null;
  /** What all passes of the account wait for, such as the quota or a wrong key; null: nothing. */
  readonly problem: GoogleProblem | null;
  /** What Google refused of the template's class; null: nothing. */
  readonly design: GoogleProblem | null;
}

/** Null: Google does not have the pass. */
export async function googleCheck(
  { store }: Pick<Context, 'store'>,
  { pass, template, owner }: PassSnapshot,
): Promise<GoogleCheck | null> {
  const object = pass.onGoogle ? await store.googleObject(pass.id) : null;
  if (object === null) return null;
  const account = await store.googleAccount(owner.id);
  const { state, toldAt, status, reason, issuerId } = object;
  const design = await store.googleRefusal(template.id);
  const seen = { toldAt, status, reason, problem: account?.problem ?? null, design };
  if (account?.issuerId !== issuerId) return { verdict: 'stopped', ...seen };
  const jobs = await Promise.all([
    store.waitingJob('google_pass', pass.id),
    store.waitingJob('google_template', template.id),
  ]);
  if (state === 'wanted') return { verdict: 'wanted', ...seen };
  if (jobs.some((job) => job !== null)) return { verdict: 'waiting', ...seen };
  return { verdict: reason === null ? 'told' : 'refused', ...seen };
}
