// Registers a pass from a form: makes the pass if necessary, writes the fields and runs onRegister.
// A form with a key registers once, however often it arrives.
import { AppError } from '../../errors.ts';
import { openContainers } from '../../rules/passes/container-overrides.ts';
import { REGISTER } from '../../rules/passes/facts.ts';
import { fingerprintOf, idempotencyOf } from '../change/idempotency.ts';
import { type RunInput, runEvent, type Writing } from '../change/run-triggers.ts';
import type { RawFields } from '../change/take-fields.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { createPass } from '../passes/create-pass.ts';
import { checkRegistration, type Faults, takeFormImages } from './check-registration.ts';
import type { Registration } from './find-registration.ts';

export interface RegisterInput {
  /** API path -> value as the form sent it. */
  readonly sent: RawFields;
  /** One-time key of the form; a client's own form may lack a key, and then registers each time. */
  readonly requestId?: string | undefined;
  /** The header Accept-Language, for a mail with the link. */
  readonly language?: string | undefined;
  readonly depth: Depth;
  /**
   * Called before the server stores data for a client without a pass; rejects when the client has
   * used up its limit.
   */
  readonly admit: () => Promise<void>;
}

export type Registered =
  | { readonly kind: 'registered'; readonly hash: string }
  /**
   * Nothing was written; `images` (path -> content hash) stay stored, so that the client need not
   * send them again.
   */
  | { readonly kind: 'refused'; readonly faults: Faults; readonly images: Fields }
  /**
   * psTriggerError: the pass exists, with the values written before the run stopped, and is not
   * flagged registered.
   */
  | { readonly kind: 'stopped'; readonly message: string; readonly hash: string };

/** Registrations in progress: target and key -> result. */
export type RunningForms = Map<string, Promise<Registered>>;

/**
 * The same form, sent again during its registration (a double click), waits for the first and gets
 * its answer, because a browser shows the answer to the last click. Fails with `pass_not_found`,
 * `template_not_found`, the codes of `admit`, `value_invalid` for more than a pass can hold, and
 * `idempotency_in_progress` for two minutes after a crash in the middle.
 */
export function registerPass(
  context: Context,
  running: RunningForms,
  registration: Registration,
  input: RegisterInput,
): Promise<Registered> {
  const key = keyOf(input);
  if (key === undefined) return register(context, registration, input, key);
  const name = `${(registration.pass ?? registration.template).hash} ${key}`;
  const present = running.get(name);
  if (present !== undefined) return present;
  const run = register(context, registration, input, key).finally(() => running.delete(name));
  running.set(name, run);
  return run;
}

/** The same form with other values is another registration, as after going back in the browser. */
function keyOf({ requestId, sent }: RegisterInput): string | undefined {
  return requestId ? fingerprintOf({ ...sent, 'form:': requestId }) : undefined;
}

async function register(
  context: Context,
  registration: Registration,
  input: RegisterInput,
  key: string | undefined,
): Promise<Registered> {
  const { places, program, pass } = registration;
  const bringsFile = Object.values(input.sent).some((value) => value instanceof Uint8Array);
  if (pass === null && bringsFile) await input.admit();
  const uploaded = await takeFormImages(context, places, input.sent, {
    templateHash: registration.template.hash,
    depth: input.depth,
  });
  const images = Object.fromEntries(Object.entries(uploaded.given).filter(([path]) => path.startsWith('images_')));
  const overrides = pass === null ? {} : openContainers(program, pass.overrides);
  const { fields, faults } = checkRegistration(program, places, overrides, uploaded.given);
  const all = { ...faults, ...uploaded.faults };
  if (Object.keys(all).length > 0) return { kind: 'refused', faults: all, images };
  if (pass !== null) return update(context, pass.hash, { given: uploaded.given, images }, input.depth, key);
  if (!bringsFile) await input.admit();
  return makeAndRegister(context, registration, fields, input, key);
}

/**
 * Two runs, each with its own commits: onRegister begins with the result of onCreate, which may
 * have waited for a request. If the server dies between the two, the pass exists unregistered; the
 * same form, sent again, finds the pass by its key and registers it.
 */
async function makeAndRegister(
  context: Context,
  { template }: Registration,
  fields: Fields,
  { depth, language }: RegisterInput,
  idempotencyKey: string | undefined,
): Promise<Registered> {
  let hash: string;
  try {
    hash = (await createPass(context, null, { templateHash: template.hash, fields, language, depth, idempotencyKey }))
      .hashedSerialNumber;
  } catch (error) {
    // The pass exists although onCreate was stopped: the form, sent again, registers this pass.
    if (!(error instanceof AppError) || error.code !== 'trigger_error') throw error;
    return { kind: 'stopped', message: error.message, hash: String(error.beside.hashedSerialNumber) };
  }
  return outcomeOf(hash, await runEvent(context, runOf(context, hash, depth, idempotencyKey), () => ({})));
}

/** Thrown inside the store's decision, so that a refused form stores no key. */
class Refused extends Error {
  readonly faults: Faults;
  constructor(faults: Faults) {
    super('the form is refused');
    this.faults = faults;
  }
}

/** The fields and the first segment of onRegister are one commit. */
async function update(
  context: Context,
  hash: string,
  form: { readonly given: Fields; readonly images: Fields },
  depth: Depth,
  idempotencyKey: string | undefined,
): Promise<Registered> {
  const writing: Writing = (program, { overrides }) => {
    const places = [...program.locations.values()].filter(({ attribute }) => attribute?.editable === true);
    const opened = openContainers(program, overrides);
    // Check again: the pass or its template may have changed meanwhile.
    const { fields, faults } = checkRegistration(program, places, opened, form.given);
    if (Object.keys(faults).length > 0) throw new Refused(faults);
    return writeFields(program, opened, fields, { full: false, replaceAll: false });
  };
  try {
    const run = runOf(context, hash, depth, idempotencyKey);
    return outcomeOf(hash, await runEvent(context, run, () => ({}), writing));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', faults: error.faults, images: form.images };
  }
}

function runOf(context: Context, hash: string, depth: Depth, key: string | undefined): RunInput {
  const call = { name: 'register', caller: 'holder', target: hash, input: {} } as const;
  const idempotency = idempotencyOf(context, key, call);
  return { hash, accessType: REGISTER, depth, idempotency, account: null };
}

function outcomeOf(hash: string, answer: { readonly stopped?: unknown }): Registered {
  return answer.stopped === undefined
    ? { kind: 'registered', hash }
    : { kind: 'stopped', message: String(answer.stopped), hash };
}
