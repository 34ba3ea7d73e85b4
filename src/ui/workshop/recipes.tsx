// Recipes: tiles to choose from, and the page of one: its questions, what the answers would add in
// sentences, and the card as it would look.
import type { Child } from 'hono/jsx';
import type { RecipePreview, ShownRecipe } from '../../operations/templates/recipes.ts';
import type { ValueChoice } from '../../rules/forms/value-choices.ts';
import type { AnswerFault, Question, RecipeName } from '../../rules/recipes/recipe.ts';
import { NEW_COUNTER } from '../../rules/recipes/recipe.ts';
import { Problems } from '../form-problems.tsx';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';
import { ScheduleSentences } from './schedule-words.tsx';
import { TextField } from './text-field.tsx';
import { ValueList, ValueText } from './value-menu.tsx';

interface ListProps {
  readonly texts: Texts['recipes'];
  /** The address of the recipes' pages. */
  readonly address: string;
  readonly names: readonly RecipeName[];
}

export function RecipeList({ texts, address, names }: ListProps) {
  return (
    <section aria-labelledby="recipes">
      <h2 id="recipes">{texts.title}</h2>
      <p>{texts.intro}</p>
      <ul class="recipes">
        {names.map((name) => (
          <li key={name} class="tile panel">
            <h3>
              <a href={`${address}/${name}`} class="cover">
                {texts.names[name].title}
              </a>
            </h3>
            <p class="quiet">{texts.names[name].text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PageProps {
  readonly texts: Texts;
  readonly address: string;
  readonly name: RecipeName;
  readonly shown: ShownRecipe;
  /** Whether somebody has sent answers, so that mistakes are shown. */
  readonly isTouched: boolean;
  /** Why the draft was not changed; null: nobody tried, or the answers are wrong. */
  readonly problem: Child | null;
  /** Whether the answers were sent to be added, but nobody has seen yet what they do. */
  readonly isUnseen: boolean;
}

/** The answers that a preview was made for, so that nothing is added that nobody has seen. */
export function seenOf({ questions, texts }: Pick<ShownRecipe, 'questions' | 'texts'>): string {
  return JSON.stringify(questions.map(({ name }) => texts[name] ?? ''));
}

export function RecipePage({ texts, address, name, shown, isTouched, problem, isUnseen }: PageProps) {
  const words = texts.recipes;
  const { title, text, note, questions } = words.names[name];
  const { preview } = shown;
  const faults = isTouched ? shown.faults : {};
  const sentenceOf = (fault: AnswerFault) => faultWords(fault, texts, (other) => questions[other]?.label ?? other);
  const mayAdd = preview !== null && preview.problems.length === 0;
  const faulty = Object.entries(faults).map(([target, fault]) => ({ target, fault: sentenceOf(fault) }));
  return (
    <div class="recipe">
      <p>
        <a href={address}>{words.back}</a>
      </p>
      <h2>{title}</h2>
      <p>{text}</p>
      {note !== undefined && <p class="panel">{note}</p>}
      {(faulty.length > 0 || problem !== null) && <Problems problem={problem} faulty={faulty} texts={texts.form} />}
      <form method="post" action={`${address}/${name}`} class="form" data-recipe>
        <input type="hidden" name="revision" value={shown.open.revision} />
        {shown.questions.map((question) => (
          <Asked
            key={question.name}
            question={question}
            words={question.kind === 'counter' ? words.counter : (questions[question.name] ?? { label: question.name })}
            fresh={words.counter.fresh}
            text={shown.texts[question.name] ?? ''}
            fault={faults[question.name] === undefined ? null : sentenceOf(faults[question.name]!)}
            choices={shown.choices}
            values={texts.values}
          />
        ))}
        <div class="actions" data-recipe-part="actions">
          <input type="hidden" name="seen" value={seenOf(shown)} />
          {mayAdd && (
            <button type="submit" class="button">
              {words.add}
            </button>
          )}
          <button type="submit" class={mayAdd ? 'button plain' : 'button'} formmethod="get">
            {words.show}
          </button>
        </div>
      </form>
      <div data-recipe-part="preview">
        {isUnseen && preview !== null && (
          <p class="notice" role="status">
            {words.unseen}
          </p>
        )}
        {preview !== null && <Preview preview={preview} texts={texts} />}
      </div>
      {shown.questions.some((question) => question.kind === 'text' && question.takesValues) && (
        <ValueList choices={shown.choices} texts={texts.values} />
      )}
    </div>
  );
}

interface AskedProps {
  readonly question: Question;
  readonly words: {
    readonly label: string;
    readonly hint?: string;
    readonly choices?: Readonly<Record<string, string>>;
  };
  /** The word for a new counter. */
  readonly fresh: string;
  readonly text: string;
  readonly fault: string | null;
  readonly choices: readonly ValueChoice[];
  readonly values: Texts['values'];
}

function Asked({ question, words, fresh, text, fault, choices, values }: AskedProps) {
  const { name } = question;
  const hint = words.hint === undefined ? {} : { hint: words.hint };
  return (
    <TextField id={name} label={words.label} fault={fault} {...hint}>
      {(attributes) => {
        switch (question.kind) {
          case 'number':
            return (
              <input
                {...attributes}
                name={name}
                value={text}
                inputmode={question.step === 1 ? 'numeric' : 'decimal'}
                maxlength={20}
                autocomplete="off"
                required
              />
            );
          case 'text': {
            const field = (
              <input {...attributes} name={name} value={text} maxlength={question.longest} required dir="auto" />
            );
            if (!question.takesValues) return field;
            return (
              <ValueText choices={choices} texts={values} value={text}>
                {field}
              </ValueText>
            );
          }
          case 'url':
            return <input {...attributes} name={name} value={text} type="url" maxlength={500} required dir="ltr" />;
          case 'moment':
            return <input {...attributes} name={name} value={text} type="datetime-local" required />;
          case 'clock':
            return <input {...attributes} name={name} value={text} type="time" required />;
          case 'choice':
            return (
              <select {...attributes} name={name}>
                {question.choices.map((choice) => (
                  <option key={choice} value={choice} selected={choice === text}>
                    {words.choices?.[choice] ?? choice}
                  </option>
                ))}
              </select>
            );
          case 'counter':
            return (
              <select {...attributes} name={name}>
                {question.counters.map(({ path, label }) => (
                  <option key={path} value={path} selected={path === text}>
                    {label}
                  </option>
                ))}
                <option value={NEW_COUNTER} selected={text === NEW_COUNTER}>
                  {fresh}
                </option>
              </select>
            );
        }
      }}
    </TextField>
  );
}

function Preview({ preview, texts }: { readonly preview: RecipePreview; readonly texts: Texts }) {
  const { recipes: words } = texts;
  const { rules, schedules, fields, values, counted, beside, problems, hasRules, view } = preview;
  const notes = [
    ...(counted === null ? [] : [words.counts(counted)]),
    ...(counted !== null || beside === null ? [] : [words.beside(beside)]),
    ...(hasRules ? [words.hasRules] : []),
  ];
  if (problems.length > 0) {
    return (
      <section class="panel error" role="alert">
        <p>{words.problems}</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem} lang="en">
              {problem}
            </li>
          ))}
        </ul>
      </section>
    );
  }
  return (
    <section class="recipePreview" aria-labelledby="preview">
      <div class="stack">
        <h2 id="preview">{words.preview}</h2>
        {rules.map(({ on, rules: sentences }) => (
          <div key={sentences.join()}>
            <h3>{'event' in on ? words.onEvent[on.event] : words.stepsNamed(on.routine)}</h3>
            <ol class="rows">
              {sentences.map((sentence) => (
                <li key={sentence} dir="auto">
                  {sentence}
                </li>
              ))}
            </ol>
          </div>
        ))}
        {schedules.map((said) => (
          <div key={said.schedule.name}>
            <h3 dir="auto">{words.schedule(said.schedule.name)}</h3>
            <ScheduleSentences said={said} texts={texts} />
          </div>
        ))}
        <Names title={words.newFields} names={fields} />
        <Names title={words.newValues} names={values} />
        {notes.length > 0 && (
          <div>
            <h3>{words.found}</h3>
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </div>
        )}
      </div>
      {view !== null && (
        <figure>
          <figcaption>{words.look}</figcaption>
          <PassCard view={view} texts={texts} />
        </figure>
      )}
    </section>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="plainList">
        {names.map((name) => (
          <li key={name} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

function faultWords(fault: AnswerFault, texts: Texts, labelOf: (question: string) => string): string {
  const { faults } = texts.recipes;
  switch (fault.kind) {
    case 'number': {
      const shown = (value: number) => new Intl.NumberFormat(texts.tag).format(value);
      return (fault.step === 1 ? faults.whole : faults.number)(shown(fault.least), shown(fault.most));
    }
    case 'long':
      return faults.long(fault.longest);
    case 'order':
      return faults.order(labelOf(fault.after));
    default:
      return faults[fault.kind];
  }
}
