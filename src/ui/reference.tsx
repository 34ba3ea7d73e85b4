// The page of the API: every function by topic, with its parameters, its answer, and a line to try.

export interface Reference {
  /** Paragraphs, with code between backticks. */
  readonly introduction: readonly string[];
  readonly topics: readonly { readonly name: string; readonly functions: readonly ReferenceFunction[] }[];
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

/** An answer of more rows is folded up. */
const FOLDED_FROM = 9;

export function ReferencePage({ base, reference }: { base: string; reference: Reference }) {
  return (
    <main class="wide reference">
      <header class="bar">
        <h1>The API</h1>
        <p class="quiet">
          <a href={`${base}/`}>Start page</a> · <a href={`${base}/openapi.json`}>OpenAPI document</a>
        </p>
      </header>
      {reference.introduction.map((paragraph) => (
        <p>
          <Coded text={paragraph} />
        </p>
      ))}
      <nav aria-label="Functions" class="panel">
        {reference.topics.map((topic) => (
          <div>
            <strong>{topic.name}</strong>
            <ul>
              {topic.functions.map(({ name }) => (
                <li>
                  <a href={`#${name}`}>{name}</a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div>
          <strong>when it fails</strong>
          <ul>
            <li>
              <a href="#errors">error codes</a>
            </li>
          </ul>
        </div>
      </nav>
      {reference.topics.map((topic) => (
        <section aria-labelledby={`topic-${topic.name}`}>
          <h2 id={`topic-${topic.name}`} class="topic">
            {topic.name}
          </h2>
          {topic.functions.map((each) => (
            <ApiFunction {...each} />
          ))}
        </section>
      ))}
      <section aria-labelledby="errors">
        <h2 id="errors" class="topic">
          error codes
        </h2>
        <div class="panel">
          <dl class="rows">
            {reference.errors.map(({ code, message, status }) => (
              <div>
                <dt>
                  <code>{code}</code>
                  {status !== 200 && <span class="quiet"> HTTP {status}</span>}
                </dt>
                <dd>{message}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
    </main>
  );
}

function ApiFunction({ name, summary, description, access, parameters, answer, curl }: ReferenceFunction) {
  return (
    <article class="panel" id={name} aria-labelledby={`name-${name}`}>
      <h3 id={`name-${name}`}>
        <a href={`#${name}`}>{name}</a>
      </h3>
      <p>
        {summary} {description}
      </p>
      <p class="quiet">{access}</p>
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <Rows rows={parameters} mark="needed" />
        </>
      )}
      {answer.length >= FOLDED_FROM ? (
        <details>
          <summary>Answer: {answer.length} fields</summary>
          <Rows rows={answer} mark="" />
        </details>
      ) : (
        answer.length > 0 && (
          <>
            <h4>Answer</h4>
            <Rows rows={answer} mark="" />
          </>
        )
      )}
      <h4>Try it</h4>
      <pre>
        <code>{curl}</code>
      </pre>
    </article>
  );
}

/** `mark`: what stands beside a row that must be there; a row of an answer that may be missing says so. */
function Rows({ rows, mark }: { rows: readonly ReferenceRow[]; mark: string }) {
  return (
    <dl class="rows">
      {rows.map(({ name, type, isNeeded, text }) => (
        <div>
          <dt>
            <code>{name}</code>{' '}
            <span class="quiet">
              {type}
              {mark === '' ? !isNeeded && ', not always' : isNeeded && `, ${mark}`}
            </span>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Coded({ text }: { text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 0 ? part : <code>{part}</code>))}</>;
}
