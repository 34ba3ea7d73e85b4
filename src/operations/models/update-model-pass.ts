// Pass2U's "Update pass" and its three calls that delete customised values: each is an edit of the
// pass, so onEdit runs, and the pass is pushed to its devices.
import type { Account } from '../../ports/store/accounts.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import { EDIT } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { passcodeHash } from '../access/passcode.ts';
import { type Answering, beginning, continueRun, requireCompleted, type Step } from '../change/run-triggers.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { recoveryMail } from '../mails/pass-link-mail.ts';
import { withPrograms } from '../programs.ts';
import { modelFields, type PassRequest, resetAttribute, resetField, resetFieldAttribute } from './model-fields.ts';
import { describeModelPass, hashesOf, requireModelPass } from './model-pass.ts';

export interface ModelPassInput {
  readonly account: Account;
  readonly modelId: string;
  readonly passId: string;
  readonly depth: Depth;
  /** The header Accept-Language. */
  readonly language?: string | undefined;
}

/**
 * Answers in the guide's form. Fails with `pass_not_found`, `pass_invalid`, `value_invalid` naming
 * the key, `barcode_taken`, and `trigger_error` when onEdit was stopped: the written values stay
 * then.
 */
export async function updateModelPass(
  context: Context,
  input: ModelPassInput & { readonly request: PassRequest },
): Promise<JsonObject> {
  const { request } = input;
  const hashes = await hashesOf(context, request.images ?? []);
  const passcode = request.passcode === undefined ? undefined : await passcodeHash(request.passcode);
  return edit(context, input, {
    fields: (program) => modelFields(program, request, hashes),
    passcode,
    recovery: recoveryMail(context, request.recoveryEmail, input.language),
  });
}

/**
 * The part of a pass that returns to its model: an attribute of the pass, a whole field, or an
 * attribute of a field.
 */
export type Reset =
  | { readonly attribute: string }
  | { readonly field: string }
  | { readonly field: string; readonly attribute: string };

/**
 * Fails with `pass_not_found`, `pass_invalid`, `value_invalid` naming an unknown part,
 * `trigger_error`.
 */
export async function resetModelPass(
  context: Context,
  input: ModelPassInput & { readonly reset: Reset },
): Promise<void> {
  const { reset } = input;
  await edit(context, input, {
    fields(program) {
      if (!('field' in reset)) return resetAttribute(program, reset.attribute);
      if (!('attribute' in reset)) return resetField(program, reset.field);
      return resetFieldAttribute(program, reset.field, reset.attribute);
    },
    passcode: !('field' in reset) && reset.attribute === 'passcode' ? null : undefined,
    recovery: {},
  });
}

interface Edit {
  readonly fields: (program: Program) => Fields;
  /** The stored form of a new passcode; null removes the passcode. */
  readonly passcode: string | null | undefined;
  readonly recovery: ReturnType<typeof recoveryMail>;
}

async function edit(
  context: Context,
  input: ModelPassInput,
  { fields, passcode, recovery }: Edit,
): Promise<JsonObject> {
  const { pass, template } = await requireModelPass(context, input.account, input);
  const run = { hash: pass.hash, accessType: EDIT, depth: input.depth, idempotency: null, account: null } as const;
  const answering: Answering = (program, facts) => describeModelPass(program, facts, template.id, 'updatedTime');
  const change = beginning(context, run, answering, (program, { overrides }) =>
    writeFields(program, overrides, fields(program), { full: true, replaceAll: false }),
  );
  const outcome = await withPrograms(context.programs, () =>
    context.store.changePass(
      pass.hash,
      (snapshot): PassChange<Step> => ({
        ...change(snapshot),
        ...recovery,
        ...(passcode === undefined ? {} : { passcodeHash: passcode }),
      }),
    ),
  );
  const answer = outcome.replayed ? outcome.answer : await continueRun(context, run, outcome.result, answering);
  return requireCompleted(answer as JsonObject);
}
