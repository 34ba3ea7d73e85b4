// A pass with everything that a surface shows of it, found by its hash or by its owner's own name
// for it.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { RegistrationTimes } from '../../ports/store/events.ts';
import type { PassReference, PassSnapshot } from '../../ports/store/passes.ts';
import { isOver } from '../../rules/passes/issue.ts';
import type { Program } from '../../rules/templates/program.ts';
import { hasAccess } from '../access/access.ts';
import { requireNoPasscode } from '../access/passcode.ts';
import { findCampaign } from '../campaigns/campaigns.ts';
import type { Context } from '../context.ts';
import { requireDownloadable } from '../templates/issue-gate.ts';

export interface PassRecord extends PassSnapshot {
  readonly reference: PassReference | null;
  readonly times: RegistrationTimes;
  /** Devices that hold the pass now. */
  readonly devices: number;
  readonly program: Program;
  /** Whether its template or campaign has ended or is INVALID: the pass is void then. */
  readonly isOver: boolean;
}

/** Only passes of campaigns. Fails with `pass_not_found`, also for another account's pass. */
export async function passRecord(context: Context, account: Account, hash: string): Promise<PassRecord> {
  const snapshot = await context.store.passByHash(hash);
  if (snapshot === null || snapshot.issue === null || !hasAccess(account, snapshot.owner))
    throw notFound(`id "${hash}"`, 'id');
  return recordOf(context, snapshot);
}

/**
 * The hash alone grants access, as the pass's link does. Fails with `pass_not_found`,
 * `passcode_required` and the codes of requireDownloadable.
 */
export async function downloadablePass(context: Context, hash: string): Promise<PassSnapshot> {
  const snapshot = await context.store.passByHash(hash);
  if (snapshot === null) throw notFound(`id "${hash}"`, 'id');
  requireNoPasscode(snapshot.pass);
  requireDownloadable(context, snapshot);
  return snapshot;
}

/** Fails with `campaign_not_found`, `pass_not_found`. */
export async function passRecordByUser(
  context: Context,
  account: Account,
  { campaignName, userDefinedId }: { readonly campaignName: string; readonly userDefinedId: string },
): Promise<PassRecord> {
  const campaign = await findCampaign(context, account, campaignName);
  const snapshot = await context.store.passByUserDefinedId(campaign.id, userDefinedId);
  if (snapshot === null) throw notFound(`userDefinedId "${userDefinedId}" in this campaign`, 'userDefinedId');
  return recordOf(context, snapshot);
}

async function recordOf(context: Context, snapshot: PassSnapshot): Promise<PassRecord> {
  const { pass, template, issue } = snapshot;
  const [reference, times, devices, program] = await Promise.all([
    context.store.passReference(pass.id),
    context.store.registrationTimes(pass.id),
    context.store.countDevices({ passId: pass.id }),
    context.programs.load(template),
  ]);
  return { ...snapshot, reference, times, devices, program, isOver: isOver(issue, context.clock.now()) };
}

function notFound(which: string, field: string): AppError {
  return new AppError('pass_not_found', { field, message: `There is no pass with the ${which}.` });
}
