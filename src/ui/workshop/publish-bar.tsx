// The bar on every page of a card that has a draft: how many changes, whose, and the way to publish
// or to throw them away.
import type { DraftNotice } from '../../operations/templates/draft-notice.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface PublishBarProps {
  /** The address of the card's pages. */
  readonly address: string;
  readonly texts: Texts;
  readonly notice: DraftNotice;
  readonly nameOf: (author: string | null) => string;
  readonly zone: string;
}

export function PublishBar({ address, texts, notice, nameOf, zone }: PublishBarProps) {
  const { versions: words, tag } = texts;
  const { changes, editedBy, editedAt } = notice;
  return (
    <div class="publishBar">
      <p>
        <strong>{words.draft(changes)}</strong>{' '}
        <span class="quiet">
          <bdi>{words.by(nameOf(editedBy))}</bdi>, <Moment at={editedAt} tag={tag} zone={zone} />
        </span>
      </p>
      <p class="publishBarActions">
        <a class="button plain" href={`${address}/publish`}>
          {words.see}
        </a>
        <a class="button text" href={`${address}/discard`}>
          {words.discard}
        </a>
      </p>
    </div>
  );
}
