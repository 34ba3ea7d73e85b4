// Says on every page of a card that the card has a draft: how many changes, whose, and since when.
import type { DraftHead } from '../../ports/store/drafts.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import type { Context } from '../context.ts';
import { type ComparisonWords, differencesBetween } from './compare-versions.ts';

export interface DraftNotice {
  /** Null: the card is too large to count on every page. */
  readonly changes: number | null;
  /** The e-mail address of the person who wrote last, and when, in ms. */
  readonly editedBy: string;
  readonly editedAt: number;
}

/** The most characters of a draft's JSON whose changes every page counts. */
export const LONGEST_COUNTED = 200_000;

/** What was counted last of a published version's draft: a revision never has other changes. */
interface Counted {
  readonly revision: number;
  /** Those in which the changes were told. */
  readonly words: SentenceWords;
  readonly changes: number | null;
}

const COUNTED = new WeakMap<Program, Counted>();

/** Null: there is no draft. The caller checks the access. */
export async function draftNotice(
  context: Context,
  { template }: Pick<TemplateSnapshot, 'template'>,
  words: ComparisonWords,
): Promise<DraftNotice | null> {
  const [head] = await context.store.draftHeads([template.id]);
  if (head === undefined) return null;
  const published = await context.programs.load(template);
  const known = COUNTED.get(published);
  if (known?.revision === head.revision && known.words === words.sentences) return noticeOf(head, known);
  const draft = await context.store.draftOf(template.id);
  if (draft === null) return null;
  const { revision, passConstructor } = draft;
  const isLarge = jsonOf(passConstructor).length > LONGEST_COUNTED;
  const changes = isLarge ? null : (await differencesBetween(published.passConstructor, passConstructor, words)).length;
  const counted = { revision, words: words.sentences, changes };
  COUNTED.set(published, counted);
  return noticeOf(draft, counted);
}

function noticeOf({ editedBy, editedAt }: DraftHead, { changes }: Counted): DraftNotice {
  return { changes, editedBy, editedAt };
}
