// Changes several passes of an account in one commit: all of them or none. Like updatePassFields it runs no triggers; what is
// shown otherwise is pushed.
import { AppError } from '../errors.ts';
import type { PassReference, ReferenceChange } from '../ports/campaign-store.ts';
import type { Account, PassChange } from '../ports/store.ts';
import { findPass, hasAccess, requireCurrent } from './access.ts';
import { requireBatch } from './batch.ts';
import { changeFields } from './change-fields.ts';
import type { Context } from './context.ts';
import { withPrograms } from './programs.ts';
import { type RawFields, takeFields } from './take-fields.ts';

export interface PassRevision {
  readonly hashedSerialNumber: string;
  /** Any API path, as the template's owner; null takes the pass's own value away. */
  readonly fields: RawFields;
  /** What changes of the reference, given what is there; pure, and asked under the lock. */
  readonly reference?: (present: PassReference | null) => ReferenceChange;
  /** For good: void on its devices, and no surface changes it any more. */
  readonly invalidates?: boolean;
}

/**
 * Answers which of them changed. Fails with `pass_not_found`, `access_denied`, `pass_invalid`, `user_defined_id_taken`,
 * `parameter_invalid` for more than 25, the codes of writeFields and of images; then none is changed, and `beside.index` says
 * which pass is at fault.
 */
export async function changePasses(
  context: Context,
  account: Account,
  revisions: readonly PassRevision[],
  depth: number,
): Promise<readonly boolean[]> {
  requireCurrent(context, account);
  const taken = await requireBatch(revisions, async (revision) => {
    const { pass, template, owner } = await findPass(context, revision.hashedSerialNumber);
    if (!hasAccess(account, owner)) throw new AppError('access_denied', { field: 'hashedSerialNumber' });
    const program = await context.programs.load(template);
    const fields = await takeFields(context, program, revision.fields, { full: true, depth });
    return { ...revision, hash: pass.hash, fields };
  });
  return withPrograms(context.programs, () =>
    context.store.changePasses<boolean>(
      taken.map(({ hash, fields, reference, invalidates = false }) => ({
        hash,
        decide: (snapshot): PassChange<boolean> => {
          const change = changeFields(context, snapshot, fields, { full: true, replaceAll: false, push: true });
          const now = context.clock.now();
          const given = reference?.(snapshot.reference);
          return {
            ...change,
            ...(given === undefined ? {} : { reference: given }),
            ...(invalidates ? { reference: { ...given, invalidatedAt: now }, touchedAt: now, push: true } : {}),
            result: change.result || invalidates || given !== undefined,
          };
        },
      })),
    ),
  );
}
