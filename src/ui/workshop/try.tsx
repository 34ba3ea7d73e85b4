// The page of the simulator: the form, what is to be said about it, and the result.
import type { PastPass } from '../../operations/events/past-pass.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { readKey } from '../../rules/schedules/due.ts';
import type { WhyNot } from '../../rules/schedules/why-not.ts';
import type { Names } from '../../rules/sentences/names.ts';
import { Moment } from './moment.tsx';
import { type TriedProps, TriedResult } from './tried.tsx';
import { tryParameters } from './try-address.ts';
import { TryForm, type TryFormProps } from './try-form.tsx';

interface TryPageProps {
  readonly form: TryFormProps;
  /** Null: nothing could be tried. */
  readonly result: Omit<TriedProps, 'address' | 'texts' | 'state'> | null;
  readonly names: Names;
  /** The card's other address, for its checks. */
  readonly card: string;
  readonly base: string;
  readonly isPaused: boolean;
  readonly isInvalid: boolean;
  readonly errors: readonly Diagnostic[];
  /** Why the schedule would not reach the card at the time of the try; null: it would. */
  readonly whyNot: { readonly why: WhyNot; readonly zone: string } | null;
  /** The run that is tried again; null: none. */
  readonly past: (PastPass & { readonly id: number }) | null;
  readonly mayKeep: boolean;
}

/** The mistakes of a draft to list. */
const MOST_ERRORS = 5;

export function TryPage(props: TryPageProps) {
  const { form, result, names, card, isPaused, isInvalid, errors, mayKeep } = props;
  const { texts, address, state } = form;
  const { simulator: words } = texts;
  return (
    <div class="stack">
      <header>
        <h2>{words.title}</h2>
        <p>{words.intro}</p>
        <p>
          <a href={`${card}/checks`}>{words.checks}</a>
        </p>
      </header>
      <TryForm {...form} />
      {errors.length > 0 && (
        <div class="panel" role="status">
          <p>{words.draftErrors}</p>
          <ul>
            {errors.slice(0, MOST_ERRORS).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <bdi>{names.of(path)}</bdi>: <span lang="en">{message}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {isPaused && <p class="panel">{words.paused}</p>}
      {isInvalid && <p class="panel">{words.invalid}</p>}
      {result !== null && <NotReached {...props} />}
      {props.past !== null && <Past {...props} past={props.past} />}
      {result !== null && <TriedResult {...result} {...{ address, texts, state }} />}
      {result !== null && mayKeep && !result.tried.isCut && (
        <p>
          <a class="button plain" href={`${card}/checks/new?${tryParameters({ ...state, step: '', found: '' })}`}>
            {words.keep}
          </a>
        </p>
      )}
    </div>
  );
}

function NotReached({ whyNot, form: { texts, state } }: TryPageProps) {
  if (whyNot === null) return null;
  const { simulator: words, schedules, tag } = texts;
  const { why, zone } = whyNot;
  const next = 'next' in why ? why.next : null;
  return (
    <p class="panel" role="status" dir="auto">
      {words.notReached(readKey(state.event).name, schedules.because[why.kind])}
      {next !== null && (
        <>
          {' '}
          {schedules.next}: <Moment at={next} tag={tag} zone={zone} />.
        </>
      )}{' '}
      {words.wouldDo}
    </p>
  );
}

function Past({ past, form: { texts }, names, base }: TryPageProps & { past: PastPass & { readonly id: number } }) {
  const { simulator: words } = texts;
  const known = past.known.map((path) => names.of(path)).join(', ');
  const sentence = past.isExact ? words.pastExact : known === '' ? words.pastUnknown : words.pastKnown(known);
  return (
    <div class="panel" dir="auto">
      <p>
        {words.past} {sentence} {past.wasEdited && words.pastEdited} {past.isOld && words.pastOld}
      </p>
      <p>
        <a href={`${base}/runs/${past.id}`}>{words.toRun}</a>
      </p>
    </div>
  );
}
