// Takes what a holder answers to the questions of a card's personalization, and signs the token with
// which Wallet knows that this server did (developer.apple.com/documentation/walletpasses, "Return a
// Personalized Pass"). The phone then fetches the pass, which asks nothing any more.
import { AppError } from '../../errors.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { type Overrides, PERSONALIZE } from '../../rules/passes/facts.ts';
import {
  ANSWER_OF,
  PERSONAL_INFO,
  type PersonalInfo,
  type Personalization,
} from '../../rules/templates/personalization.ts';
import type { Program } from '../../rules/templates/program.ts';
import { literal } from '../../rules/values/literal.ts';
import { findPass } from '../access/access.ts';
import { fingerprintOf, idempotencyOf } from '../change/idempotency.ts';
import {
  type Answering,
  beginning,
  continueRun,
  type RunInput,
  requireCompleted,
  type Step,
  type Writing,
} from '../change/run-triggers.ts';
import { editableLocation, type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { endingOf, requireCertificate, requireValid, signerOf } from '../files/pass-files.ts';
import { withPrograms } from '../programs.ts';
import { type DeviceClaim, requireNamedPass } from './device-access.ts';

export interface PersonalizeInput extends DeviceClaim {
  /** Whether the request has an Authorization, see requireNamedPass. */
  readonly hasShown: boolean;
  /** What Wallet wants signed; see readPersonalization. */
  readonly personalizationToken: string;
  /** What Wallet sends; a detail that the holder was not asked for is absent. */
  readonly info: Readonly<Partial<Record<PersonalInfo, string>>>;
  readonly depth: Depth;
}

const answering: Answering = () => ({});

/**
 * Writes the answers to the paths of the card, runs onPersonalize and returns the signed token: a
 * detached CMS SignedData in DER. A pass is personalized once: a repeated call changes nothing and is
 * answered alike. Fails with `device_unauthorized`; `pass_not_found` when the card asks nothing;
 * `parameter_missing` without an answer that the card requires; `value_invalid`, `trigger_error`,
 * `idempotency_in_progress`, `certificate_missing`.
 */
export async function personalizePass(context: Context, input: PersonalizeInput): Promise<Uint8Array> {
  const snapshot = await requireNamedPass(context, input, input.hasShown);
  // Ask before anything is written: without a certificate nobody could sign the answer.
  const certificate = await requireCertificate(context, snapshot);
  requireValid(context, certificate);
  await run(context, input, snapshot);
  const { pass } = await findPass(context, snapshot.pass.hash);
  // The time of the event, so that a repeated call is answered with the same bytes.
  const signingTime = pass.access[PERSONALIZE]?.last ?? context.clock.now();
  const signer = signerOf(context, certificate);
  const attributes = signer.attributes(Buffer.from(input.personalizationToken), signingTime);
  return signer.file(attributes, await signer.sign(attributes));
}

async function run(context: Context, input: PersonalizeInput, snapshot: PassSnapshot): Promise<void> {
  const { pass, template } = snapshot;
  if (isPersonalized(pass)) return;
  const { personalization } = await context.programs.load(template);
  if (personalization === null || endingOf(context, snapshot) !== null) {
    const message = 'This pass asks for no personal details, or is void.';
    throw new AppError('pass_not_found', { field: 'personalizationToken', message });
  }
  requireAnswers(personalization, input.info);
  // The answers are part of the key: whoever mends one after an error begins anew.
  const key = fingerprintOf({ ...input.info, token: input.personalizationToken });
  const call = { name: 'personalize', caller: 'holder', target: pass.hash, input: { ...input.info } } as const;
  const idempotency = idempotencyOf(context, key, call);
  const event: RunInput = { hash: pass.hash, accessType: PERSONALIZE, depth: input.depth, idempotency, account: null };
  const writing: Writing = (program, { overrides }) => written(program, overrides, input.info);
  const begin = beginning(context, event, answering, writing);
  // Look again inside the commit: another call may have been faster.
  const first = await withPrograms(context.programs, () =>
    context.store.changePass<Step>(
      pass.hash,
      (now) => (isPersonalized(now.pass) ? { result: { done: {} }, answer: {} } : begin(now)),
      idempotency === null ? undefined : { ...idempotency, phase: 'begin' },
    ),
  );
  const answer = first.replayed ? first.answer : await continueRun(context, event, first.result, answering);
  requireCompleted(answer as Parameters<typeof requireCompleted>[0]);
}

/** Wallet sends no form without them, so a call that lacks one is no phone's. */
function requireAnswers({ fields }: Personalization, info: PersonalizeInput['info']): void {
  for (const field of fields) {
    const answers = ANSWER_OF[field];
    if (answers.some((name) => info[name] !== undefined)) continue;
    const place = `requiredPersonalizationInfo.${answers[0]}`;
    throw new AppError('parameter_missing', { field: place, message: `${place} is missing: this pass requires it.` });
  }
}

function isPersonalized({ access }: PassSnapshot['pass']): boolean {
  return access[PERSONALIZE] !== undefined;
}

/** Brackets that the holder typed stay brackets, and what a form would refuse is refused here too. */
function written(program: Program, overrides: Overrides, info: PersonalizeInput['info']): Overrides {
  const paths = program.personalization?.paths ?? new Map<PersonalInfo, string>();
  const editable: Record<string, string> = {};
  const others: Record<string, Fields[string]> = {};
  for (const name of PERSONAL_INFO) {
    const path = paths.get(name);
    const value = name === 'fullName' ? (info.fullName ?? joined(info)) : info[name];
    if (path === undefined || value === undefined) continue;
    if (editableLocation(program, path) === null) others[path] = literal(value);
    else editable[path] = value;
  }
  const half = writeFields(program, overrides, others, { full: true, replaceAll: false });
  return writeFields(program, half, editable, { full: false, replaceAll: false });
}

/** Wallet may send the parts of a name alone. */
function joined({ givenName, familyName }: PersonalizeInput['info']): string | undefined {
  const parts = [givenName, familyName].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}
