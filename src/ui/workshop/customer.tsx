// One customer's page: the card drawn, its values to correct, what can be taken back, the phones
// that have it, and what happened.
import type { Child } from 'hono/jsx';
import type { Customer } from '../../operations/customers/show-customer.ts';
import { EVENT_NAME } from '../../rules/passes/facts.ts';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';
import { Copy } from './copy-button.tsx';
import { CustomerHistory, CustomerPhones } from './customer-history.tsx';
import { EditorForm, type EditorNotice, Notice } from './editor-form.tsx';
import { Moment } from './moment.tsx';

/** What was done just before. */
export type CustomerDone = keyof Texts['customer']['done'];
export const CUSTOMER_DONE: readonly CustomerDone[] = ['saved', 'unchanged', 'undone', 'mailed', 'invalid'];

export interface CustomerProps {
  readonly customer: Customer;
  readonly texts: Texts;
  readonly base: string;
  /** The address of this page. */
  readonly address: string;
  readonly zone: string;
  readonly done: CustomerDone | null;
  readonly notice: EditorNotice | null;
  /** See EditorForm. */
  readonly typed: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly script: string;
  /** Whether the person may open the runs behind the history. */
  readonly maySee: boolean;
  /** Whether the history begins with an older event than the newest. */
  readonly isOlder: boolean;
}

export function CustomerPage(props: CustomerProps) {
  const { customer, texts, base, address, done, notice, maySee } = props;
  const { customer: words } = texts;
  const { name, card, view, values, isInvalid, mayCorrect } = customer;
  const fields = values?.fields ?? [];
  return (
    <div class="ofCard customer">
      <header class="ofCardHead">
        <p class="quiet">
          <a href={`${base}/customers`}>{words.all}</a>
        </p>
        <h1 dir="auto">{name}</h1>
        <p class="quiet">
          {words.ofCard}: {maySee ? <a href={`${base}/cards/${card.hash}`}>{card.name}</a> : <bdi>{card.name}</bdi>}
        </p>
      </header>
      <aside class="ofCardDrawing">
        {view === null ? <p class="panel">{words.cannotDraw}</p> : <PassCard view={view} texts={texts} />}
      </aside>
      <div class="ofCardBody stack">
        {done !== null && <Done done={done} phones={tellable(customer)} texts={words} />}
        {notice !== null && <Notice notice={notice} fields={fields} texts={texts} />}
        {isInvalid && <p class="panel">{words.isInvalid}</p>}
        <Values {...props} />
        {customer.undo !== null && <Undo {...props} />}
        <CustomerPhones
          devices={customer.devices}
          google={customer.google}
          texts={texts}
          zone={props.zone}
          address={address}
        />
        <CustomerHistory {...props} />
        {mayCorrect && (
          <section class="panel" aria-labelledby="link">
            <h2 id="link">{words.link}</h2>
            <Copy text={customer.link} label={words.copyLink} done={words.copied} />
            <p class="actions">
              <a class="button plain" href={customer.link}>
                {words.openCard}
              </a>
              {!isInvalid && (
                <a class="button plain" href={`${address}/mail`}>
                  {words.mail}
                </a>
              )}
            </p>
          </section>
        )}
        {mayCorrect && (
          <p class="actions">
            {!isInvalid && (
              <a class="button danger" href={`${address}/invalidate`}>
                {words.invalidate}
              </a>
            )}
            <a class="button danger" href={`${address}/delete`}>
              {words.delete}
            </a>
          </p>
        )}
      </div>
    </div>
  );
}

/** How many are told of a change: each phone with Apple Wallet, and Google, which tells the others. */
function tellable({ devices, google }: Customer): number {
  return devices.length + (google === null || google.verdict === 'wanted' || google.verdict === 'stopped' ? 0 : 1);
}

function Done({ done, phones, texts }: { done: CustomerDone; phones: number; texts: Texts['customer'] }) {
  const isTold = phones > 0 && (done === 'saved' || done === 'undone' || done === 'invalid');
  return (
    <p class={done === 'unchanged' ? 'notice unchanged' : 'notice'} role="status">
      {texts.done[done]} {isTold && texts.told(phones)}
    </p>
  );
}

/** The form, or the values alone for those who may not change them. */
function Values(props: CustomerProps) {
  const { customer, texts, notice, typed, shown, reason, address, hidden, script } = props;
  const { customer: words } = texts;
  const { values, isInvalid, mayCorrect, card } = customer;
  const phones = tellable(customer);
  if (values === null) return <p class="panel">{words.cannotShow}</p>;
  const { fields, unknownPaths } = values;
  if (fields.length === 0) return <p class="panel">{words.noValues}</p>;
  if (!mayCorrect || isInvalid) return <ValueList customer={customer} texts={texts} />;
  return (
    <section aria-label={words.values}>
      {card.triggersPaused && <p class="quiet">{words.paused}</p>}
      {unknownPaths.length > 0 && (
        <p class="error">
          {texts.editor.unknown} {unknownPaths.join(', ')}
        </p>
      )}
      <EditorForm
        {...{ fields, texts, notice, typed, shown, hidden, script }}
        action={address}
        save={phones === 0 ? words.save : words.saveAndTell(phones)}
        isCounter
      >
        <div class="field">
          <label for="reason">{words.reason}</label>
          <p class="hint" id="reason-hint">
            {words.reasonHint}
          </p>
          <input
            id="reason"
            name="psReason"
            value={reason}
            maxlength={200}
            autocomplete="off"
            dir="auto"
            aria-describedby="reason-hint"
          />
        </div>
      </EditorForm>
    </section>
  );
}

function ValueList({ customer: { values }, texts: { customer: words } }: Pick<CustomerProps, 'customer' | 'texts'>) {
  const texts = values!.fields.filter(({ kind }) => kind !== 'image');
  return (
    <section class="panel" aria-labelledby="values">
      <h2 id="values">{words.values}</h2>
      <dl class="values">
        {texts.map(({ path, label, onPass, text }) => (
          <div key={path}>
            <dt class="quiet" dir="auto">
              {label === path ? (onPass ?? path) : label}
            </dt>
            <dd dir="auto">{text === '' ? '–' : text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The last event with what goes back. */
function Undo({ customer, texts, address, zone }: CustomerProps) {
  const { customer: words, editor, tag } = texts;
  const { eventId, accessType, time, changes } = customer.undo!;
  const isolated = (text: string) => (text === '' ? words.nothing : `⁨${text}⁩`);
  return (
    <form method="post" action={`${address}/undo`} class="panel undo">
      <h2>{words.undoTitle}</h2>
      <p>
        {editor.events[EVENT_NAME[accessType]]}, <Moment at={time} tag={tag} zone={zone} />
      </p>
      {changes.length === 0 ? (
        <p class="quiet">{words.undoNothing}</p>
      ) : (
        <ul class="plainList">
          {changes.map(({ label, isImage, before, now }) => (
            <li key={label}>
              {isImage ? words.undoImage(label) : words.undoChange(label, isolated(now), isolated(before))}
            </li>
          ))}
        </ul>
      )}
      <input type="hidden" name="event" value={String(eventId)} />
      <button type="submit" class="button plain">
        {words.undo}
      </button>
    </form>
  );
}

interface AskProps {
  readonly title: string;
  readonly lines: readonly Child[];
  /** The label of the button that does it. */
  readonly act: string;
  readonly action: string;
  /** The address to go back to. */
  readonly back: string;
  readonly cancel: string;
}

/** A dangerous act on a page of its own, before it is done. */
export function Ask({ title, lines, act, action, back, cancel }: AskProps) {
  return (
    <form method="post" action={action} class="panel ask">
      <h1>{title}</h1>
      {lines.map((line) => (
        <p dir="auto">{line}</p>
      ))}
      <p class="actions">
        <button type="submit" class="button danger">
          {act}
        </button>
        <a class="button plain" href={back}>
          {cancel}
        </a>
      </p>
    </form>
  );
}

interface MailFormProps {
  readonly name: string;
  readonly texts: Texts['customer'];
  readonly action: string;
  readonly back: string;
  readonly email: string;
  /** The mistake in the last try; null: there was none. */
  readonly fault: Child | null;
}

export function MailForm({ name, texts, action, back, email, fault }: MailFormProps) {
  return (
    <form method="post" action={action} class="form mailLink">
      <h1>{texts.mailTitle}</h1>
      <p dir="auto">{texts.mailAbout(name)}</p>
      <div class={fault === null ? 'field' : 'field faulty'}>
        <label for="address">{texts.address}</label>
        {fault !== null && (
          <p class="fault" id="address-fault" role="alert">
            {fault}
          </p>
        )}
        <input
          id="address"
          name="address"
          type="email"
          value={email}
          autocomplete="off"
          required
          aria-invalid={fault === null ? undefined : 'true'}
          aria-describedby={fault === null ? undefined : 'address-fault'}
        />
      </div>
      <p class="actions">
        <button type="submit" class="button">
          {texts.send}
        </button>
        <a class="button plain" href={back}>
          {texts.cancel}
        </a>
      </p>
    </form>
  );
}
