// What an owner does to one customer's pass: correct its values, mail its link, make it invalid,
// delete it. Each is written down in the audit log.
import { AppError } from '../../errors.ts';
import type { PassChange, PassSnapshot, ReferencedSnapshot } from '../../ports/store/passes.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { type Caller, requireCustomer } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { passLinkMail } from '../mails/pass-link-mail.ts';
import { changePasses } from '../passes/change-passes.ts';
import { type EditorValues, editorValues, editPass } from '../passes/pass-editor.ts';

/** The most characters of a reason. */
export const LONGEST_REASON = 200;

/** Names a pass in the audit log, without what its holder entered: the log outlives the pass. */
export function subjectOf({ template, pass }: Pick<PassSnapshot, 'template' | 'pass'>): string {
  return `${template.name} · ${pass.hash.slice(0, 8)}`;
}

export interface Correction {
  readonly hash: string;
  readonly fields: RawFields;
  readonly shown: Readonly<Record<string, string>>;
  readonly requestId?: string | undefined;
  /** Stored with the event; empty: none given. */
  readonly reason: string;
  readonly depth: Depth;
}

/**
 * Saves the form of a customer's page. `updated`: whether the pass changed. Fails with the codes of
 * requireCustomer and editPass, and `parameter_invalid` for a reason that is too long.
 */
export async function correctCustomer(
  context: Context,
  caller: Caller,
  { hash, reason, ...input }: Correction,
): Promise<{ readonly updated: boolean }> {
  const snapshot = await requireCustomer(context, caller, 'correct', hash);
  if (reason.length > LONGEST_REASON) {
    const message = `The reason has at most ${LONGEST_REASON} characters.`;
    throw new AppError('parameter_invalid', { field: 'psReason', message });
  }
  const before = await editorValues(context, snapshot);
  const note = { who: caller.email, reason, undoes: null };
  const record = async () => {
    const after = await editorValues(context, await requireCustomer(context, caller, 'correct', hash));
    const changed = changedFields(before, after);
    if (Object.keys(changed.after).length === 0) return;
    const subject = subjectOf(snapshot);
    await recordAct(context, caller, {
      what: 'customer.correct',
      subject,
      before: changed.before,
      after: reason === '' ? changed.after : { ...changed.after, reason },
    });
  };
  try {
    const saved = await editPass(context, snapshot, { ...input, account: caller.account, note });
    await record();
    return saved;
  } catch (error) {
    // A stopped run leaves what was entered on the pass.
    if (error instanceof AppError && error.code === 'trigger_error') await record();
    throw error;
  }
}

/** The texts that differ, by the label of their field. */
function changedFields(before: EditorValues, after: EditorValues): { before: JsonObject; after: JsonObject } {
  const was = new Map(before.fields.map(({ path, text }) => [path, text]));
  const changed = after.fields.filter(({ path, text }) => was.has(path) && was.get(path) !== text);
  return {
    before: Object.fromEntries(changed.map(({ label, path }) => [label, was.get(path)!])),
    after: Object.fromEntries(changed.map(({ label, text }) => [label, text])),
  };
}

/**
 * Mails the link of a pass. The address becomes the one to which its link is mailed the next time.
 * Fails with the codes of requireCustomer, `parameter_missing` and `parameter_invalid` for the
 * address, and `pass_invalid`.
 */
export async function mailLink(
  context: Context,
  caller: Caller,
  {
    hash,
    address,
    language,
  }: { readonly hash: string; readonly address: string; readonly language?: string | undefined },
): Promise<void> {
  const snapshot = await requireCustomer(context, caller, 'correct', hash);
  if (snapshot.pass.invalidatedAt !== null) throw new AppError('pass_invalid');
  if (address.trim() === '') {
    throw new AppError('parameter_missing', { field: 'address', message: 'Enter the e-mail address of the customer.' });
  }
  const mail = passLinkMail(context, { address, field: 'address', language });
  const decide = ({ reference }: ReferencedSnapshot): PassChange<null> => ({
    ...(reference?.recoveryEmail === mail.recipient ? {} : { reference: { recoveryEmail: mail.recipient } }),
    mail,
    result: null,
  });
  await context.store.changePasses<null>([{ hash: snapshot.pass.hash, decide }]);
  await recordAct(context, caller, { what: 'customer.mail', subject: subjectOf(snapshot) });
}

/** Makes a pass invalid for good. Fails with the codes of requireCustomer and `pass_invalid`. */
export async function invalidateCustomer(context: Context, caller: Caller, hash: string, depth: Depth): Promise<void> {
  const snapshot = await requireCustomer(context, caller, 'correct', hash);
  const revision = { hashedSerialNumber: snapshot.pass.hash, fields: {}, invalidates: true };
  try {
    await changePasses(context, caller.account, [revision], depth);
  } catch (error) {
    // A trigger that stops the run does not keep the pass valid.
    if (!(error instanceof AppError) || error.code !== 'trigger_error') throw error;
  }
  await recordAct(context, caller, { what: 'customer.invalidate', subject: subjectOf(snapshot) });
}

/** Deletes a pass with its history. Fails with the codes of requireCustomer. */
export async function deleteCustomer(context: Context, caller: Caller, hash: string): Promise<void> {
  const snapshot = await requireCustomer(context, caller, 'correct', hash);
  await context.store.deletePass(snapshot.pass.hash, context.clock.now());
  await recordAct(context, caller, { what: 'customer.delete', subject: subjectOf(snapshot) });
}
