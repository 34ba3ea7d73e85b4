// The history of a card: its versions with author, note and differences, one of them in full, two of
// them compared, and an old one brought back as a draft.
import { AppError } from '../../errors.ts';
import type { TemplateSnapshot, TemplateVersion } from '../../ports/store/templates.ts';
import type { Difference } from '../../rules/sentences/difference.ts';
import { differencesOf } from '../../rules/sentences/differences.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { type LineChanges, lineChanges } from '../../rules/values/line-changes.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { drawnOrNull, viewTemplate } from '../files/view-template.ts';
import { type ComparisonWords, comparedVersion, differencesBetween } from './compare-versions.ts';
import { editDraft, type OpenDraft } from './drafts.ts';
import { withImageUrls } from './template-info.ts';

export interface ListedVersion extends TemplateVersion {
  readonly isCurrent: boolean;
  /** From the version before it; null: the first one. */
  readonly differences: readonly Difference[] | null;
}

export interface VersionList {
  readonly snapshot: TemplateSnapshot;
  /** Newest first. */
  readonly versions: readonly ListedVersion[];
  /** `before` of the next page; null: there are no older versions. */
  readonly next: number | null;
}

/** Versions on a page: each is compared with the one before it. */
const ON_PAGE = 10;

/** The versions below `before` (absent: the newest). Fails with requireCard's codes. */
export async function listVersions(
  context: Context,
  caller: Caller,
  templateHash: string,
  words: ComparisonWords,
  before: number | undefined,
): Promise<VersionList> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  const { id, version: current } = snapshot.template;
  const page = { before: before ?? current + 1, count: ON_PAGE + 1 };
  const found = await context.store.templateVersions(id, page);
  const compared = async (version: number) => comparedVersion(await constructorAt(context, id, version), words);
  const versions: ListedVersion[] = [];
  // The version before one is the next of the list.
  let newer = found[0] === undefined ? null : await compared(found[0].version);
  for (const each of found.slice(0, ON_PAGE)) {
    const { version } = each;
    const older = version === 1 ? null : await compared(version - 1);
    const differences = older === null || newer === null ? null : differencesOf(older, newer, words.differences);
    versions.push({ ...each, isCurrent: version === current, differences });
    newer = older;
  }
  return { snapshot, versions, next: found.length > ON_PAGE ? found[ON_PAGE - 1]!.version : null };
}

/** The constructor as it was stored. Fails with `version_not_found`. */
async function constructorAt(context: Context, id: number, version: number): Promise<JsonObject> {
  const passConstructor = await context.store.templateVersion(id, version);
  if (passConstructor === null) throw new AppError('version_not_found');
  return passConstructor;
}

export interface ShownVersion {
  readonly snapshot: TemplateSnapshot;
  readonly version: TemplateVersion;
  /** The version that it is compared with; null: it is the first one, and compared with none. */
  readonly other: TemplateVersion | null;
  /** From the older version to the newer one; empty: nothing differs. */
  readonly differences: readonly Difference[];
  /** The JSON of both, side by side; null: there is nothing to compare with. */
  readonly lines: LineChanges | null;
  /** The card as it was drawn then; null: it cannot be drawn. */
  readonly view: PassView | null;
}

/**
 * One version, compared with another one (absent: the one before it). Fails with requireCard's codes
 * and `version_not_found`.
 */
export async function showVersion(
  context: Context,
  caller: Caller,
  templateHash: string,
  words: ComparisonWords,
  { number, other }: { readonly number: number; readonly other: number | undefined },
): Promise<ShownVersion> {
  const snapshot = await requireCard(context, caller, 'rules', templateHash);
  const { template, owner } = snapshot;
  const { id } = template;
  const version = await requireVersion(context, id, number);
  const view = await drawnOrNull(viewTemplate(context, { template: { ...template, version: number }, owner }));
  if (other === undefined && number === 1) {
    return { snapshot, version, other: null, differences: [], lines: null, view };
  }
  const second = await requireVersion(context, id, other ?? number - 1);
  const [older, newer] = second.version < number ? [second.version, number] : [number, second.version];
  const before = await constructorAt(context, id, older);
  const after = await constructorAt(context, id, newer);
  const json = async (passConstructor: JsonObject) => jsonOf(await withImageUrls(context, passConstructor), 2);
  return {
    snapshot,
    version,
    other: second,
    differences: await differencesBetween(before, after, words),
    lines: lineChanges(await json(before), await json(after)),
    view,
  };
}

async function requireVersion(context: Context, id: number, number: number): Promise<TemplateVersion> {
  const [version] = await context.store.templateVersions(id, { before: number + 1, count: 1 });
  if (version?.version !== number) throw new AppError('version_not_found');
  return version;
}

/**
 * Makes the draft what a version was; phones see nothing of it until the draft is published. Fails
 * with editDraft's codes and `version_not_found`.
 */
export async function bringBack(
  context: Context,
  caller: Caller,
  templateHash: string,
  { number, revision }: { readonly number: number; readonly revision: string },
): Promise<OpenDraft> {
  const { template } = await requireCard(context, caller, 'rules', templateHash);
  const passConstructor = await constructorAt(context, template.id, number);
  return editDraft(context, caller, templateHash, { revision, edit: () => passConstructor });
}
