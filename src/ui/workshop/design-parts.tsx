// The pages beside the designer that edit dates, places, links to apps and details: sections of
// inputs, and lists with a row for each item.
import type { Child } from 'hono/jsx';
import type { PartView } from '../../operations/templates/edit-part.ts';
import type { FormTexts } from '../../rules/design/inputs.ts';
import { type PartInput, type Row, removeName } from '../../rules/design/part-inputs.ts';
import type { PartPage, PartSection } from '../../rules/design/parts.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { readNumber } from '../../rules/values/values.ts';
import type { Texts } from '../texts/en/index.ts';
import { DesignFrame, Findings, Revision } from './design-frame.tsx';

interface PartPageProps {
  readonly address: string;
  readonly texts: Texts;
  readonly page: PartPage;
  readonly view: PartView;
  /** What was typed into a form that was not saved. */
  readonly typed: FormTexts;
  /** The names of inputs whose text is no JSON. */
  readonly faulty: readonly string[];
  readonly notice: string | null;
  readonly problem: Child | null;
}

interface Shown extends Pick<PartPageProps, 'texts' | 'typed' | 'faulty'> {
  readonly findings: readonly Diagnostic[];
  readonly placeNames: Readonly<Record<string, string>>;
}

export function PartPageBody(props: PartPageProps) {
  const { address, texts, page, view, notice, problem } = props;
  const { parts: words } = texts;
  const names = namesIn(view.program, texts.sentences);
  // A menu of Apple's words names each of them in the texts of the page.
  const places = view.sections.flatMap(({ name, inputs }) => (name === 'personalization' ? inputs : []));
  const placeNames = Object.fromEntries(places.flatMap(({ choices }) => choices.map((path) => [path, names.of(path)])));
  const shown: Shown = { ...props, findings: view.findings, placeNames };
  return (
    <DesignFrame address={address} texts={texts} title={words.titles[page]} notice={notice} problem={problem}>
      <p>{words.texts[page]}</p>
      {page === 'dates' && <p class="quiet">{words.zoneOfPage(view.zone)}</p>}
      <form method="post" class="stack">
        <Revision revision={view.open.revision} />
        {view.sections.map((section) => (
          <Section key={section.name} section={section} shown={shown} />
        ))}
        <p>
          <button type="submit" class="button">
            {words.save}
          </button>
        </p>
      </form>
    </DesignFrame>
  );
}

function Section({ section, shown }: { readonly section: PartSection; readonly shown: Shown }) {
  const { parts: words } = shown.texts;
  const { name, inputs, rows } = section;
  const { title, text }: { readonly title: string; readonly text?: string } = words.sections[name];
  return (
    <section class="form" aria-labelledby={`section-${name}`}>
      <h3 id={`section-${name}`}>{title}</h3>
      {text !== undefined && <p class="hint">{text}</p>}
      {rows === null && (
        <Findings findings={shown.findings.filter((finding) => isOfSection(finding, section))} texts={shown.texts} />
      )}
      {inputs.length > 0 && <Inputs inputs={inputs} shown={shown} />}
      {rows?.map((row) => (
        <RowFields key={row.at} row={row} section={section} shown={shown} />
      ))}
    </section>
  );
}

/** Whether a finding is about a part of the section that has no input. */
function isOfSection({ path }: Diagnostic, { name, inputs }: PartSection): boolean {
  return (path === name || path.startsWith(`${name}_`)) && !inputs.some((input) => input.path === path);
}

function RowFields({
  row,
  section,
  shown,
}: {
  readonly row: Row;
  readonly section: PartSection;
  readonly shown: Shown;
}) {
  const { parts: words } = shown.texts;
  const { at, isNew, inputs } = row;
  const { one, add } = words.rows[section.name as keyof typeof words.rows];
  const place = section.place!;
  const remove = removeName(place, at);
  const map = section.name === 'locations' ? mapAddress(inputs) : null;
  const body = (
    <>
      <Inputs inputs={inputs} shown={shown} />
      <Findings
        findings={shown.findings.filter(({ path }) => path === [...place.steps, at].join('_'))}
        texts={shown.texts}
      />
      {map !== null && (
        <p>
          <a href={map} target="_blank" rel="noopener noreferrer">
            {words.map}
          </a>
        </p>
      )}
      {!isNew && (
        <label class="tick" for={remove}>
          <input type="checkbox" id={remove} name={remove} value="true" checked={shown.typed[remove] === 'true'} />
          <span>{words.remove}</span>
        </label>
      )}
    </>
  );
  if (!isNew) {
    return (
      <fieldset class="partRow">
        <legend>{one(at + 1)}</legend>
        {body}
      </fieldset>
    );
  }
  const isOpen = at === 0 || inputs.some(({ name }) => (shown.typed[name] ?? '') !== '');
  return (
    <details class="partRow" open={isOpen}>
      <summary>{add}</summary>
      <fieldset>
        <legend class="forReaders">{add}</legend>
        {body}
      </fieldset>
    </details>
  );
}

/** Where OpenStreetMap shows the place; null without a position. */
function mapAddress(inputs: readonly PartInput[]): string | null {
  const numberOf = (word: string) => readNumber(inputs.find((input) => input.word === word)?.text ?? '');
  const [latitude, longitude] = [numberOf('latitude'), numberOf('longitude')];
  if (latitude === null || longitude === null) return null;
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
}

/** A moment's second input, for a text in its place, stands behind the first one. */
function Inputs({ inputs, shown }: { readonly inputs: readonly PartInput[]; readonly shown: Shown }) {
  return (
    <div class="partInputs">
      {inputs.map((input, position) => {
        const isText = inputs[position - 1]?.name === input.name.replace(/\.text$/, '') && input.name.endsWith('.text');
        return isText ? (
          <MomentText key={input.name} input={input} shown={shown} />
        ) : (
          <PartField key={input.name} input={input} shown={shown} />
        );
      })}
    </div>
  );
}

function MomentText({ input, shown }: { readonly input: PartInput; readonly shown: Shown }) {
  const { parts: words } = shown.texts;
  const text = shown.typed[input.name] ?? input.text;
  return (
    <details open={text !== ''}>
      <summary>{words.momentText}</summary>
      <label class="forReaders" for={input.name}>
        {labelOf(input, shown.texts)}: {words.momentText}
      </label>
      <input id={input.name} name={input.name} value={text} dir="auto" />
    </details>
  );
}

function labelOf({ word }: PartInput, { parts }: Texts): string {
  return (parts.labels as Readonly<Record<string, string>>)[word] ?? word;
}

function PartField({ input, shown }: { readonly input: PartInput; readonly shown: Shown }) {
  const { texts, typed, faulty } = shown;
  const { parts: words } = texts;
  const { name, path, word, control } = input;
  const hint = (words.hints as Readonly<Record<string, string>>)[word];
  const findings = shown.findings.filter((finding) => finding.path === path);
  const isFaulty = faulty.includes(name) || findings.some(({ severity }) => severity === 'error');
  const notes = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(faulty.includes(name) ? [`${name}-fault`] : []),
    ...(findings.length === 0 ? [] : [`${name}-findings`]),
  ];
  const common = {
    id: name,
    name,
    'aria-invalid': isFaulty ? ('true' as const) : undefined,
    'aria-describedby': notes.length === 0 ? undefined : notes.join(' '),
  };
  return (
    <div class={`field part-${control}${isFaulty ? ' faulty' : ''}`}>
      <label for={name}>{labelOf(input, texts)}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {faulty.includes(name) && (
        <p class="fault" id={`${name}-fault`} role="alert">
          {words.noJson}
        </p>
      )}
      <Findings findings={findings} texts={texts} id={`${name}-findings`} />
      <PartControl
        input={input}
        text={typed[name] ?? input.text}
        common={common}
        placeNames={shown.placeNames}
        texts={texts}
      />
    </div>
  );
}

interface ControlProps {
  readonly input: PartInput;
  readonly text: string;
  readonly common: Readonly<Record<string, string | undefined>>;
  /** The names of the places that a menu offers, by their API paths. */
  readonly placeNames: Readonly<Record<string, string>>;
  readonly texts: Texts;
}

function PartControl({ input, text, common, placeNames, texts: { parts: words } }: ControlProps) {
  switch (input.control) {
    case 'json':
    case 'lines':
    case 'text':
      return (
        <textarea {...common} rows={input.control === 'json' ? 6 : 3} dir="auto" spellcheck={false}>
          {/* HTML drops a line break at the beginning, so add one. */}
          {`\n${text}`}
        </textarea>
      );
    case 'moment':
      return <input {...common} type="datetime-local" value={text} step={/T\d\d:\d\d:/.test(text) ? 1 : 60} />;
    case 'truth':
    case 'member':
    case 'choice': {
      const known = input.control === 'truth' ? ['', 'true', 'false'] : ['', ...input.choices];
      const unset = input.control === 'member' ? words.choices.false : words.unset;
      const named: Readonly<Record<string, string>> = { ...placeNames, ...words.choices };
      return (
        <select {...common}>
          {(known.includes(text) ? known : [...known, text]).map((value) => (
            <option key={value} value={value} selected={value === text}>
              {value === '' ? unset : (named[value] ?? value)}
            </option>
          ))}
        </select>
      );
    }
    default:
      return (
        <input {...common} value={text} dir="auto" inputmode={input.control === 'number' ? 'decimal' : undefined} />
      );
  }
}
