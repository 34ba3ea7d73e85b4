// The page of a card's languages: each text beside its translations, what is missing, and the way to
// add or remove a language.
import type { Child } from 'hono/jsx';
import type { LanguagesView } from '../../operations/templates/draft-languages.ts';
import type { FormTexts } from '../../rules/design/inputs.ts';
import { type Translatable, translationName, translationOf } from '../../rules/design/translations.ts';
import { isLong } from '../../rules/forms/edited-values.ts';
import type { Texts } from '../texts/en/index.ts';
import { DesignFrame, Revision } from './design-frame.tsx';
import { languageName } from './place-words.ts';

interface LanguagesProps {
  readonly address: string;
  readonly texts: Texts;
  readonly view: LanguagesView;
  readonly typed: FormTexts;
  readonly notice: string | null;
  readonly problem: Child | null;
  /** Why the typed language was not added; null: none was refused. */
  readonly fault: string | null;
}

export function LanguagesPage(props: LanguagesProps) {
  const { address, texts, view, notice, problem } = props;
  const { translations: words, pictures } = texts;
  const { languages, count, hasSecond, designName } = view;
  return (
    <DesignFrame address={address} texts={texts} title={words.title} notice={notice} problem={problem}>
      <p>{words.text}</p>
      {hasSecond && (
        <nav class="tabs" aria-label={pictures.design}>
          <ul>
            {(['first', 'second'] as const).map((name) => (
              <li key={name}>
                <a href={`languages?design=${name}`} aria-current={name === designName ? 'page' : undefined}>
                  {pictures.designs[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {languages.length === 0 ? <p>{words.none}</p> : <LanguageList view={view} texts={texts} />}
      {languages.length > 0 && (count === 0 ? <p>{words.noTexts}</p> : <TranslationForm {...props} />)}
      <AddForm {...props} />
    </DesignFrame>
  );
}

function LanguageList({ view, texts }: Pick<LanguagesProps, 'view' | 'texts'>) {
  const { translations: words } = texts;
  return (
    <ul class="rows">
      {view.languages.map(({ code, missing }) => {
        const name = languageName(code, texts.tag);
        return (
          <li key={code} class="bar languageRow">
            <span>
              <strong>{name}</strong> <code>{code}</code> <span class="quiet">{words.missingCount(missing)}</span>
            </span>
            <a
              class="button text"
              href={`languages/remove?${new URLSearchParams({ language: code, design: view.designName })}`}
            >
              {words.remove(name)}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function TranslationForm({ texts, view, typed }: LanguagesProps) {
  const { translations: words } = texts;
  const { from, count, designName } = view;
  const pageAt = (position: number) =>
    `languages?${new URLSearchParams({ design: designName, from: String(position) })}`;
  return (
    <form method="post" class="form">
      <Revision revision={view.open.revision} />
      <input type="hidden" name="act" value="save" />
      <input type="hidden" name="design" value={designName} />
      <input type="hidden" name="from" value={from} />
      {view.texts.map((translatable, position) => (
        <TextRow key={translatable.text} {...{ translatable, texts, view, typed }} at={from + position} />
      ))}
      <button type="submit" class="button">
        {words.save}
      </button>
      {count > view.pageSize && (
        <p class="pager">
          {from > 0 ? <a href={pageAt(Math.max(0, from - view.pageSize))}>‹ {words.earlier}</a> : <span />}
          {from + view.pageSize < count && <a href={pageAt(from + view.pageSize)}>{words.later} ›</a>}
        </p>
      )}
    </form>
  );
}

interface TextRowProps extends Pick<LanguagesProps, 'texts' | 'view' | 'typed'> {
  readonly translatable: Translatable;
  /** The position of the text among all of the card. */
  readonly at: number;
}

function TextRow({ translatable: { text, where }, texts, view, typed, at }: TextRowProps) {
  const { translations: words } = texts;
  return (
    <fieldset class="translated">
      <legend dir="auto">{text}</legend>
      {where === null && <p class="hint">{words.unusedText}</p>}
      <div class="partInputs">
        {view.languages.map(({ code }) => {
          const name = translationName(code, at);
          const shown = typed[name] ?? translationOf(view.design, code, text);
          const common = { id: name, name, lang: code.replaceAll('_', '-'), dir: 'auto' } as const;
          return (
            <div key={code} class="field">
              <label for={name}>
                {languageName(code, texts.tag)}
                {shown === '' && where !== null && <span class="badge">{words.missing}</span>}
              </label>
              {isLong(text) || shown.includes('\n') ? (
                <textarea {...common} rows={3}>
                  {/* HTML drops a line break at the beginning, so add one. */}
                  {`\n${shown}`}
                </textarea>
              ) : (
                <input {...common} value={shown} />
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

function AddForm({ texts, view, typed, fault }: LanguagesProps) {
  const { translations: words } = texts;
  return (
    <form method="post" class="form" aria-labelledby="add-language">
      <h3 id="add-language">{words.add}</h3>
      <Revision revision={view.open.revision} />
      <input type="hidden" name="act" value="add" />
      <input type="hidden" name="design" value={view.designName} />
      <div class={fault === null ? 'field' : 'field faulty'}>
        <label for="language">{words.code}</label>
        <p class="hint" id="language-hint">
          {words.codeHint}
        </p>
        {fault !== null && (
          <p class="fault" id="language-fault" role="alert">
            {fault}
          </p>
        )}
        <input
          id="language"
          name="language"
          value={typed.language ?? ''}
          required
          maxlength={12}
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={fault === null ? undefined : 'true'}
          aria-describedby={fault === null ? 'language-hint' : 'language-hint language-fault'}
        />
      </div>
      <button type="submit" class={view.languages.length === 0 ? 'button' : 'button plain'}>
        {words.addButton}
      </button>
    </form>
  );
}

interface RemoveProps extends Pick<LanguagesProps, 'address' | 'texts' | 'view'> {
  readonly language: string;
}

export function RemoveLanguagePage({ address, texts, view, language }: RemoveProps) {
  const { translations: words } = texts;
  const name = languageName(language, texts.tag);
  return (
    <DesignFrame address={address} texts={texts} title={words.removeTitle(name)} notice={null} problem={null}>
      <p>{words.removeText(name)}</p>
      <form method="post" action={`${address}/design/languages`} class="actions">
        <Revision revision={view.open.revision} />
        <input type="hidden" name="act" value="remove" />
        <input type="hidden" name="design" value={view.designName} />
        <input type="hidden" name="language" value={language} />
        <button type="submit" class="button danger">
          {words.remove(name)}
        </button>{' '}
        <a class="button plain" href={`${address}/design/languages`}>
          {words.cancel}
        </a>
      </form>
    </DesignFrame>
  );
}
