// Pass2U's "Create pass": makes a pass of a model with customised values; onCreate runs as for
// every pass.
import type { Account } from '../../ports/store/accounts.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { passcodeHash } from '../access/passcode.ts';
import { type Answering, continueRun, requireCompleted, type Step } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { recoveryMail } from '../mails/pass-link-mail.ts';
import { creating, makeNames } from '../passes/create-pass.ts';
import { withPrograms } from '../programs.ts';
import { modelFields, type PassRequest, requireBarcode } from './model-fields.ts';
import { describeModelPass, hashesOf, requireModel } from './model-pass.ts';

export interface CreateModelPassInput {
  readonly account: Account;
  readonly modelId: string;
  /** utm_source: the channel that counts the pass; "" for none. */
  readonly source: string;
  readonly request: PassRequest;
  /** The header Accept-Language. */
  readonly language: string | undefined;
  readonly depth: Depth;
}

/**
 * Answers in the guide's form. Fails with `template_not_found`, `value_invalid` naming the key,
 * `barcode_taken`, `issue_refused`, `issue_limit_reached`, and `trigger_error` when onCreate was
 * stopped: the pass stays then, and `beside` identifies it.
 */
export async function createModelPass(context: Context, input: CreateModelPassInput): Promise<JsonObject> {
  const { account, modelId, source, request, depth } = input;
  const { template } = await requireModel(context, account, modelId);
  const hashes = await hashesOf(context, request.images ?? []);
  const passcode = await passcodeHash(request.passcode ?? '');
  const recovery = recoveryMail(context, request.recoveryEmail, input.language);
  const made = makeNames(context);
  const answering: Answering = (program, facts) => describeModelPass(program, facts, template.id, 'createdTime');
  const outcome = await withPrograms(context.programs, () =>
    context.store.createPass<Step>(template.hash, (snapshot) => {
      const program = context.programs.at(snapshot.template);
      requireBarcode(program, request);
      const fields = modelFields(program, request, hashes);
      const beside = { passcodeHash: passcode, ...recovery, ...(source === '' ? {} : { source }) };
      const pass = { made, full: true, fields: () => fields, keepsAnswer: false, beside, answering };
      return creating(context, pass)(snapshot);
    }),
  );
  const run = { hash: made.hash, accessType: CREATE, depth, idempotency: null, account: null } as const;
  const answer = outcome.replayed ? outcome.answer : await continueRun(context, run, outcome.result, answering);
  return requireCompleted(answer as JsonObject);
}
