// Makes several passes of an account's templates in one commit: all of them or none.
import { AppError, atIndex } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { ReferenceChange } from '../../ports/store/passes.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { findTemplate, hasAccess, requireCurrent } from '../access/access.ts';
import { continueRun, requireCompleted, type Step } from '../change/run-triggers.ts';
import { type RawFields, takeFields } from '../change/take-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { passLinkMail, type Recipient } from '../mails/pass-link-mail.ts';
import { withPrograms } from '../programs.ts';
import { requireBatch } from './batch.ts';
import { answeringHash, creating, makeNames } from './create-pass.ts';

export interface PassOrder {
  readonly templateHash: string;
  /** Any API path, as the template's owner. */
  readonly fields: RawFields;
  readonly reference?: ReferenceChange;
  /** The recipient of the mail with the pass's link. */
  readonly recipient?: Recipient;
}

/**
 * Answers the hashes in the order of the items. Fails with the codes of createPass,
 * `user_defined_id_taken`, `access_denied`, and `parameter_invalid` for more than 25 passes. A
 * failed batch makes no pass, and `beside.index` names the pass at fault. After `trigger_error` the
 * passes exist, and `beside.hashedSerialNumbers` names all of them.
 */
export async function createPasses(
  context: Context,
  account: Account,
  orders: readonly PassOrder[],
  depth: Depth,
): Promise<readonly string[]> {
  requireCurrent(context, account);
  const prepared = await requireBatch(orders, async ({ templateHash, fields, reference, recipient }) => {
    const { template, owner } = await findTemplate(context, templateHash);
    if (!hasAccess(account, owner)) throw new AppError('access_denied', { field: 'templateHash' });
    const program = await context.programs.load(template);
    const given = await takeFields(context, program, fields, { full: true, depth });
    const made = makeNames(context);
    const beside = {
      ...(reference === undefined ? {} : { reference }),
      ...(recipient === undefined ? {} : { mail: passLinkMail(context, recipient) }),
    };
    return { template, made, pass: { made, full: true, fields: () => given, keepsAnswer: false, beside } };
  });
  const steps = await withPrograms(context.programs, () =>
    context.store.createPasses<Step>(
      prepared.map(({ template, pass }) => ({ templateHash: template.hash, decide: creating(context, pass) })),
    ),
  );
  const hashes = prepared.map(({ made }) => made.hash);
  let stopped: AppError | null = null;
  for (const [index, step] of steps.entries()) {
    const hash = hashes[index]!;
    const run = { hash, accessType: CREATE, depth, idempotency: null, account: null } as const;
    const answer = await continueRun(context, run, step, answeringHash(hash));
    try {
      requireCompleted(answer);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      stopped ??= atIndex(error, index);
    }
  }
  if (stopped === null) return hashes;
  const { code, message, beside } = stopped;
  throw new AppError(code, { message, beside: { index: beside.index, hashedSerialNumbers: hashes } });
}
