// Mails whoever made a bulk change that it is over, where it took so long that nobody waited for its
// end. The commit of its last step writes the job, so that a server that was away tells later.
import type { MailMessage } from '../../ports/mail.ts';
import type { Bulk } from '../../ports/store/bulk.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { Member } from '../../ports/store/members.ts';
import { takesLong } from '../../rules/segments/bulk-action.ts';
import { hasAccess } from '../access/access.ts';
import { callerOfMember, mayDo } from '../access/caller.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import type { CardBulk } from './bulk-changes.ts';

/** Words a mail. `language`: its reader's; null: unknown. */
export type RenderBulkEnd = (language: string | null, bulk: CardBulk) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/** The wait after the first try, in ms; each further one is twice as long. */
const FIRST_WAIT = 60_000;
const TRIES = 10;

/** Does a job of the kind `bulk_mail`. Answers what stores the result. */
export async function tellOfBulk(context: Context, job: Job, render: RenderBulkEnd): Promise<() => Promise<void>> {
  const { store, ids, mailer, log, clock } = context;
  const done = () => store.recordStep(job, { kind: 'done' });
  const bulk = await store.bulkById(job.subjectId);
  const card = bulk && (await store.templateById(bulk.templateId));
  if (bulk === null || card === null || !isOver(bulk)) return done;
  const { owner } = card;
  const member = await makerOf(context, { bulk, card });
  const recipient = emailAddress(member?.email ?? owner.email);
  if (recipient === null || !(await mailer.isSetUp())) return done;
  const id = Buffer.from(ids.bytes(16)).toString('hex');
  const letter = render(member?.language ?? owner.language, { bulk, card });
  const result = await mailer.send({ id, senderName: null, recipient, ...letter });
  if (result.verdict === 'delivered') return done;
  const reason = result.reason.replaceAll(recipient, '[recipient]');
  log.warn({ bulk: bulk.id, reason }, 'nobody could be told of the end of a bulk change');
  if (result.verdict === 'refused' || job.attempts + 1 >= TRIES) return done;
  const runAt = clock.now() + FIRST_WAIT * 2 ** job.attempts;
  return () => store.recordStep(job, { kind: 'retry', runAt });
}

/**
 * The member who made the change and may still see its card; null: the account's own login or a
 * program did, or somebody who has left.
 */
async function makerOf(context: Context, { bulk, card }: CardBulk): Promise<Member | null> {
  const member = await context.store.memberByEmail(bulk.who);
  const caller = member && (await callerOfMember(context, member));
  return caller !== null && mayDo(caller, 'see') && hasAccess(caller.account, card.owner) ? member : null;
}

function isOver({ action, state, matched, undone, left }: Bulk): boolean {
  if (state === 'undone') return takesLong(action, undone + left);
  return state === 'done' && takesLong(action, matched);
}
