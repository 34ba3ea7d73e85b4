// updatePassFields: sets API paths on a pass. The function runs no triggers and pushes nothing
// itself, as the guide says: a trigger may call it, or a client several times before one push.
import type { Account } from '../../ports/store/accounts.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import { findPass, mayWriteAll } from '../access/access.ts';
import { requireNoPasscode } from '../access/passcode.ts';
import { changeFields } from '../change/change-fields.ts';
import { idempotencyOf } from '../change/idempotency.ts';
import { type RawFields, takeFields, withFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { withPrograms } from '../programs.ts';

export interface UpdateFieldsInput {
  readonly hashedSerialNumber: string;
  readonly replaceAll: boolean;
  readonly fields: RawFields;
  readonly idempotencyKey?: string | undefined;
  readonly depth: Depth;
  /** Push at once: the holder's link has no client that would call pushPassUpdates afterwards. */
  readonly push: boolean;
  /** Whether the holder entered the passcode of the pass, if the pass has one. */
  readonly opened?: boolean;
}

/**
 * Fails with `pass_not_found`, `passcode_required`, `pass_invalid`, `path_unknown`,
 * `path_reserved`, `value_invalid`, and the codes of images and idempotency.
 */
export async function updateFields(
  context: Context,
  account: Account | null,
  input: UpdateFieldsInput,
): Promise<{ updated: boolean }> {
  const { pass, template, owner } = await findPass(context, input.hashedSerialNumber);
  const full = mayWriteAll(context, account, owner);
  if (!full && input.opened !== true) requireNoPasscode(pass);
  const program = await context.programs.load(template);
  const take = () =>
    takeFields(context, program, input.fields, { full, depth: input.depth, templateHash: template.hash });
  const idempotency = idempotencyOf(context, input.idempotencyKey, {
    name: 'updatePassFields',
    caller: full ? account!.id : 'holder',
    target: pass.hash,
    input: { ...input.fields, psReplaceAll: input.replaceAll },
  });
  const write = (fields: () => Fields) =>
    withPrograms(context.programs, () =>
      context.store.changePass<{ updated: boolean }>(
        pass.hash,
        (snapshot): PassChange<{ updated: boolean }> => {
          const { replaceAll, push } = input;
          const change = changeFields(context, snapshot, fields(), { full, replaceAll, push });
          const answer = { updated: change.result };
          return { ...change, answer, result: answer };
        },
        idempotency === null ? undefined : { ...idempotency, phase: 'begin' },
      ),
    );
  const outcome = await withFields(idempotency !== null, take, write);
  return outcome.replayed ? (outcome.answer as { updated: boolean }) : outcome.result;
}
