// Whether Google Wallet takes the service account of each issuer, and what it last refused of all
// their passes, such as a used-up quota. Nothing is changed there or here.
import type { Context } from '../operations/context.ts';
import { openGoogleAccount } from '../operations/google/accounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const REFUSED =
  'Invite the service account as a user in the Google Pay & Wallet Console, or set another key: Settings, Google Wallet.';
const UNREACHED = 'Let this machine connect to Google: firewall, DNS and proxy. Changes of passes wait until then.';

/** One finding for each account with an issuer. */
export async function checkGoogle(context: Context): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { id, email } of await context.store.accounts()) {
    const opened = await openGoogleAccount(context, id);
    if (opened === null) continue;
    const { account, stored } = opened;
    const whose = `issuer ${account.issuerId} of ${email}`;
    const { verdict, status, reason } = await context.google.check(account);
    if (verdict !== 'done') {
      const said = [status, reason].filter((part) => part !== null).join(' ');
      findings.push(problem('google', `${whose}: ${said}`, verdict === 'unavailable' ? UNREACHED : REFUSED));
    } else if (stored.problem !== null) {
      const { status: code, reason: why, time } = stored.problem;
      const said = [code, why].filter((part) => part !== null).join(' ');
      const message = `${whose} is taken, and was last refused at ${new Date(time).toISOString()}: ${said}`;
      findings.push(warning('google', message, 'It is over with the next change that Google takes.'));
    } else {
      findings.push(ok('google', `Google Wallet takes ${whose}.`));
    }
  }
  return findings;
}
