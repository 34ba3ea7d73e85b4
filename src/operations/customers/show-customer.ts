// One customer's page: the pass drawn, its values, its phones, its history and what can be taken
// back.
import { AppError } from '../../errors.ts';
import type { PassDevice } from '../../ports/store/devices.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { AccessType } from '../../rules/passes/facts.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { typed } from '../../rules/values/literal.ts';
import { type Caller, mayDo, requireCustomer } from '../access/caller.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import { listRunsOf, type RunList } from '../events/list-runs.ts';
import { type PassView, viewPass } from '../files/view-pass.ts';
import { type GoogleCheck, googleCheck } from '../google/google-check.ts';
import { type EditorValues, editorValues } from '../passes/pass-editor.ts';
import { type ChangedValue, changedValues } from './changed-values.ts';
import { nameOfCustomer } from './customer-name.ts';
import { mayUndo } from './undo-event.ts';

/** The events of a page. */
const PAGE = 25;

export interface CustomerUndo {
  readonly eventId: number;
  readonly accessType: AccessType;
  readonly time: number;
  /** The values that go back. */
  readonly changes: readonly ChangedValue[];
}

export interface Customer {
  readonly hash: string;
  readonly name: string;
  readonly card: { readonly hash: string; readonly name: string; readonly triggersPaused: boolean };
  /** The address that the holder opens. */
  readonly link: string;
  readonly isInvalid: boolean;
  readonly createdAt: number;
  /** Null: the pass cannot be drawn, for want of a certificate or because it needs too much. */
  readonly view: PassView | null;
  /** Null: the pass needs too much for its values to be shown. */
  readonly values: EditorValues | null;
  /** The phones that have it in Apple Wallet. */
  readonly devices: readonly PassDevice[];
  /** What Google Wallet knows of it; null: Google does not have the pass. */
  readonly google: GoogleCheck | null;
  /** What happened, newest first. */
  readonly history: RunList;
  readonly undo: CustomerUndo | null;
  /** The address to mail the link to, as far as it is known. */
  readonly email: string | null;
  readonly mayCorrect: boolean;
}

/**
 * `before`: the history before the event of this id; absent: from the newest event on. Fails with
 * the codes of requireCustomer.
 */
export async function showCustomer(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  { hash, before }: { readonly hash: string; readonly before?: number | undefined },
): Promise<Customer> {
  const snapshot = await requireCustomer(context, caller, 'find', hash);
  const { pass, template } = snapshot;
  const { store, settings } = context;
  return {
    hash: pass.hash,
    name: await nameOfCustomer(context, snapshot),
    card: { hash: template.hash, name: template.name, triggersPaused: template.triggersPaused },
    link: `${settings.rootUrl}/pass/create.php?hashedSerialNumber=${pass.hash}`,
    isInvalid: pass.invalidatedAt !== null,
    createdAt: pass.createdAt,
    view: await unlessImpossible(() => viewPass(context, snapshot)),
    values: await unlessImpossible(() => editorValues(context, snapshot)),
    devices: await store.devicesOf(pass.id),
    google: await googleCheck(context, snapshot),
    history: await listRunsOf(context, caller, words, pass.hash, { before, count: PAGE }),
    undo: await undoOf(context, caller, snapshot),
    email: await addressOf(context, snapshot),
    mayCorrect: mayDo(caller, 'correct'),
  };
}

async function undoOf(context: Context, caller: Caller, snapshot: PassSnapshot): Promise<CustomerUndo | null> {
  const { pass } = snapshot;
  const undoable = pass.invalidatedAt === null ? await context.store.undoable(pass.id) : null;
  if (undoable === null || !mayUndo(context, caller, undoable)) return null;
  const { eventId, accessType, time } = undoable;
  const changes = await unlessImpossible(() => changedValues(context, snapshot, undoable));
  return { eventId, accessType, time, changes: changes ?? [] };
}

/** The recovery address, else the first value of the pass that is an e-mail address. */
async function addressOf({ store }: Context, { pass }: PassSnapshot): Promise<string | null> {
  const reference = await store.passReference(pass.id);
  if (reference?.recoveryEmail) return reference.recoveryEmail;
  const texts = Object.values(pass.overrides).filter((value) => typeof value === 'string' && value.includes('@'));
  return texts.map((text) => emailAddress(typed(String(text)))).find((address) => address !== null) ?? null;
}

/** Null for a pass that cannot be shown: its page still says what it is, and can delete it. */
async function unlessImpossible<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && (error.code === 'budget_spent' || error.code === 'certificate_missing'))
      return null;
    throw error;
  }
}
