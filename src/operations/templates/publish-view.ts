// What publishing a draft would do, for the page that asks: what changes, what is wrong, how many
// phones have the card and what their lock screens would read, and what somebody else has published
// since the draft began.
import type { TemplateVersion } from '../../ports/store/templates.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Difference } from '../../rules/sentences/difference.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { mergeConstructors } from '../../rules/templates/merge-constructors.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isWrittenAlike, type JsonObject, toText } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { segmentFindings } from '../schedules/audience.ts';
import { type ComparisonWords, differencesBetween } from './compare-versions.ts';
import { compiled } from './compiled.ts';
import { draftMoved, type OpenDraft, openDraft } from './drafts.ts';
import { constructorDiagnostics } from './save-template.ts';
import { certificateFindings } from './template-certificate.ts';

/** A field whose new value lock screens read out. */
export interface Spoken {
  readonly path: string;
  readonly label: string;
  /** With the new value in the place of `%@`. */
  readonly message: string;
  /** How many passes have a value of their own, so that nothing changes on them. */
  readonly ownValues: number;
}

/** What others have published since the draft began. */
export interface Meanwhile {
  readonly version: TemplateVersion;
  readonly differences: readonly Difference[];
  /** The names of the places that both changed. */
  readonly conflicts: readonly string[];
}

export interface PublishView {
  readonly open: OpenDraft;
  /** The draft, compiled; null: there is none, or it has errors. */
  readonly program: Program | null;
  /** From the published version to the draft. */
  readonly differences: readonly Difference[];
  readonly diagnostics: readonly Diagnostic[];
  readonly onPhones: number;
  readonly spoken: readonly Spoken[];
  /** Null: the draft began from the published version. */
  readonly meanwhile: Meanwhile | null;
}

/** The most texts of lock screens that the page lists. */
const MOST_SPOKEN = 20;

/** Fails with requireCard's codes. Without a draft there is nothing to differ. */
export async function publishView(
  context: Context,
  caller: Caller,
  templateHash: string,
  words: ComparisonWords,
): Promise<PublishView> {
  const open = await openDraft(context, caller, templateHash);
  const { onPhones } = await context.store.templateCounts(open.snapshot.template.id);
  if (open.draft === null) {
    return { open, program: null, differences: [], diagnostics: [], onPhones, spoken: [], meanwhile: null };
  }
  const diagnostics = [
    ...(await constructorDiagnostics(open.passConstructor)),
    ...(await segmentFindings(context, open.snapshot.template.id, open.passConstructor)),
    ...(await certificateFindings(context, open.snapshot, open.passConstructor)),
  ];
  const isBroken = diagnostics.some(({ severity }) => severity === 'error');
  const program = isBroken ? null : (await compiled(open.passConstructor)).program;
  return {
    open,
    program,
    differences: await differencesBetween(open.published, open.passConstructor, words),
    diagnostics,
    onPhones,
    spoken: program === null ? [] : await spokenOf(context, open, program, words),
    meanwhile: await meanwhileOf(context, open, words),
  };
}

async function meanwhileOf(
  context: Context,
  { snapshot, draft, published, passConstructor }: OpenDraft,
  words: ComparisonWords,
): Promise<Meanwhile | null> {
  const { id, version } = snapshot.template;
  if (draft === null || draft.baseVersion === version) return null;
  const base = await baseOf(context, id, draft.baseVersion);
  const [newest] = await context.store.templateVersions(id, { before: version + 1, count: 1 });
  if (newest === undefined) return null;
  const { program } = await compiled(passConstructor);
  const names = namesIn(program, words.sentences);
  return {
    version: newest,
    differences: await differencesBetween(base, published, words),
    conflicts: mergeConstructors(base, passConstructor, published).conflicts.map((path) => names.of(path)),
  };
}

async function baseOf(context: Context, id: number, version: number): Promise<JsonObject> {
  return (await context.programs.load({ id, version })).passConstructor;
}

/**
 * Brings what others have published since into the draft; where both changed a place, the draft's
 * value stands. A draft whose changes are all published by then is dropped. Fails with requireCard's
 * codes and `draft_changed`.
 */
export async function renewDraft(
  context: Context,
  caller: Caller,
  templateHash: string,
  revision: string,
): Promise<void> {
  const open = await openDraft(context, caller, templateHash);
  const { draft, snapshot, published } = open;
  if (open.revision !== revision || draft === null) throw await draftMoved(context, open, revision);
  const { id, version } = snapshot.template;
  if (draft.baseVersion === version) return;
  const base = await baseOf(context, id, draft.baseVersion);
  const { passConstructor } = mergeConstructors(base, draft.passConstructor, published);
  const isPublished = isWrittenAlike(passConstructor, published);
  const editedAt = context.clock.now();
  const { result: isWritten } = await context.store.changeDraft(templateHash, ({ template }, present) => {
    if (present?.revision !== draft.revision || template.version !== version) return { result: false };
    if (isPublished) return { draft: null, result: true };
    return { draft: { passConstructor, baseVersion: version, editedBy: caller.email, editedAt }, result: true };
  });
  if (!isWritten) throw await draftMoved(context, await openDraft(context, caller, templateHash), revision);
}

async function spokenOf(
  context: Context,
  open: OpenDraft,
  after: Program,
  words: ComparisonWords,
): Promise<readonly Spoken[]> {
  const { template } = open.snapshot;
  const before = await context.programs.load(template);
  const names = namesIn(after, words.sentences);
  const spoken: Spoken[] = [];
  for (const [path, { steps, value, ancestors }] of after.locations) {
    if (spoken.length >= MOST_SPOKEN) break;
    if (steps.length !== 4 || steps[0] !== 'structure' || steps[3] !== 'value') continue;
    const old = before.locations.get(path);
    const message = textAt(after, [...steps.slice(0, 3), 'changeMessage'].join('_'));
    if (old === undefined || message === '' || toText(old.value) === toText(value)) continue;
    // A pass that has a value of its own, or a whole field of its own, keeps what it shows.
    const places = [path, ...ancestors];
    const counts = await Promise.all(places.map((each) => context.store.countOwnValues(template.id, each)));
    spoken.push({
      path,
      label: names.of(path),
      message: names.text(message.replaceAll('%@', () => toText(value))),
      ownValues: Math.max(...counts),
    });
  }
  return spoken;
}

function textAt(program: Program, path: string): string {
  return toText(locate(program, path)?.value);
}
