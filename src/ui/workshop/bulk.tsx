// What is done to all cards of a segment: the form that begins with a dry run, and the page of one
// bulk change with its numbers and some of its cards.
import type { Child } from 'hono/jsx';
import type { Bulk, BulkPage, ToldFate, ToldPass } from '../../operations/segments/bulk-changes.ts';
import { BULK_KINDS } from '../../rules/segments/bulk-action.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { type Names, valueWords } from '../../rules/sentences/names.ts';
import type { GroupOfPlaces } from '../../rules/sentences/places.ts';
import { expressionWords } from '../../rules/sentences/rules.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { PlaceSelect } from './rule-places.tsx';
import { TextField } from './text-field.tsx';

/** The inputs of the form as they were sent. */
export interface BulkFormTexts {
  readonly kind: string;
  readonly path: string;
  readonly text: string;
  /** Whether the text is a calculation. */
  readonly isCalculated: boolean;
}

interface BulkFormProps {
  readonly texts: Texts;
  readonly names: Names;
  /** Where the form is sent. */
  readonly action: string;
  readonly places: readonly GroupOfPlaces[];
  readonly sent: BulkFormTexts;
  /** What went wrong; null: nothing. */
  readonly fault: Child | null;
}

export function BulkForm({ texts, names, action, places, sent, fault }: BulkFormProps) {
  const { bulk: words } = texts.segments;
  return (
    <section class="stack" aria-labelledby="bulk">
      {fault !== null && <Problems problem={fault} faulty={[]} texts={texts.form} />}
      <h2 id="bulk">{words.title}</h2>
      <p>{words.about}</p>
      <form method="post" action={action} class="form">
        <TextField id="kind" label={words.kind} fault={null}>
          {(attributes) => (
            <select {...attributes} name="kind">
              {BULK_KINDS.map((kind) => (
                <option key={kind} value={kind} selected={kind === sent.kind}>
                  {words.kinds[kind]}
                </option>
              ))}
            </select>
          )}
        </TextField>
        <div class="field">
          <label for="path">{words.path}</label>
          <p class="hint">{words.pathHint}</p>
          <PlaceSelect id="path" name="path" value={sent.path} places={places} nameOf={names.of} texts={texts} />
        </div>
        <TextField id="text" label={words.text} fault={null}>
          {(attributes) => <input {...attributes} name="text" value={sent.text} dir="auto" autocomplete="off" />}
        </TextField>
        <label class="check">
          <input type="checkbox" name="calculated" value="true" checked={sent.isCalculated} /> {words.calculated}
        </label>
        <p class="actions">
          <button type="submit" class="button">
            {words.look}
          </button>
        </p>
      </form>
    </section>
  );
}

interface BulkViewProps {
  readonly texts: Texts;
  readonly names: Names;
  readonly base: string;
  /** The address of the card. */
  readonly address: string;
  readonly page: BulkPage;
  /** The names of the customers, by their hashes. */
  readonly customers: ReadonlyMap<string, string>;
  /** The template's value of a path. */
  readonly templateValue: (path: string) => JsonValue;
  readonly mayChange: boolean;
}

export function BulkView(props: BulkViewProps) {
  const { texts, names, address, page, mayChange } = props;
  const { bulk } = page;
  const { bulk: words, everyCard, toSegments } = texts.segments;
  return (
    <div class="stack segmentPage">
      <header>
        <p>
          <a href={`${address}/segments`}>{toSegments}</a>
        </p>
        <h2 dir="auto">{actionWords(bulk, names, texts)}</h2>
        <p class="quiet" dir="auto">
          {words.ofSegment} {bulk.name}: {conditionWords(bulk.condition, names) ?? everyCard}
        </p>
      </header>
      <Progress {...props} />
      <Numbers bulk={bulk} texts={texts} />
      {mayChange && <Acts {...props} />}
      <Told {...props} fate="sample" title={words.samples} />
      <Told {...props} fate="failed" title={words.failures} />
      <Told {...props} fate="left" title={words.lefts} />
    </div>
  );
}

function givenIn(action: Extract<Bulk['action'], { readonly expression?: never }>): JsonValue {
  return action.kind === 'set' ? action.value : action.amount;
}

function actionWords({ action }: Bulk, names: Names, texts: Texts): string {
  const { says } = texts.segments.bulk;
  switch (action.kind) {
    case 'set':
    case 'increment': {
      const what =
        action.expression === undefined
          ? valueWords(givenIn(action), names)
          : expressionWords(action.expression, names);
      return says[action.kind](names.of(action.path), what);
    }
    case 'mail':
      return says.mail(action.rate);
    case 'push':
    case 'void':
    case 'valid':
      return says[action.kind];
  }
}

function Progress({ texts, page: { bulk } }: BulkViewProps) {
  const { bulk: words, reload } = texts.segments;
  const { state, looked, total, undone, left, changed } = bulk;
  const isMoving = state === 'dry' || state === 'running' || state === 'undoing';
  const [done, of] = state === 'undoing' || state === 'undone' ? [undone + left, changed] : [looked, total];
  return (
    <section class="panel" role="status">
      <p>
        <strong>{words.states[state]}</strong>
        {state !== 'undoing' && state !== 'undone' && <> · {words.looked(looked, Math.max(looked, total))}</>}
      </p>
      {isMoving && (
        <>
          <progress max={Math.max(of, done, 1)} value={done} aria-label={words.states[state]} />
          <p class="quiet">{reload}</p>
        </>
      )}
      {state === 'stopped' && <p>{words.stopped}</p>}
      {state === 'waiting' && <p>{changed === 0 ? words.nothing : words.would(changed)}</p>}
    </section>
  );
}

function Numbers({ bulk, texts }: { bulk: Bulk; texts: Texts }) {
  const { bulk: words } = texts.segments;
  const { state, matched, changed, failed, undone, left } = bulk;
  const isDry = state === 'dry' || state === 'waiting';
  const shown: readonly (readonly [number, string])[] = [
    [matched, words.matched],
    ...(isDry ? [] : [[changed, words.changed] as const]),
    [matched - changed - failed, words.same],
    [failed, words.failed],
    [undone, words.undone],
    [left, words.left],
  ];
  return (
    <ul class="numbers">
      {shown
        .filter(([count], index) => index === 0 || count > 0)
        .map(([count, word]) => (
          <li key={word}>
            <div>
              <strong>{count}</strong> {word}
            </div>
          </li>
        ))}
    </ul>
  );
}

function Acts({ texts, address, page: { bulk, mayUndo } }: BulkViewProps) {
  const { bulk: words } = texts.segments;
  const own = `${address}/bulk/${bulk.id}`;
  return (
    <>
      {bulk.state === 'waiting' && bulk.changed > 0 && (
        <form method="post" action={`${own}/start`}>
          <button type="submit" class="button">
            {words.start(bulk.changed)}
          </button>
        </form>
      )}
      {bulk.state === 'running' && (
        <form method="post" action={`${own}/stop`}>
          <button type="submit" class="button plain">
            {words.stop}
          </button>
        </form>
      )}
      {bulk.state === 'stopped' && (
        <form method="post" action={`${own}/resume`}>
          <button type="submit" class="button">
            {words.resume}
          </button>
        </form>
      )}
      {mayUndo && bulk.changed > 0 && (
        <form method="post" action={`${own}/undo`}>
          <p>{words.undoAbout}</p>
          <button type="submit" class="button plain">
            {words.undo}
          </button>
        </form>
      )}
    </>
  );
}

function Told({ fate, title, ...props }: BulkViewProps & { fate: ToldFate; title: string }) {
  const passes = props.page.passes.filter((pass) => pass.fate === fate);
  if (passes.length === 0) return null;
  return (
    <section aria-labelledby={`told-${fate}`}>
      <h2 id={`told-${fate}`}>{title}</h2>
      <ul class="rows">
        {passes.map((pass) => (
          <Pass key={pass.hash} pass={pass} {...props} />
        ))}
      </ul>
    </section>
  );
}

function Pass({ pass, names, base, customers, templateValue, texts }: BulkViewProps & { pass: ToldPass }) {
  const { nothingBefore } = texts.segments.bulk;
  const shown = (path: string, value: JsonValue | undefined) => {
    const one = value ?? templateValue(path);
    return one === null || one === '' ? nothingBefore : valueWords(one, names);
  };
  return (
    <li>
      <a href={`${base}/customers/${pass.hash}`}>
        <bdi>{customers.get(pass.hash)}</bdi>
      </a>
      {pass.fate === 'sample' &&
        pass.values.map(({ path, before, after }) => (
          <p key={path} class="segmentLine" dir="auto">
            {names.of(path)}: {shown(path, before)} → {shown(path, after)}
          </p>
        ))}
      {pass.message !== null && (
        <p class="segmentLine quiet" lang="en">
          {pass.message}
        </p>
      )}
    </li>
  );
}
