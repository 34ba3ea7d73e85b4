// The pages of a card's segments: the list with the form of a new one, one segment with its customers,
// and the question before it is deleted.
import type { Child } from 'hono/jsx';
import type { Bulk } from '../../operations/segments/bulk-changes.ts';
import type { SegmentCustomer } from '../../operations/segments/list-segment.ts';
import type { Segment } from '../../operations/segments/segments.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import type { Names } from '../../rules/sentences/names.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { Condition } from './design-condition.tsx';
import { type InputSheet, inputId } from './design-input.tsx';
import { Moment } from './moment.tsx';
import { TextField } from './text-field.tsx';

interface Shared {
  readonly texts: Texts;
  /** The address of the card. */
  readonly address: string;
  readonly names: Names;
  readonly zone: string;
}

interface ListProps extends Shared {
  readonly segments: readonly Segment[];
  readonly bulks: readonly Bulk[];
  /** Draws the form of a new segment; null: the person may make none. */
  readonly form: Child | null;
}

export function SegmentsPage({ segments, bulks, form, ...props }: ListProps) {
  const { texts, address, names } = props;
  const { segments: words, customers } = texts;
  return (
    <div class="stack segmentPage">
      <header>
        <h2>{words.title}</h2>
        <p>{words.about}</p>
        <p>
          <a href={`${address}/customers`}>{customers.title}</a>
        </p>
      </header>
      {segments.length === 0 ? (
        <p class="panel">{words.none}</p>
      ) : (
        <ul class="rows">
          {segments.map((segment) => (
            <li key={segment.id}>
              <a href={`${address}/segments/${segment.id}`} dir="auto">
                {segment.name}
              </a>
              <p class="quiet segmentLine" dir="auto">
                {conditionWords(segment.condition, names) ?? words.everyCard}
              </p>
              <Counted segment={segment} {...props} />
            </li>
          ))}
        </ul>
      )}
      {form !== null && (
        <section aria-labelledby="new">
          <h2 id="new">{words.add}</h2>
          {form}
        </section>
      )}
      {bulks.length > 0 && <BulkList bulks={bulks} {...props} />}
    </div>
  );
}

function BulkList({ bulks, texts, address, zone }: Shared & { bulks: readonly Bulk[] }) {
  const { bulk: words } = texts.segments;
  return (
    <section aria-labelledby="bulks">
      <h2 id="bulks">{words.list}</h2>
      <ul class="rows">
        {bulks.map(({ id, name, action, state, changed, createdAt }) => (
          <li key={id}>
            <a href={`${address}/bulk/${id}`} dir="auto">
              {name}
            </a>
            <p class="quiet segmentLine">
              {words.kinds[action.kind]} · {words.states[state]} ·{' '}
              {state === 'dry' || state === 'waiting' ? words.would(changed) : words.changes(changed)} ·{' '}
              <Moment at={createdAt} tag={texts.tag} zone={zone} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Counted({ segment, texts, zone }: Pick<Shared, 'texts' | 'zone'> & { segment: Segment }) {
  const { segments: words } = texts;
  const { matched, looked, countedAt, cursor, lookedSoFar } = segment;
  const isCounted = matched !== null && looked !== null && countedAt !== null;
  return (
    <p class="segmentLine">
      {isCounted ? (
        <>
          <strong>{words.count(matched, looked)}</strong>, {words.counted}{' '}
          <Moment at={countedAt} tag={texts.tag} zone={zone} />
        </>
      ) : (
        cursor === null && words.notCounted
      )}
      {cursor !== null && (
        <>
          {isCounted && ' · '}
          {words.counting(lookedSoFar)}
        </>
      )}
    </p>
  );
}

interface FormProps {
  readonly sheet: InputSheet;
  /** Where the form is sent, and where Cancel leads; null: there is no Cancel. */
  readonly action: string;
  readonly back: string | null;
  readonly name: string;
  /** What went wrong, and with which input; null: nothing. */
  readonly fault: { readonly field: string | null; readonly words: Child } | null;
}

/** The input of the condition's text, and the path of what was found about it. */
export const CONDITION_INPUT = 'condition';

export function SegmentForm({ sheet, action, back, name, fault }: FormProps) {
  const { texts, design } = sheet;
  const { segments: words } = texts;
  const target = fault?.field === 'name' ? 'name' : fault?.field === 'condition' ? inputId(CONDITION_INPUT) : null;
  const ofName = target === 'name' ? fault!.words : null;
  return (
    <>
      {fault !== null && (
        <Problems
          problem={target === null ? fault.words : null}
          faulty={target === null ? [] : [{ target, fault: ofName ?? words.conditionFault }]}
          texts={texts.form}
        />
      )}
      <form method="post" action={action} class="form">
        {/* What the rows were made from, which those that nobody touches keep. */}
        <input type="hidden" name="was" value={design.shown.get(CONDITION_INPUT) ?? ''} />
        <TextField id="name" label={words.name} fault={ofName}>
          {(attributes) => <input {...attributes} name="name" value={name} maxlength={100} required dir="auto" />}
        </TextField>
        <Condition
          sheet={sheet}
          name={CONDITION_INPUT}
          label={words.condition}
          path={CONDITION_INPUT}
          saying={{ reads: words.reads, always: words.always }}
        />
        <p class="actions">
          <button type="submit" class="button">
            {words.save}
          </button>
          <button type="submit" class="button plain" name="do" value="more" formnovalidate>
            {words.more}
          </button>
          {back !== null && (
            <a href={back} class="button text">
              {words.cancel}
            </a>
          )}
        </p>
      </form>
    </>
  );
}

interface SegmentProps extends Shared {
  readonly base: string;
  readonly segment: Segment;
  readonly customers: readonly SegmentCustomer[];
  /** The id to go on behind; null: every card was looked at. */
  readonly next: number | null;
  /** Whether the condition still fits the card. */
  readonly isReadable: boolean;
  /** Draws the form of a bulk change; null: the person may do none. */
  readonly bulk: Child | null;
}

export function SegmentView(props: SegmentProps) {
  const { texts, address, names, base, segment, customers, next, isReadable, bulk } = props;
  const { segments: words } = texts;
  const own = `${address}/segments/${segment.id}`;
  return (
    <div class="stack segmentPage">
      <header>
        <p>
          <a href={`${address}/segments`}>{words.toSegments}</a>
        </p>
        <h2 dir="auto">{segment.name}</h2>
        <p dir="auto">
          {segment.condition === '' ? words.everyCard : words.reads(conditionWords(segment.condition, names) ?? '')}
        </p>
        {!isReadable && <p class="notice">{words.broken}</p>}
        <Counted {...props} />
        {segment.cursor !== null && <p class="quiet">{words.reload}</p>}
        <div class="actions">
          {segment.cursor === null && (
            <form method="post" action={`${own}/count`}>
              <button type="submit" class="button plain">
                {words.countAgain}
              </button>
            </form>
          )}
          <a href={`${own}/export.csv`} class="button plain" download="">
            {words.export}
          </a>
          {bulk !== null && (
            <>
              <a href={`${own}/edit`} class="button plain">
                {words.change}
              </a>
              <a href={`${own}/delete`} class="button text">
                {words.delete}
              </a>
            </>
          )}
        </div>
      </header>
      <section aria-labelledby="customers">
        <h2 id="customers">{words.customers}</h2>
        {customers.length === 0 ? (
          <p class="panel">{next === null ? words.nobody : words.nobodyHere}</p>
        ) : (
          <ul class="rows">
            {customers.map(({ hash, name }) => (
              <li key={hash}>
                <a href={`${base}/customers/${hash}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        )}
        {next !== null && (
          <p class="pager">
            <a href={`?after=${next}#customers`} rel="next">
              {words.onward}
            </a>
          </p>
        )}
      </section>
      {bulk}
    </div>
  );
}

export function EditSegment({ sheet, address, ...props }: FormProps & { address: string }) {
  const { segments: words } = sheet.texts;
  return (
    <section class="stack segmentPage" aria-labelledby="edit">
      <h2 id="edit">{words.edit}</h2>
      <SegmentForm sheet={sheet} {...props} back={address} />
    </section>
  );
}

interface DeleteProps {
  readonly texts: Texts;
  /** The address of the segment. */
  readonly address: string;
  readonly name: string;
}

export function DeleteSegment({ texts: { segments: words }, address, name }: DeleteProps) {
  return (
    <div class="stack">
      <h2>{words.deleteTitle}</h2>
      <p dir="auto">{words.deleteAbout(name)}</p>
      <form method="post" action={`${address}/delete`} class="actions">
        <button type="submit" class="button danger">
          {words.delete}
        </button>
        <a class="button text" href={address}>
          {words.cancel}
        </a>
      </form>
    </div>
  );
}
