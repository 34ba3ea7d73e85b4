// Makes a pass from a template and runs onCreate, exactly once.
import type { Account } from '../../ports/store/accounts.ts';
import type { CreationSnapshot, PassCreation } from '../../ports/store/passes.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { IDLE_NOTES } from '../../rules/triggers/idle.ts';
import { begin } from '../../rules/triggers/triggers.ts';
import { findTemplate, mayWriteAll } from '../access/access.ts';
import { clientHashOf } from '../access/client-hash.ts';
import { emailAddress } from '../accounts/email-address.ts';
import { consequencesOf } from '../change/consequences.ts';
import { countPass } from '../change/count-additions.ts';
import { idempotencyOf } from '../change/idempotency.ts';
import { withNewBarcode } from '../change/own-barcode.ts';
import { factsFor } from '../change/pass-facts.ts';
import { ONCE } from '../change/repeated-run.ts';
import {
  type Answering,
  changeOf,
  concealed,
  continueRun,
  newRunKey,
  requireCompleted,
  revealed,
  type Step,
} from '../change/run-triggers.ts';
import { type RawFields, takeFields, withFields } from '../change/take-fields.ts';
import { editableLocation, type Fields, writeFields } from '../change/write-fields.ts';
import type { Context, Deciding } from '../context.ts';
import type { Depth } from '../depth.ts';
import { RECOVERY_EMAIL, recoveryMail } from '../mails/pass-link-mail.ts';
import { withPrograms } from '../programs.ts';
import { requireIssuable } from '../templates/issue-gate.ts';

export interface CreatePassInput {
  readonly templateHash: string;
  /** The pass's link is mailed to `recoveryEmail`, if the values have one. */
  readonly fields: RawFields;
  /** The languages of the caller's browser, as in an Accept-Language header. */
  readonly language?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  /** See `Pass.isTest`; absent: false. */
  readonly isTest?: boolean;
  readonly depth: Depth;
}

/**
 * Sets only editable paths unless the account has access to the template. Fails with
 * `template_not_found`, `issue_refused`, `issue_limit_reached`, `path_unknown`, `path_reserved`,
 * `value_invalid`, the codes of images and idempotency, and `trigger_error` when onCreate was
 * stopped: the pass then stays with the changes of its actions.
 */
export async function createPass(
  context: Context,
  account: Account | null,
  input: CreatePassInput,
): Promise<{ hashedSerialNumber: string }> {
  const { template, owner } = await findTemplate(context, input.templateHash);
  const full = mayWriteAll(context, account, owner);
  const program = await context.programs.load(template);
  const { beside, fields: raw } = recoveryOf(context, program, input, full);
  const take = () => takeFields(context, program, raw, { full, depth: input.depth, templateHash: template.hash });
  if (!full) await countPass(context, template.hash);
  const made = makeNames(context);
  const idempotency = idempotencyOf(context, input.idempotencyKey, {
    name: 'createPass',
    caller: full ? account!.id : 'holder',
    target: template.hash,
    input: input.fields,
  });
  const write = (fields: () => Fields) =>
    withPrograms(context.programs, () =>
      context.store.createPass<Step>(
        template.hash,
        creating(context, { made, full, fields, keepsAnswer: idempotency !== null, beside, isTest: input.isTest }),
        idempotency === null ? undefined : { ...idempotency, phase: 'begin' },
      ),
    );
  const outcome = await withFields(idempotency !== null, take, write);
  const run = { hash: made.hash, accessType: CREATE, depth: input.depth, idempotency, account: null } as const;
  const answer = outcome.replayed
    ? revealed(outcome.answer, clientHashOf(context.settings.secret, owner))
    : await continueRun(context, run, outcome.result, answeringHash(made.hash));
  return { hashedSerialNumber: String(requireCompleted(answer).hashedSerialNumber) };
}

/**
 * The mail of a new pass with `recoveryEmail`. Without full access only a template with an editable
 * property of that name sends one, so that no link can make this server mail strangers. Fails with
 * `parameter_invalid`.
 */
function recoveryOf(
  context: Context,
  program: Program,
  { fields, language }: CreatePassInput,
  full: boolean,
): { readonly fields: RawFields; readonly beside: NonNullable<NewPass['beside']> } {
  const { [RECOVERY_EMAIL]: given, ...others } = fields;
  const isProperty = locate(program, RECOVERY_EMAIL) !== null;
  const rest = isProperty ? fields : others;
  const address = typeof given === 'string' ? given.trim() : '';
  if (address === '' || !(full || editableLocation(program, RECOVERY_EMAIL) !== null))
    return { fields: rest, beside: {} };
  // The property's own validators judge its value.
  if (isProperty && emailAddress(address) === null) return { fields: rest, beside: {} };
  return { fields: rest, beside: recoveryMail(context, address, language) };
}

/** The parts of a pass that need a random source. */
export type MadeNames = Pick<
  NonNullable<PassCreation<unknown>['create']>,
  'serialNumber' | 'hash' | 'authenticationToken'
>;

export function makeNames({ ids }: Context): MadeNames {
  return { serialNumber: ids.serialNumber(), hash: ids.token(), authenticationToken: ids.token() };
}

export const answeringHash =
  (hash: string): Answering =>
  () => ({ hashedSerialNumber: hash });

/** What follows from a new pass, and what its onCreate has begun to wait for. */
function withPlanned<C extends Pick<PassCreation<unknown>, 'dues'>>(consequences: C, planned: C['dues']): C {
  return planned === undefined ? consequences : { ...consequences, dues: [...(consequences.dues ?? []), ...planned] };
}

export interface NewPass {
  readonly made: MadeNames;
  readonly full: boolean;
  readonly fields: () => Fields;
  /** Whether the store saves the answer for a retry, then without the clientHash. */
  readonly keepsAnswer: boolean;
  /** Written in the same commit. */
  readonly beside?: Pick<PassCreation<unknown>, 'reference' | 'mail' | 'passcodeHash' | 'source'>;
  /** By default the hash. */
  readonly answering?: Answering;
  readonly isTest?: boolean | undefined;
}

/** The decision that makes a pass and begins its onCreate. Fails with the codes of createPass. */
export function creating(context: Deciding, pass: NewPass): (snapshot: CreationSnapshot) => PassCreation<Step> {
  const { made, full, fields, keepsAnswer, beside, answering = answeringHash(made.hash), isTest = false } = pass;
  const named = { key: newRunKey(context), isOpen: false };
  return (snapshot) => {
    const program = context.programs.at(snapshot.template);
    requireIssuable(snapshot, context.clock.now());
    const written = writeFields(program, {}, fields(), { full, replaceAll: false });
    const { takenMessages } = snapshot;
    const overrides = withNewBarcode(program, written, made.hash, takenMessages);
    const templateHash = snapshot.template.hash;
    const facts = {
      ...factsFor(context, snapshot.owner, { ...made, templateHash, overrides, access: {} }),
      takenMessages,
    };
    const note = snapshot.template.triggersPaused ? IDLE_NOTES.paused : null;
    const segment = begin(program, facts, CREATE, note);
    const {
      event,
      run,
      answer,
      result,
      dues: planned,
    } = changeOf(program, facts, named, { accessType: CREATE }, { segment, repetition: ONCE }, answering);
    const creation: PassCreation<Step> = {
      create: { ...made, overrides: segment.overrides, createdAt: facts.now, isTest },
      ...(event === undefined ? {} : { event }),
      ...(run === undefined ? {} : { run }),
      ...(answer === undefined ? {} : { answer }),
      ...withPlanned(consequencesOf(program, facts, null, segment.overrides), planned),
      ...beside,
      result,
    };
    return keepsAnswer ? concealed(creation, facts) : creation;
  };
}
