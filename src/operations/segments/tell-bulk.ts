// Mails the owner that a bulk change is over which took so long that nobody waited for its end. The
// commit of its last step writes the job, so that a server that was away tells later.
import type { MailMessage } from '../../ports/mail.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Bulk } from '../../ports/store/bulk.ts';
import type { Job } from '../../ports/store/jobs.ts';
import { takesLong } from '../../rules/segments/bulk-action.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import type { CardBulk } from './bulk-changes.ts';

/** Words a mail, in the language of its account. */
export type RenderBulkEnd = (account: Account, bulk: CardBulk) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/** The wait after the first try, in ms; each further one is twice as long. */
const FIRST_WAIT = 60_000;
const TRIES = 10;

/** Does a job of the kind `bulk_mail`. Answers what stores the result. */
export async function tellOfBulk(context: Context, job: Job, render: RenderBulkEnd): Promise<() => Promise<void>> {
  const { store, ids, mailer, log, clock } = context;
  const done = () => store.recordStep(job, { kind: 'done' });
  const bulk = await store.bulkById(job.subjectId);
  const card = bulk && (await store.templateById(bulk.templateId));
  const recipient = card && emailAddress(card.owner.email);
  if (bulk === null || card === null || recipient === null || !isOver(bulk)) return done;
  if (!(await mailer.isSetUp())) return done;
  const id = Buffer.from(ids.bytes(16)).toString('hex');
  const result = await mailer.send({ id, senderName: null, recipient, ...render(card.owner, { bulk, card }) });
  if (result.verdict === 'delivered') return done;
  const reason = result.reason.replaceAll(recipient, '[recipient]');
  log.warn({ bulk: bulk.id, reason }, 'an owner could not be told of the end of a bulk change');
  if (result.verdict === 'refused' || job.attempts + 1 >= TRIES) return done;
  const runAt = clock.now() + FIRST_WAIT * 2 ** job.attempts;
  return () => store.recordStep(job, { kind: 'retry', runAt });
}

function isOver({ action, state, matched, undone, left }: Bulk): boolean {
  if (state === 'undone') return takesLong(action, undone + left);
  return state === 'done' && takesLong(action, matched);
}
