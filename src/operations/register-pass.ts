// A registration form that was sent: the pass is made if need be, its fields are written, and onRegister runs.
import { AppError } from '../errors.ts';
import type { PassChange } from '../ports/store.ts';
import { openContainers } from '../rules/container-overrides.ts';
import { REGISTER } from '../rules/facts.ts';
import { differs } from '../rules/triggers.ts';
import { checkRegistration, type Faults, takeFormImages } from './check-registration.ts';
import type { Context } from './context.ts';
import { createPass } from './create-pass.ts';
import { expiryChange } from './expiry.ts';
import type { Registration } from './find-registration.ts';
import { factsOf } from './pass-facts.ts';
import { withPrograms } from './programs.ts';
import { beginning, continueRun, type RunInput, runEvent, type Step } from './run-triggers.ts';
import type { RawFields } from './take-fields.ts';
import { type Fields, writeFields } from './write-fields.ts';

export interface RegisterInput {
  /** API path -> value as the form sent it. */
  readonly sent: RawFields;
  readonly depth: number;
  /** Asked before something is kept for somebody who has no pass yet; rejects when it is too much. */
  readonly admit: () => Promise<void>;
}

export type Registered =
  | { readonly kind: 'registered'; readonly hash: string }
  /** Nothing was written; `images` of the form are kept, path -> content hash, so that they need not be sent again. */
  | { readonly kind: 'refused'; readonly faults: Faults; readonly images: Fields }
  /** psTriggerError: the pass exists, with what was written before the run stopped, and is not flagged registered. */
  | { readonly kind: 'stopped'; readonly message: string; readonly hash: string };

/** Fails with `pass_not_found`, `template_not_found`, what `admit` fails with, and `value_invalid` for more than a pass can hold. */
export async function registerPass(
  context: Context,
  registration: Registration,
  input: RegisterInput,
): Promise<Registered> {
  const { places, program, pass } = registration;
  const bringsFile = Object.values(input.sent).some((value) => value instanceof Uint8Array);
  if (pass === null && bringsFile) await input.admit();
  const taken = await takeFormImages(context, places, input.sent, input.depth);
  const images = Object.fromEntries(Object.entries(taken.given).filter(([path]) => path.startsWith('images_')));
  const overrides = pass === null ? {} : openContainers(program, pass.overrides);
  const { fields, faults } = checkRegistration(program, places, overrides, taken.given);
  const all = { ...faults, ...taken.faults };
  if (Object.keys(all).length > 0) return { kind: 'refused', faults: all, images };
  if (pass !== null) return update(context, pass.hash, { given: taken.given, images }, input.depth);
  if (!bringsFile) await input.admit();
  return makeAndRegister(context, registration, fields, input.depth);
}

async function makeAndRegister(
  context: Context,
  { template }: Registration,
  fields: Fields,
  depth: number,
): Promise<Registered> {
  let hash: string;
  try {
    hash = (await createPass(context, { templateHash: template.hash, fields, depth })).hashedSerialNumber;
  } catch (error) {
    // onCreate was stopped, but the pass is there: sending the form again registers that one.
    if (!(error instanceof AppError) || error.code !== 'trigger_error') throw error;
    return { kind: 'stopped', message: error.message, hash: String(error.beside.hashedSerialNumber) };
  }
  return outcomeOf(hash, await runEvent(context, runOf(hash, depth), () => ({})));
}

/** The fields and the first segment of onRegister are one commit. */
async function update(
  context: Context,
  hash: string,
  form: { readonly given: Fields; readonly images: Fields },
  depth: number,
): Promise<Registered> {
  const run = runOf(hash, depth);
  type Result = { readonly step: Step } | { readonly faults: Faults };
  const outcome = await withPrograms(context.programs, () =>
    context.store.changePass<Result>(hash, (snapshot): PassChange<Result> => {
      const program = context.programs.at(snapshot.template);
      const places = [...program.locations.values()].filter(({ attribute }) => attribute?.editable === true);
      const before = snapshot.pass.overrides;
      const opened = openContainers(program, before);
      // Looked at again: the pass or its template may have changed meanwhile.
      const { fields, faults } = checkRegistration(program, places, opened, form.given);
      if (Object.keys(faults).length > 0) return { result: { faults } };
      const overrides = writeFields(program, opened, fields, { full: false, replaceAll: false });
      const change = beginning(context, run, () => ({}))({ ...snapshot, pass: { ...snapshot.pass, overrides } });
      const isShown = change.touchedAt !== undefined || differs(program, before, overrides);
      return {
        ...change,
        overrides: change.overrides ?? overrides,
        ...expiryChange(program, factsOf(context, snapshot), before, change.overrides ?? overrides),
        ...(isShown ? { touchedAt: context.clock.now(), push: true } : {}),
        result: { step: change.result },
      };
    }),
  );
  if (outcome.replayed) throw new Error('a registration has no key, so it is never a replay');
  if ('faults' in outcome.result) return { kind: 'refused', faults: outcome.result.faults, images: form.images };
  return outcomeOf(hash, await continueRun(context, run, outcome.result.step, () => ({})));
}

function runOf(hash: string, depth: number): RunInput {
  return { hash, accessType: REGISTER, depth, idempotency: null, account: null };
}

function outcomeOf(hash: string, answer: { readonly stopped?: unknown }): Registered {
  return answer.stopped === undefined
    ? { kind: 'registered', hash }
    : { kind: 'stopped', message: String(answer.stopped), hash };
}
