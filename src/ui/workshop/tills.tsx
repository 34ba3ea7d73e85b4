// The pages of tills: the list, the form of a new one, its code, and the question before it is locked
// out.
import type { Child } from 'hono/jsx';
import type { ListedTill, OpenSetup, TillInput, TillList } from '../../operations/tills/tills.ts';
import { barcodeImage } from '../barcode.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface TillsProps {
  readonly base: string;
  readonly texts: Texts;
  readonly list: TillList;
  /** Whether the person may set up tills and lock them out. */
  readonly mayChange: boolean;
  /** The time zone of the page. */
  readonly zone: string;
}

export function TillsPage({ base, texts: { tag, tills: texts }, list, mayChange, zone }: TillsProps) {
  const { tills, next } = list;
  return (
    <>
      <header class="bar">
        <h1>{texts.title}</h1>
        <a href={`${base}/scanner`} class="button plain">
          {texts.openScanner}
        </a>
      </header>
      <p>{texts.intro}</p>
      {tills.length === 0 && <p>{mayChange ? texts.none : texts.noneYet}</p>}
      {mayChange && (
        <p>
          <a href={`${base}/tills/new`} class="button">
            {texts.add}
          </a>
        </p>
      )}
      {tills.length > 0 && (
        <ul class="rows">
          {tills.map((till) => (
            <li key={till.id}>
              <TillRow base={base} texts={texts} tag={tag} zone={zone} till={till} mayChange={mayChange} />
            </li>
          ))}
        </ul>
      )}
      {next !== null && (
        <nav class="pager">
          <a href={`${base}/tills?before=${next}`}>{texts.older}</a>
        </nav>
      )}
    </>
  );
}

interface TillRowProps {
  readonly base: string;
  readonly texts: Texts['tills'];
  readonly tag: string;
  readonly zone: string;
  readonly till: ListedTill;
  readonly mayChange: boolean;
}

function TillRow({ base, texts, tag, zone, till, mayChange }: TillRowProps) {
  const { id, name, lastScanAt, waiting, revokedAt, waitsForDevice, tokenHash } = till;
  const address = `${base}/tills/${id}`;
  const isLocked = revokedAt !== null;
  return (
    <div class="till">
      <div>
        <h2 dir="auto" id={`till-${id}`}>
          {name}
        </h2>
        <p class="quiet">{mayOf(texts, tag, till)}</p>
        <p class="quiet">
          {isLocked ? (
            <>
              {texts.lockedOut} <Moment at={revokedAt} tag={tag} zone={zone} />
            </>
          ) : (
            <Seen texts={texts} tag={tag} zone={zone} till={till} />
          )}
          {' · '}
          {lastScanAt === null ? (
            texts.noScan
          ) : (
            <>
              {texts.lastScan} <Moment at={lastScanAt} tag={tag} zone={zone} />
            </>
          )}
        </p>
        {waiting > 0 && <p class="badge">{texts.waiting(waiting)}</p>}
      </div>
      {mayChange && !isLocked && (
        <div class="tillActs">
          {waitsForDevice && tokenHash === null ? (
            <a
              href={`${address}/code`}
              class="button plain"
              id={`code-${id}`}
              aria-labelledby={`code-${id} till-${id}`}
            >
              {texts.showCode}
            </a>
          ) : (
            <form method="post" action={`${address}/code`}>
              <button type="submit" class="button plain" id={`again-${id}`} aria-labelledby={`again-${id} till-${id}`}>
                {texts.setUpAgain}
              </button>
            </form>
          )}
          <a href={`${address}/lock`} class="button danger" id={`lock-${id}`} aria-labelledby={`lock-${id} till-${id}`}>
            {texts.lock}
          </a>
        </div>
      )}
    </div>
  );
}

function mayOf(texts: Texts['tills'], tag: string, { cards, mayUndo, mayFind }: ListedTill): string {
  const names = new Intl.ListFormat(tag).format(cards ?? []);
  const scans = cards === null ? texts.allCards : cards.length === 0 ? texts.noCards : texts.someCards(names);
  return [scans, ...(mayUndo ? [texts.alsoUndo] : []), ...(mayFind ? [texts.alsoFind] : [])].join(', ');
}

function Seen({ texts, tag, zone, till }: Pick<TillRowProps, 'texts' | 'tag' | 'zone' | 'till'>) {
  const { lastSeenAt, waitsForDevice } = till;
  if (lastSeenAt === null) return <>{waitsForDevice ? texts.neverSeen : texts.setupEnded}</>;
  return (
    <>
      {texts.lastSeen} <Moment at={lastSeenAt} tag={tag} zone={zone} />
    </>
  );
}

interface NewTillProps {
  readonly base: string;
  readonly texts: Texts;
  readonly templates: readonly { readonly hash: string; readonly name: string }[];
  /** What was typed before. */
  readonly typed: TillInput;
  /** What is wrong with it, and with which field; null: nothing yet. */
  readonly fault: { readonly field: string; readonly message: Child } | null;
}

export function NewTillPage({ base, texts: { tills: texts, form }, templates, typed, fault }: NewTillProps) {
  const { name, templateHashes, mayUndo, mayFind } = typed;
  const faultOf = (field: string) => (fault?.field === field ? fault.message : null);
  return (
    <>
      <h1>{texts.newTitle}</h1>
      {fault !== null && (
        <Problems problem={null} faulty={[{ target: fault.field, fault: fault.message }]} texts={form} />
      )}
      <form method="post" action={`${base}/tills/new`} class="form short">
        <div class={faultOf('name') === null ? 'field' : 'field faulty'}>
          <label for="name">{texts.name}</label>
          <p class="hint" id="name-hint">
            {texts.nameHint}
          </p>
          {faultOf('name') !== null && <p class="fault">{faultOf('name')}</p>}
          <input
            id="name"
            name="name"
            required
            maxlength={60}
            autocomplete="off"
            dir="auto"
            value={name}
            aria-describedby="name-hint"
          />
        </div>
        <fieldset class={faultOf('cards') === null ? 'field' : 'field faulty'} id="cards">
          <legend>{texts.cards}</legend>
          {faultOf('cards') !== null && <p class="fault">{faultOf('cards')}</p>}
          <label class="tick">
            <input type="radio" name="scope" value="all" checked={templateHashes === null} />
            <span>{texts.all}</span>
          </label>
          {templates.length === 0 ? (
            <p class="hint">{texts.noTemplates}</p>
          ) : (
            <label class="tick">
              <input type="radio" name="scope" value="some" checked={templateHashes !== null} />
              <span>{texts.some}</span>
            </label>
          )}
          <div class="inset">
            {templates.map((template) => (
              <label key={template.hash} class="tick">
                <input
                  type="checkbox"
                  name="cards[]"
                  value={template.hash}
                  checked={templateHashes?.includes(template.hash) === true}
                />
                <span dir="auto">{template.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset class="field">
          <legend>{texts.may}</legend>
          <label class="tick">
            <input type="checkbox" name="mayUndo" value="true" checked={mayUndo} />
            <span>{texts.undo}</span>
          </label>
          <label class="tick">
            <input type="checkbox" name="mayFind" value="true" checked={mayFind} />
            <span>{texts.find}</span>
          </label>
        </fieldset>
        <button type="submit" class="button">
          {texts.make}
        </button>
      </form>
      <p>
        <a href={`${base}/tills`}>{texts.done}</a>
      </p>
    </>
  );
}

interface TillCodeProps {
  readonly base: string;
  readonly texts: Texts;
  readonly setup: OpenSetup;
  readonly zone: string;
}

export function TillCodePage({ base, texts: { tag, tills: texts }, setup, zone }: TillCodeProps) {
  const { till, link, expiresAt } = setup;
  return (
    <>
      <h1 dir="auto">{texts.codeTitle(till.name)}</h1>
      {link === null ? (
        <form method="post" action={`${base}/tills/${till.id}/code`}>
          <p>{texts.codeOver}</p>
          {till.revokedAt === null && (
            <button type="submit" class="button">
              {texts.codeAgain}
            </button>
          )}
        </form>
      ) : (
        <section class="panel stack">
          <p>{texts.codeSteps}</p>
          <img
            class="tillCode"
            src={barcodeImage('PKBarcodeFormatQR', link, 'utf-8') ?? ''}
            alt={texts.codeAlt}
            width="240"
            height="240"
          />
          <p>
            {texts.codeUntil} <Moment at={expiresAt} tag={tag} zone={zone} />.
          </p>
          {till.tokenHash !== null && <p>{texts.codeReplaces}</p>}
          <p>
            {texts.codeLink} <code>{link}</code>
          </p>
        </section>
      )}
      <p>
        <a href={`${base}/tills`}>{texts.done}</a>
      </p>
    </>
  );
}

interface LockTillProps {
  readonly base: string;
  readonly texts: Texts['tills'];
  readonly till: { readonly id: number; readonly name: string };
}

export function LockTillPage({ base, texts, till }: LockTillProps) {
  return (
    <>
      <h1 dir="auto">{texts.lockTitle(till.name)}</h1>
      <p>{texts.lockText}</p>
      <form method="post" action={`${base}/tills/${till.id}/lock`} class="tillActs">
        <button type="submit" class="button danger">
          {texts.lockYes}
        </button>
        <a href={`${base}/tills`} class="button plain">
          {texts.cancel}
        </a>
      </form>
    </>
  );
}
