// The form of a card's news: the texts that change for all customers at once, what lock screens will
// say, and who gets it. Also the page of a card that has none yet.
import type { Child } from 'hono/jsx';
import type { NewsChoice } from '../../operations/templates/choose-news.ts';
import type { News, NewsField } from '../../operations/templates/news.ts';
import { Field, targetId } from '../form-field.tsx';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { shownField } from './editor-form.tsx';

/** The message above the form. */
export type NewsNotice =
  | { readonly kind: 'sent' | 'unchanged' | 'chosen' }
  /** Nothing was sent; `field` is the path at fault if the form has it. */
  | { readonly kind: 'failed'; readonly message: Child; readonly field: string | null };

export interface NewsFormProps {
  readonly news: News;
  readonly texts: Texts;
  readonly address: string;
  /** How many passes are on phones. */
  readonly onPhones: number;
  readonly notice: NewsNotice | null;
  /** API path -> the typed text that was not sent, and the text that the form had shown before. */
  readonly typed: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  /** Whether the person may change the card itself. */
  readonly mayChoose: boolean;
}

export function NewsForm(props: NewsFormProps) {
  const { news, texts, address, onPhones, notice, shown, mayChoose } = props;
  const { news: words } = texts;
  const { fields, unknownPaths } = news;
  const hasFile = fields.some(({ kind }) => kind === 'image');
  const shownProps = { texts, typed: props.typed, notice: notice?.kind === 'failed' ? notice : null };
  const silent = mayChoose ? fields.filter(isSilent) : [];
  return (
    <section class="newsForm" aria-labelledby="news">
      {notice !== null && <Notice {...{ notice, fields, texts, onPhones }} />}
      <form method="post" action={`${address}/news`} class="form" enctype={hasFile ? 'multipart/form-data' : undefined}>
        <h2 id="news">{words.title}</h2>
        <p>{words.text}</p>
        {unknownPaths.length > 0 && (
          <p class="error">
            {words.unknown} <code>{unknownPaths.join(', ')}</code>
          </p>
        )}
        {fields.map((field, position) => (
          <div class="newsField" key={field.path}>
            <Field field={{ ...shownField(shownProps, field), stepName: null }} id={idOf(position)} texts={texts.form}>
              {field.kind !== 'image' && (
                <input type="hidden" name={`was:${field.path}`} value={shown[field.path] ?? field.text} />
              )}
            </Field>
            <LockScreen {...props} field={field} id={idOf(position)} />
            {field.ownValues > 0 && <p class="quiet">{words.ownValues(field.ownValues)}</p>}
          </div>
        ))}
        <p>{words.onPhones(onPhones)}</p>
        <button type="submit" class="button">
          {words.send(onPhones)}
        </button>
      </form>
      {silent.map(({ path, label }) => (
        <form key={path} method="post" action={`${address}/news/choose`} class="speak">
          <input type="hidden" name="path" value={path} />
          <button type="submit" class="button text" aria-label={`${label}: ${words.speak}`}>
            <bdi>{label}</bdi>: {words.speak}
          </button>
        </form>
      ))}
    </section>
  );
}

/** A value of a field: other places, such as colours, have no notification text. */
function isSilent({ path, changeMessage }: NewsField): boolean {
  return changeMessage === null && path.startsWith('structure_') && path.endsWith('_value');
}

function LockScreen({ field, id, texts: { news: words }, typed }: NewsFormProps & { field: NewsField; id: string }) {
  const { changeMessage, path, text } = field;
  if (isSilent(field)) return <p class="quiet">{words.silent}</p>;
  if (changeMessage === null) return null;
  return (
    <div class="lockScreen">
      <p class="quiet">{words.lockScreen}</p>
      <p class="bubble" dir="auto" data-lock-screen={changeMessage} data-of={id}>
        {changeMessage.replaceAll('%@', () => typed[path] ?? text)}
      </p>
    </div>
  );
}

function idOf(position: number): string {
  return `news-${position}`;
}

interface NoticeProps {
  readonly notice: NewsNotice;
  readonly fields: readonly NewsField[];
  readonly texts: Texts;
  readonly onPhones: number;
}

function Notice({ notice, fields, texts: { news: words, form }, onPhones }: NoticeProps) {
  if (notice.kind !== 'failed') {
    const sentence = notice.kind === 'sent' && onPhones === 0 ? 'sentToNone' : notice.kind;
    return (
      <p class={notice.kind === 'unchanged' ? 'notice unchanged' : 'notice'} role="status">
        {words[sentence]}
      </p>
    );
  }
  const position = fields.findIndex(({ path }) => path === notice.field);
  const field = fields[position];
  const faulty = field === undefined ? [] : [{ target: targetId(field.kind, idOf(position)), fault: notice.message }];
  return (
    <Problems
      problem={field === undefined ? notice.message : null}
      faulty={faulty}
      texts={form}
      outcome={words.failed}
    />
  );
}

interface NoNewsProps {
  readonly choices: readonly NewsChoice[];
  readonly unknownPaths: readonly string[];
  readonly texts: Texts['news'];
  readonly address: string;
  readonly mayChoose: boolean;
}

/** The page of a card without psPortalUpdatePaths. */
export function NoNews({ choices, unknownPaths, texts, address, mayChoose }: NoNewsProps) {
  return (
    <section class="panel" aria-labelledby="news">
      <h2 id="news">{texts.none}</h2>
      {unknownPaths.length > 0 && (
        <p class="error">
          {texts.unknown} <code>{unknownPaths.join(', ')}</code>
        </p>
      )}
      {!mayChoose && <p>{texts.noneAsk}</p>}
      {mayChoose && choices.length === 0 && <p>{texts.noBack}</p>}
      {mayChoose && choices.length > 0 && (
        <form method="post" action={`${address}/news/choose`} class="chooseNews">
          <p>{texts.noneText}</p>
          <fieldset>
            <legend>{texts.choices}</legend>
            {choices.map(({ path, label, text }, position) => (
              <label key={path} class="choice">
                <input type="radio" name="path" value={path} checked={position === 0} />
                <span>
                  <strong dir="auto">{label}</strong>
                  <span class="quiet" dir="auto">
                    {text === '' ? texts.empty : text}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <button type="submit" class="button">
            {texts.choose}
          </button>
        </form>
      )}
    </section>
  );
}
