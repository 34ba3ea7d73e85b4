// The words of the mail that tells whoever made it that a long bulk change is over.
import type { CardBulk } from '../operations/segments/bulk-changes.ts';
import { renderNotice } from './notice-mail.tsx';
import { textsFor } from './texts/language.ts';

/** `language`: of the reader; null: unknown. */
export function renderBulkEnd(
  { bulk, card: { template } }: CardBulk,
  { language, rootUrl }: { readonly language: string | null; readonly rootUrl: string },
) {
  const { tag, segments } = textsFor(language ?? '');
  const { bulk: words } = segments;
  const { action, changed, failed, undone, left, state } = bulk;
  const isUndone = state === 'undone';
  const counts: readonly (readonly [number, string])[] = isUndone
    ? [
        [undone, words.undone],
        [left, words.left],
      ]
    : [
        [changed, words.changed],
        [failed, words.failed],
      ];
  const said = counts.filter(([count], at) => at === 0 || count > 0).map(([count, word]) => words.told(count, word));
  return renderNotice({
    tag,
    subject: isUndone ? words.undoneSubject(bulk.name) : words.doneSubject(bulk.name),
    heading: template.name,
    lines: [`${words.kinds[action.kind]} (${words.ofSegment}: ${bulk.name})`, ...said],
    link: { text: words.seeIt, href: `${rootUrl}/cards/${template.hash}/bulk/${bulk.id}` },
  });
}
