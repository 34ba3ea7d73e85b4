// Takes the last event of a pass back: its values and its access facts are again what they were, the
// event no longer counts, and the pass's phones get the pass as it was.
import { AppError } from '../../errors.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Undoable } from '../../ports/store/undo.ts';
import { differs } from '../../rules/passes/differs.ts';
import { ACCESS_NAME, type AccessFacts, EDIT, SCAN } from '../../rules/passes/facts.ts';
import { raisesShownFlag } from '../../rules/passes/shown-flags.ts';
import { type Caller, mayDo, requireCustomer } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { changedValues, overridesBefore } from './changed-values.ts';
import { subjectOf } from './correct-customer.ts';

/** How long whoever stands at a till may take a scan back, in ms. */
const TILL_UNDO = 10 * 60 * 1000;

/** Whether a caller may take an event back: at a till the scans of the last ten minutes alone. */
export function mayUndo(context: Context, caller: Caller, { accessType, time }: Undoable): boolean {
  if (mayDo(caller, 'correct')) return true;
  return mayDo(caller, 'undo') && accessType === SCAN && context.clock.now() - time <= TILL_UNDO;
}

/**
 * `eventId`: the event that the caller saw as the last one. Fails with the codes of
 * requireCustomer, `role_forbidden`, `undo_impossible`, `pass_invalid`, `barcode_taken`.
 */
export async function undoEvent(
  context: Context,
  caller: Caller,
  { hash, eventId, reason }: { readonly hash: string; readonly eventId: number; readonly reason: string },
): Promise<void> {
  const snapshot = await requireCustomer(context, caller, 'undo', hash);
  const { store, programs } = context;
  const last = await store.undoable(snapshot.pass.id);
  const changes = last === null ? [] : await changedValues(context, snapshot, last);
  const note = { who: caller.email, reason, undoes: eventId };
  const undone = await withPrograms(programs, () =>
    store.undoEvent(snapshot.pass.hash, (asked, undoable): PassChange<Undoable> => {
      if (undoable?.eventId !== eventId) throw new AppError('undo_impossible');
      if (!mayUndo(context, caller, undoable)) throw new AppError('role_forbidden');
      const now = context.clock.now();
      const event = {
        accessType: EDIT,
        time: now,
        outcome: 'fired',
        logged: false,
        trace: null,
        changed: true,
        note,
      } as const;
      return { ...takeBack(context, asked, undoable), event, result: undoable };
    }),
  );
  await recordAct(context, caller, {
    what: 'customer.undo',
    subject: subjectOf(snapshot),
    before: {
      event: ACCESS_NAME[undone.accessType],
      ...Object.fromEntries(changes.map(({ label, now }) => [label, now])),
    },
    after: { reason, ...Object.fromEntries(changes.map(({ label, before }) => [label, before])) },
  });
}

function takeBack(context: Context, snapshot: PassSnapshot, undo: Undoable): Omit<PassChange<null>, 'result'> {
  const { pass, template } = snapshot;
  const program = context.programs.at(template);
  const facts = factsOf(context, snapshot);
  const overrides = overridesBefore(pass.overrides, undo);
  const access = accessBefore(pass.access, undo);
  // A condition on the pass may ask whether the event ever happened.
  const isShown =
    differs(program, pass.overrides, overrides) ||
    raisesShownFlag(program, { ...facts, overrides, access }, undo.accessType);
  return { ...consequencesOf(program, facts, pass.overrides, overrides, isShown), overrides, access };
}

function accessBefore(access: AccessFacts, { accessType, fact }: Undoable): AccessFacts {
  const { [accessType]: _, ...others } = access;
  return fact == null ? others : { ...others, [accessType]: fact };
}
