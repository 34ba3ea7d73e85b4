// Makes a pass from a template and runs onCreate, exactly once.
import type { PassCreation } from '../ports/store.ts';
import { CREATE } from '../rules/facts.ts';
import { begin } from '../rules/triggers.ts';
import { accountOf, findTemplate, mayWriteAll } from './access.ts';
import { clientHashOf } from './client-hash.ts';
import type { Context } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import { factsFor } from './pass-facts.ts';
import { withPrograms } from './programs.ts';
import { changeOf, concealed, continueRun, requireCompleted, revealed, type Step } from './run-triggers.ts';
import { type RawFields, takeFields, withFields } from './take-fields.ts';
import { type Fields, writeFields } from './write-fields.ts';

export interface CreatePassInput {
  /** Without it, or with one that has no access to the template, only editable paths are set. */
  readonly clientHash?: string | undefined;
  readonly templateHash: string;
  readonly fields: RawFields;
  readonly idempotencyKey?: string | undefined;
  readonly depth: number;
}

/**
 * Fails with `template_not_found`, `path_unknown`, `path_reserved`, `value_invalid`, the codes of images and idempotency,
 * and `trigger_error` when onCreate was stopped: then the pass stays, as what its actions changed stays changed.
 */
export async function createPass(context: Context, input: CreatePassInput): Promise<{ hashedSerialNumber: string }> {
  const { template, owner } = await findTemplate(context, input.templateHash);
  const full = await mayWriteAll(context, input.clientHash, owner);
  const program = await context.programs.load(template);
  const take = () => takeFields(context, program, input.fields, { full, depth: input.depth });
  const made = {
    serialNumber: context.ids.serialNumber(),
    hash: context.ids.token(),
    authenticationToken: context.ids.token(),
  };
  const idempotency = idempotencyOf(context, input.idempotencyKey, {
    name: 'createPass',
    caller: full ? (await accountOf(context, input.clientHash))!.id : 'holder',
    target: template.hash,
    input: input.fields,
  });
  const answering = () => ({ hashedSerialNumber: made.hash });
  const write = (fields: () => Fields) =>
    withPrograms(context.programs, () =>
      context.store.createPass<Step>(
        template.hash,
        (snapshot): PassCreation<Step> => {
          const current = context.programs.at(snapshot.template);
          const overrides = writeFields(current, {}, fields(), { full, replaceAll: false });
          const facts = factsFor(context, snapshot.owner, {
            ...made,
            templateHash: template.hash,
            overrides,
            access: {},
          });
          const note = snapshot.template.triggersPaused ? 'The triggers of this template are paused.' : null;
          const segment = begin(current, facts, CREATE, note);
          const { event, answer, result } = changeOf(current, facts, CREATE, segment, answering);
          const creation: PassCreation<Step> = {
            create: { ...made, overrides: segment.overrides, createdAt: facts.now },
            ...(event === undefined ? {} : { event }),
            ...(answer === undefined ? {} : { answer }),
            result,
          };
          return idempotency === null ? creation : concealed(creation, facts);
        },
        idempotency === null ? undefined : { ...idempotency, phase: 'begin' },
      ),
    );
  const outcome = await withFields(idempotency !== null, take, write);
  const run = { hash: made.hash, accessType: CREATE, depth: input.depth, idempotency, account: null } as const;
  const answer = outcome.replayed
    ? revealed(outcome.answer, clientHashOf(context.settings.secret, owner))
    : await continueRun(context, run, outcome.result, answering);
  return { hashedSerialNumber: String(requireCompleted(answer).hashedSerialNumber) };
}
