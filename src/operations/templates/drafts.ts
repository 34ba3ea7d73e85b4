// The draft of a card: what its owner has changed and not published yet. All editing pages work on
// this one draft. Nothing of it is on a phone until somebody publishes the draft.
import { AppError } from '../../errors.ts';
import type { Draft } from '../../ports/store/drafts.ts';
import type { DraftMark, Template, TemplateChange, TemplateSnapshot } from '../../ports/store/templates.ts';
import { isTooDeep } from '../../rules/templates/template.ts';
import { mapImages } from '../../rules/templates/template-images.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { pushEvent } from '../devices/push.ts';
import { takeImage } from '../images.ts';
import { requireChangeable } from './issue-gate.ts';
import { compileInTurns, type SavedTemplate } from './save-template.ts';
import { checkConstructor } from './stored-checks.ts';

/** What a page edits: the draft, or the published constructor where there is no draft. */
export interface OpenDraft {
  readonly snapshot: TemplateSnapshot;
  /** In the stored shape: images are content hashes. */
  readonly passConstructor: JsonObject;
  readonly published: JsonObject;
  readonly draft: Draft | null;
  /** What a form sends back as `revision`: `<version>.<revision of the draft>`, 0 for no draft. */
  readonly revision: string;
}

/** The most characters of a draft's JSON: as many as a call may bring for a template. */
export const LONGEST_DRAFT = 8 * 1024 * 1024;
/** The most characters of what somebody says about a version. */
export const LONGEST_NOTE = 500;

/** What became of a draft while a form of it was open; `beside` of `draft_changed`. */
export type DraftFate = 'edited' | 'published' | 'discarded';

/** Fails with requireCard's codes. */
export async function openDraft(context: Context, caller: Caller, templateHash: string): Promise<OpenDraft> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  return opened(context, snapshot, await context.store.draftOf(snapshot.template.id));
}

async function opened(context: Context, snapshot: TemplateSnapshot, draft: Draft | null): Promise<OpenDraft> {
  const { template } = snapshot;
  const { passConstructor: published } = await context.programs.load(template);
  const passConstructor = draft?.passConstructor ?? published;
  return { snapshot, passConstructor, published, draft, revision: revisionOf(template, draft) };
}

function revisionOf({ version }: Pick<Template, 'version'>, draft: DraftMark | null): string {
  return draft === null ? `${version}.0` : `${draft.baseVersion}.${draft.revision}`;
}

/**
 * Applies a pure edit to the draft and stores it. An edit that changes nothing stores nothing, and
 * one that equals the published constructor drops the draft. A draft may have errors of the
 * compiler, which block publishing alone. Fails with requireCard's codes, what `edit` throws,
 * `issue_final`, `template_invalid` for a draft that is too large or too deep, and `draft_changed`
 * where somebody else has changed the card since `revision`: `beside` has the `fate` of the draft,
 * `who` and `when` (ms).
 */
export async function editDraft(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, edit }: { readonly revision: string; readonly edit: (passConstructor: JsonObject) => JsonObject },
): Promise<OpenDraft> {
  const open = await openDraft(context, caller, templateHash);
  await requireRevision(context, open, revision);
  const edited = edit(open.passConstructor);
  if (edited === open.passConstructor) return open;
  const json = jsonOf(edited);
  if (json === jsonOf(open.passConstructor)) return open;
  requireDraftable(edited, json);
  const isPublished = json === jsonOf(open.published);
  const baseVersion = open.draft?.baseVersion ?? open.snapshot.template.version;
  const editedAt = context.clock.now();
  const { draft, result: isWritten } = await context.store.changeDraft(templateHash, ({ template, issue }, present) => {
    if (issue !== null) requireChangeable(issue.template);
    if (revisionOf(template, present) !== revision) return { result: false };
    if (isPublished) return { draft: null, result: true };
    return { draft: { baseVersion, passConstructor: edited, editedBy: caller.email, editedAt }, result: true };
  });
  if (!isWritten) throw await changedError(context, caller, templateHash, revision);
  return opened(context, await requireCard(context, caller, 'rules', templateHash), draft);
}

function requireDraftable(passConstructor: JsonObject, json: string): void {
  const message =
    json.length > LONGEST_DRAFT
      ? `The card is too large: its JSON may have at most ${LONGEST_DRAFT} characters.`
      : isTooDeep(passConstructor)
        ? 'The card is nested too deeply.'
        : null;
  if (message !== null) throw new AppError('template_invalid', { message });
}

async function requireRevision(context: Context, open: OpenDraft, revision: string): Promise<void> {
  if (open.revision !== revision) throw await draftMoved(context, open, revision);
}

async function changedError(
  context: Context,
  caller: Caller,
  templateHash: string,
  revision: string,
): Promise<AppError> {
  return draftMoved(context, await openDraft(context, caller, templateHash), revision);
}

/**
 * The error about a form of the revision `given` whose card is another one now. Who changed the card
 * is whoever wrote its draft, or its newest version where there is no draft; nobody knows who threw
 * a draft away.
 */
export async function draftMoved(
  context: Context,
  { snapshot, draft, revision }: OpenDraft,
  given: string,
): Promise<AppError> {
  const error = (fate: DraftFate, who: string | null, when: number | null) =>
    new AppError('draft_changed', { field: 'revision', beside: { fate, who, when, revision } });
  if (draft !== null) return error('edited', draft.editedBy, draft.editedAt);
  const { id, version } = snapshot.template;
  const hadDraft = !given.endsWith('.0');
  if (hadDraft && given.startsWith(`${version}.`)) return error('discarded', null, null);
  const [newest] = await context.store.templateVersions(id, { before: version + 1, count: 1 });
  return error('published', newest?.author ?? null, newest?.createdAt ?? null);
}

/** Throws the draft away. Fails with requireCard's codes, and `draft_changed` as editDraft does. */
export async function discardDraft(
  context: Context,
  caller: Caller,
  templateHash: string,
  revision: string,
): Promise<void> {
  const open = await openDraft(context, caller, templateHash);
  await requireRevision(context, open, revision);
  if (open.draft === null) return;
  const { result: isGone } = await context.store.changeDraft(templateHash, ({ template }, present) =>
    revisionOf(template, present) === revision ? { draft: null, result: true } : { result: false },
  );
  if (!isGone) throw await changedError(context, caller, templateHash, revision);
  await recordAct(context, caller, { what: 'card.discard_draft', subject: open.snapshot.template.name });
}

export interface PublishInput {
  readonly revision: string;
  /** The version that the person has seen; absent: the draft's base. */
  readonly seen?: number | undefined;
  /** What the person says about the version; empty: nothing. */
  readonly note: string;
  /** Whether phones are told now; else each gets the version when it next asks for the pass. */
  readonly notice: boolean;
  /** Whether to publish although checks fail. */
  readonly overrule: boolean;
}

/**
 * Makes the draft the next version of the card, and drops the draft in the same commit. Fails with
 * requireCard's codes, `template_invalid`, `issue_final`, `parameter_invalid` (note), `checks_failed`
 * unless the person overrules the checks, and `draft_changed` as editDraft does, also where somebody
 * has published a version that the person has not seen.
 */
export async function publishDraft(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, seen, note, notice, overrule }: PublishInput,
): Promise<Pick<SavedTemplate, 'warnings'> & { readonly version: number }> {
  const said = note.trim();
  if (said.length > LONGEST_NOTE) {
    const message = `A note has at most ${LONGEST_NOTE} characters.`;
    throw new AppError('parameter_invalid', { field: 'note', message });
  }
  const open = await openDraft(context, caller, templateHash);
  await requireRevision(context, open, revision);
  if (open.draft === null) throw await draftMoved(context, open, revision);
  const { passConstructor, warnings } = await compileInTurns(open.passConstructor);
  if (!overrule) await requireChecks(context, open);
  const expected = seen ?? open.draft.baseVersion;
  const event = pushEvent(context);
  const published = await context.store.changeTemplate(
    templateHash,
    event.time,
    ({ template, issue }, _, draft): TemplateChange<boolean> => {
      if (issue !== null) requireChangeable(issue.template);
      if (template.version !== expected || revisionOf(template, draft) !== revision) return { result: false };
      return {
        passConstructor,
        author: caller.email,
        ...(said === '' ? {} : { note: said }),
        dropsDraft: true,
        ...(notice ? { event } : {}),
        result: true,
      };
    },
  );
  if (!published.result) throw await publishedError(context, caller, templateHash, revision);
  const { name, version } = published.template;
  await recordAct(context, caller, {
    what: 'card.publish',
    subject: name,
    before: { version: expected },
    after: { version, ...(said === '' ? {} : { note: said }) },
  });
  return { warnings, version };
}

/** Fails with `checks_failed`. */
async function requireChecks(context: Context, { snapshot, passConstructor }: OpenDraft): Promise<void> {
  const checks = await checkConstructor(context, snapshot, passConstructor);
  if (checks.some(({ differences }) => differences.length > 0)) {
    throw new AppError('checks_failed', { field: 'overrule' });
  }
}

/** Where the draft is as it was, somebody has published another version. */
async function publishedError(
  context: Context,
  caller: Caller,
  templateHash: string,
  revision: string,
): Promise<AppError> {
  const open = await openDraft(context, caller, templateHash);
  return draftMoved(context, open.revision === revision ? { ...open, draft: null } : open, revision);
}

/**
 * Stores the new images of an edited constructor, which may be data URIs or addresses, and answers
 * the constructor with their content hashes. Call it before editDraft. Fails with the codes of
 * takeImage.
 */
export async function storeDraftImages(
  context: Context,
  passConstructor: JsonObject,
  depth: Depth,
): Promise<JsonObject> {
  return mapImages(passConstructor, (image, path) =>
    image === '' ? undefined : takeImage(context, image, path, { depth, isHolders: false }),
  );
}
