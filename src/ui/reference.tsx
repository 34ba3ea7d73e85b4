// The page of an API: every function or endpoint by topic, with its parameters, its answer, and a
// line to try. Descriptions of functions are English, as the API itself is; all other words are in
// the page's language.
import { en, type Texts } from './texts/en/index.ts';

export interface Reference {
  /** Paragraphs, with code between backticks. */
  readonly introduction: readonly string[];
  readonly topics: readonly { readonly name: string; readonly functions: readonly ReferenceFunction[] }[];
  /** Keys of what the functions take, which need more words than a parameter has. */
  readonly keys?: readonly ReferenceRow[];
  readonly errors: readonly { readonly code: string; readonly message: string; readonly status: number }[];
}

export interface ReferenceFunction {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly access: string;
  readonly parameters: readonly ReferenceRow[];
  readonly answer: readonly ReferenceRow[];
  readonly curl: string;
}

export interface ReferenceRow {
  readonly name: string;
  readonly type: string;
  readonly isNeeded: boolean;
  readonly text: string;
}

/** Answers with this many rows or more are folded up. */
const FOLDED_FROM = 9;

export function ReferencePage({
  base,
  texts,
  name,
  others,
  reference,
}: {
  base: string;
  texts: Texts['reference'];
  /** The name of the service whose API this is. */
  name: string;
  /** The pages of the other APIs; `path` is below `base`. */
  others: readonly { readonly path: string; readonly name: string }[];
  reference: Reference;
}) {
  return (
    <main class="wide reference">
      <header class="bar">
        <h1>
          {texts.title} <span translate="no">{name}</span>
        </h1>
        <p class="quiet">
          <a href={`${base}/`}>{texts.home}</a> · <a href={`${base}/openapi.json`}>{texts.openApi}</a>
        </p>
      </header>
      <p>
        {texts.others}{' '}
        {others.map((other, index) => (
          <>
            {index > 0 && ' · '}
            <a href={`${base}${other.path}`} translate="no">
              {other.name}
            </a>
          </>
        ))}
      </p>
      {reference.introduction.map((paragraph) => (
        <p lang={en.tag}>
          <Coded text={paragraph} />
        </p>
      ))}
      <nav aria-label={texts.functions} class="panel">
        {reference.topics.map((topic) => (
          <div>
            <strong lang={en.tag}>{topic.name}</strong>
            <ul translate="no">
              {topic.functions.map(({ name }) => (
                <li>
                  <a href={`#${anchorOf(name)}`}>{name}</a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {reference.keys !== undefined && (
          <div>
            <strong>{texts.inTemplates}</strong>
            <ul>
              <li>
                <a href="#keys">{texts.keys}</a>
              </li>
            </ul>
          </div>
        )}
        <div>
          <strong>{texts.whenItFails}</strong>
          <ul>
            <li>
              <a href="#errors">{texts.errorCodes}</a>
            </li>
          </ul>
        </div>
      </nav>
      {reference.topics.map((topic) => (
        <section aria-labelledby={`topic-${anchorOf(topic.name)}`}>
          <h2 id={`topic-${anchorOf(topic.name)}`} class="topic" lang={en.tag}>
            {topic.name}
          </h2>
          {topic.functions.map((each) => (
            <ApiFunction {...each} texts={texts} />
          ))}
        </section>
      ))}
      {reference.keys !== undefined && (
        <section aria-labelledby="keys">
          <h2 id="keys" class="topic">
            {texts.keys}
          </h2>
          <div class="panel">
            <Rows rows={reference.keys} />
          </div>
        </section>
      )}
      <section aria-labelledby="errors">
        <h2 id="errors" class="topic">
          {texts.errorCodes}
        </h2>
        <div class="panel">
          <dl class="rows">
            {reference.errors.map(({ code, message, status }) => (
              <div>
                <dt>
                  <code>{code}</code>
                  {status !== 200 && <span class="quiet"> HTTP {status}</span>}
                </dt>
                <dd lang={en.tag}>{message}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
    </main>
  );
}

/** Makes an anchor of a name, because `POST /passes/{id}` cannot stand in an address. */
function anchorOf(name: string): string {
  return name.replace(/\W+/g, '-').replace(/-$/, '');
}

function ApiFunction(props: ReferenceFunction & { readonly texts: Texts['reference'] }) {
  const { name, summary, description, access, parameters, answer, curl, texts } = props;
  const anchor = anchorOf(name);
  return (
    <article class="panel" id={anchor} aria-labelledby={`name-${anchor}`}>
      <h3 id={`name-${anchor}`} translate="no">
        <a href={`#${anchor}`}>{name}</a>
      </h3>
      <p lang={en.tag}>
        {summary} {description}
      </p>
      <p class="quiet" lang={en.tag}>
        {access}
      </p>
      {parameters.length > 0 && (
        <>
          <h4>{texts.parameters}</h4>
          <Rows rows={parameters} needed={texts.needed} />
        </>
      )}
      {answer.length >= FOLDED_FROM ? (
        <details>
          <summary>{texts.answerOf(answer.length)}</summary>
          <Rows rows={answer} optional={texts.notAlways} />
        </details>
      ) : (
        answer.length > 0 && (
          <>
            <h4>{texts.answer}</h4>
            <Rows rows={answer} optional={texts.notAlways} />
          </>
        )
      )}
      <h4>{texts.tryIt}</h4>
      <pre>
        <code>{curl}</code>
      </pre>
    </article>
  );
}

interface RowsProps {
  readonly rows: readonly ReferenceRow[];
  /** The mark of a row that must be present. */
  readonly needed?: string;
  /** The mark of a row that may be missing. */
  readonly optional?: string;
}

function Rows({ rows, needed, optional }: RowsProps) {
  return (
    <dl class="rows">
      {rows.map(({ name, type, isNeeded, text }) => {
        const mark = isNeeded ? needed : optional;
        return (
          <div>
            <dt>
              <code>{name}</code>{' '}
              <span class="quiet">
                <span lang={en.tag}>{type}</span>
                {mark !== undefined && `, ${mark}`}
              </span>
            </dt>
            <dd lang={en.tag}>{text}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Coded({ text }: { text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 0 ? part : <code>{part}</code>))}</>;
}
