// What Passwright asks of a database about drafts: what an owner has changed of a template and not
// published yet. A template has one draft at most. Times are milliseconds since 1970.
import type { JsonObject } from '../../rules/values/values.ts';
import type { DraftMark, TemplateSnapshot } from './templates.ts';

/** A draft without its constructor. */
export interface DraftHead extends DraftMark {
  readonly templateId: number;
  /** The e-mail address of the person who wrote last. */
  readonly editedBy: string;
  readonly editedAt: number;
}

export interface Draft extends DraftHead {
  /** Its images are content hashes, which purge leaves alone. */
  readonly passConstructor: JsonObject;
}

/** What a decision writes: absent: nothing; null: the draft goes. */
export interface DraftChange<T> {
  readonly draft?: Omit<Draft, 'templateId' | 'revision'> | null;
  readonly result: T;
}

export interface DraftStore {
  draftOf(templateId: number): Promise<Draft | null>;
  /** The drafts of these templates, in no order. */
  draftHeads(templateIds: readonly number[]): Promise<readonly DraftHead[]>;
  /**
   * Writes or drops a template's draft. To publish one is a change of its template, see
   * TemplateChange.dropsDraft. Fails with `template_not_found`.
   */
  changeDraft<T>(
    templateHash: string,
    decide: (snapshot: TemplateSnapshot, draft: Draft | null) => DraftChange<T>,
  ): Promise<{ readonly draft: Draft | null; readonly result: T }>;
}
