// Changes several passes of an account in one commit: all of them or none. Each change is an edit
// by the owner, as in the editor: onEdit runs, and a visible change is pushed.
import { AppError, atIndex } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type {
  PassChange,
  PassReference,
  PassSnapshot,
  ReferenceChange,
  ReferencedSnapshot,
} from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { EDIT } from '../../rules/passes/facts.ts';
import { findPass, findTemplate, hasAccess, requireCurrent } from '../access/access.ts';
import { consequencesOfMove } from '../change/consequences.ts';
import { withBarcodeOfMoved } from '../change/own-barcode.ts';
import { factsOf } from '../change/pass-facts.ts';
import { type Answering, beginning, continueRun, requireCompleted, type Step } from '../change/run-triggers.ts';
import { type RawFields, takeFields } from '../change/take-fields.ts';
import { requireNoClash, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { passLinkMail, type Recipient } from '../mails/pass-link-mail.ts';
import { withPrograms } from '../programs.ts';
import { requireIssuable } from '../templates/issue-gate.ts';
import { requireBatch } from './batch.ts';

export interface PassRevision {
  readonly hashedSerialNumber: string;
  /** Another template of the same campaign: the pass moves there first, with its own values. */
  readonly moveTo?: string;
  /** Any API path, as the template's owner; null removes the pass's own value. */
  readonly fields: RawFields;
  /** Decides the reference's changes from its present state; pure, and called under the lock. */
  readonly reference?: (present: PassReference | null) => ReferenceChange;
  /** Final: the pass becomes void on its devices, and no surface can change it any more. */
  readonly invalidates?: boolean;
  /** The recipient of the mail with the pass's link, when this becomes the recovery address. */
  readonly recipient?: Recipient;
}

const answering: Answering = (_program, _facts, { updated }) => ({ updated });

/**
 * Answers which passes changed. Fails with `pass_not_found`, `access_denied`, `pass_invalid`,
 * `user_defined_id_taken`, `parameter_invalid` for more than 25 passes, and the codes of
 * findTarget, writeFields and images. A failed batch changes no pass, and `beside.index` names the
 * pass at fault. After `trigger_error` the written values stay, as with every stopped run.
 */
export async function changePasses(
  context: Context,
  account: Account,
  revisions: readonly PassRevision[],
  depth: Depth,
): Promise<readonly boolean[]> {
  requireCurrent(context, account);
  const prepared = await requireBatch(revisions, async (revision) => {
    const snapshot = await findPass(context, revision.hashedSerialNumber);
    const { pass, template, owner } = snapshot;
    if (!hasAccess(account, owner)) throw new AppError('access_denied', { field: 'hashedSerialNumber' });
    const target = revision.moveTo === undefined ? null : await findTarget(context, snapshot, revision.moveTo);
    const program = await context.programs.load(target?.template ?? template);
    const fields = await takeFields(context, program, revision.fields, { full: true, depth });
    const run = { hash: pass.hash, accessType: EDIT, depth, idempotency: null, account } as const;
    return { revision, fields, run, target };
  });
  const steps = await withPrograms(context.programs, () =>
    context.store.changePasses<Step>(
      prepared.map(({ revision, fields, run, target }) => ({
        hash: run.hash,
        decide: (snapshot) => {
          const shown = { ...requireValid(snapshot), ...target };
          const change = beginning(context, run, answering, (program, facts) => {
            const written = writeFields(program, facts.overrides, fields, { full: true, replaceAll: false });
            if (target === null) return written;
            return withBarcodeOfMoved(
              program,
              requireNoClash(program, written),
              run.hash,
              facts.takenMessages ?? new Set(),
            );
          })(shown);
          const { pass, template } = shown;
          const after = change.overrides ?? pass.overrides;
          return {
            ...change,
            ...besideOf(context, revision, snapshot),
            ...(target === null
              ? {}
              : {
                  templateId: template.id,
                  ...consequencesOfMove(context.programs.at(template), factsOf(context, shown), after),
                }),
          };
        },
      })),
    ),
  );
  const changed: boolean[] = [];
  for (const [index, step] of steps.entries()) {
    const { run, revision } = prepared[index]!;
    const answer = await continueRun(context, run, step, answering);
    try {
      const isOther = revision.invalidates === true || revision.moveTo !== undefined;
      changed.push(requireCompleted(answer).updated === true || isOther);
    } catch (error) {
      throw error instanceof AppError ? atIndex(error, index) : error;
    }
  }
  return changed;
}

/**
 * The template that a pass moves to. Fails with `template_not_found`, `parameter_invalid` for
 * another campaign, `issue_refused`.
 */
async function findTarget(context: Context, { issue }: PassSnapshot, templateHash: string): Promise<TemplateSnapshot> {
  const target = await findTemplate(context, templateHash);
  if (issue === null || target.issue?.campaign.id !== issue.campaign.id) {
    const message = `"${target.template.name}" is in another campaign: a pass stays in its own.`;
    throw new AppError('parameter_invalid', { field: 'templateName', message });
  }
  // A move adds no pass to the campaign.
  requireIssuable({ ...target, issued: { campaign: 0, template: 0 } }, context.clock.now());
  return target;
}

function requireValid(snapshot: ReferencedSnapshot): ReferencedSnapshot {
  if (snapshot.pass.invalidatedAt !== null) throw new AppError('pass_invalid');
  return snapshot;
}

/** The changes beside the values, in the same commit. */
function besideOf(
  context: Context,
  { reference, invalidates = false, recipient }: PassRevision,
  snapshot: ReferencedSnapshot,
): Partial<Pick<PassChange<unknown>, 'reference' | 'mail' | 'touchedAt' | 'push'>> {
  const given = reference?.(snapshot.reference);
  const now = context.clock.now();
  const isNewAddress = recipient !== undefined && recipient.address !== snapshot.reference?.recoveryEmail;
  return {
    ...(given === undefined ? {} : { reference: given }),
    ...(invalidates ? { reference: { ...given, invalidatedAt: now }, touchedAt: now, push: true } : {}),
    ...(isNewAddress ? { mail: passLinkMail(context, recipient) } : {}),
  };
}
