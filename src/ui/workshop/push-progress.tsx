// How far the last push to all phones of a card has come. While it is under way, a script fetches
// this part anew; without the script a link loads the page again.
import type { PushProgress } from '../../operations/templates/card-overview.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface PushStatusProps {
  readonly push: PushProgress;
  readonly texts: Texts;
  readonly zone: string;
  /** The address of this part alone. */
  readonly address: string;
}

export function PushStatus({ push: { at, waiting }, texts: { overview: texts, tag }, zone, address }: PushStatusProps) {
  if (waiting === null) {
    return (
      <div class="pushStatus" id="push" role="status">
        {at === null ? (
          <p class="quiet">{texts.pushNever}</p>
        ) : (
          <p class="quiet">
            {texts.pushDone} (<Moment at={at} tag={tag} zone={zone} />)
          </p>
        )}
      </div>
    );
  }
  const { told, of } = waiting;
  return (
    <div class="pushStatus" id="push" role="status" data-push={address}>
      <p>{texts.pushWaiting(told, of)}</p>
      <progress max={Math.max(of, 1)} value={Math.min(told, of)} aria-label={texts.pushWaiting(told, of)} />{' '}
      <a href="?#push">{texts.pushAgain}</a>
    </div>
  );
}
