// Words the error of a form whose card was changed by somebody else meanwhile.
import { AppError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { shortTime } from '../../ui/short-time.ts';
import type { Texts } from '../../ui/texts/en/index.ts';
import { authorNames } from './author-name.ts';

interface Reader {
  readonly texts: Texts;
  /** The e-mail address of whoever reads the page. */
  readonly you: string;
  readonly zone: string;
}

/** What the page says above the form, which is shown again as it was typed; null: another error. */
export function draftConflict(context: Context, error: unknown, { texts, you, zone }: Reader): string | null {
  if (!(error instanceof AppError) || error.code !== 'draft_changed') return null;
  const { versions: words, tag } = texts;
  const { fate, who, when } = error.beside;
  if (fate === 'discarded') return words.discarded;
  const name = authorNames(texts, you)(typeof who === 'string' ? who : null);
  const time = typeof when === 'number' ? shortTime(tag, zone, context.clock.now())(when) : '';
  return fate === 'published' ? words.published(name, time) : words.edited(name, time);
}

/** The same for a page that shows the card as it is now, without what was typed in its inputs. */
export function changedMeanwhile({ beside: { who } }: AppError, { design: words }: Texts): string {
  return typeof who === 'string' ? words.changedBy(who) : words.changed;
}
