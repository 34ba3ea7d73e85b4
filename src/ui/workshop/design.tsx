// The designer's page of a card: one form with its look, its fields, its barcode and its hidden
// values, and one button that saves the draft.
import type { PropsWithChildren } from 'hono/jsx';
import { fieldsIn } from '../../rules/design/fields.ts';
import { isDesignGroup, plainGroup } from '../../rules/design/groups.ts';
import { LOOK_COLOURS, LOOK_TEXTS } from '../../rules/design/look-inputs.ts';
import { posterState } from '../../rules/design/poster.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { FIELD_GROUPS } from '../../rules/vocabulary.ts';
import { Problems } from '../form-problems.tsx';
import { Code, codePaths } from './design-code.tsx';
import { FieldGroups, fieldName, notePaths } from './design-fields.tsx';
import { Hidden, hiddenPaths, Specials } from './design-hidden.tsx';
import { inputId, Note, type Sheet } from './design-input.tsx';
import { Look } from './design-look.tsx';
import { ValueList } from './value-menu.tsx';

/** What the page says above the form. */
export type DesignNotice =
  | { readonly kind: 'saved' }
  | { readonly kind: 'faulty' }
  /** Somebody else changed the card; what was typed, by the names of the inputs. */
  | { readonly kind: 'changed'; readonly words: string; readonly typed: readonly (readonly [string, string])[] }
  | { readonly kind: 'failed'; readonly words: string };

interface DesignPageProps {
  readonly sheet: Sheet;
  readonly notice: DesignNotice | null;
}

export function DesignCard({ sheet, notice }: DesignPageProps) {
  const { texts, address } = sheet;
  const { design: words } = texts;
  return (
    <div class="designer">
      <h2 class="forReaders">{words.title}</h2>
      <Notice sheet={sheet} notice={notice} />
      <DesignForm sheet={sheet} action={`${address}/design`}>
        <Look sheet={sheet} />
        <FieldGroups sheet={sheet} />
        <Code sheet={sheet} />
        <Hidden sheet={sheet} />
        <Specials sheet={sheet} />
        <Rest sheet={sheet} />
      </DesignForm>
      <Others sheet={sheet} />
    </div>
  );
}

interface FormProps {
  readonly sheet: Sheet;
  readonly action: string;
  /** The page that a preview is of. */
  readonly preview?: 'card' | 'poster' | 'field' | 'value';
  /** Whether the form has texts to save; else only its buttons do something. */
  readonly hasSave?: boolean;
}

/** A form of the designer: the Enter key saves, whichever buttons come before the one that does. */
export function DesignForm({
  sheet,
  action,
  preview = 'card',
  hasSave = true,
  children,
}: PropsWithChildren<FormProps>) {
  const { design, texts, address } = sheet;
  const { design: words } = texts;
  return (
    <form
      method="post"
      action={action}
      class="form designForm"
      id="design"
      data-preview={`${address}/design/preview?of=${preview}`}
    >
      {hasSave && (
        // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and Save is not to be read twice
        <button type="submit" name="do" value="save" class="onEnter" tabindex={-1} aria-hidden="true">
          {words.save}
        </button>
      )}
      <input type="hidden" name="revision" value={design.open.revision} />
      {design.page.kind === 'poster' && <input type="hidden" name="page.kind" value="poster" />}
      {'key' in design.page && <input type="hidden" name="page.key" value={design.page.key} />}
      {design.page.kind === 'field' && <input type="hidden" name="page.group" value={design.page.group} />}
      {children}
      {hasSave && design.choices.length > 0 && <ValueList choices={design.choices} texts={texts.values} />}
      {hasSave && (
        <p class="designSave">
          <button type="submit" name="do" value="save" class="button">
            {words.save}
          </button>
          {/* Where the card does not stand beside the form. */}
          <a href="#preview" class="button text toPreview">
            {words.see}
          </a>
        </p>
      )}
    </form>
  );
}

/** The pages of a card with the places that the designer's own page lacks, by how paths begin. */
const PAGES: readonly (readonly [pattern: RegExp, page: string])[] = [
  [/^posterGeneric/, '/design/poster'],
  [/^(?:redeemed_)?images/, '/design/pictures'],
  [/^(?:expirationDate|relevantDate|timezone)/, '/design/dates'],
  [/^(?:locations|beacons|nfc|personalization|maxDistance)/, '/design/places'],
  [/^(?:app|associated|userInfo|sharing|grouping)/, '/design/programs'],
  [/^localizations/, '/design/languages'],
  [/^semantics/, '/design/details'],
  [/^triggers/, '/rules'],
];

/** The address of the page that a place of the card is on. */
export function addressOf({ address }: Sheet, path: string): string {
  return address + (PAGES.find(([pattern]) => pattern.test(path))?.[1] ?? '/code');
}

/** What was found in places that the page has no input for. */
export function Rest({ sheet }: { sheet: Sheet }) {
  const { design, texts } = sheet;
  const known = new Set([
    ...[...LOOK_COLOURS, ...LOOK_TEXTS, 'type', 'transitType'],
    ...FIELD_GROUPS.flatMap((group) =>
      fieldsIn(design.passConstructor, group).flatMap((field) => notePaths(group, field)),
    ),
    ...codePaths(sheet),
    ...hiddenPaths(sheet),
  ]);
  const rest = design.diagnostics.filter(({ path }) => !known.has(path));
  const names = namesIn(design.program, texts.sentences);
  return (
    <div data-part="notes-others">
      {rest.length > 0 && (
        <section class="designGroup" aria-labelledby="notes">
          <h2 id="notes">{texts.design.notes}</h2>
          {rest.map((one) => (
            <div class="otherNote">
              <strong dir="auto">
                <a href={addressOf(sheet, one.path)}>{names.of(one.path)}</a>
              </strong>
              <Note note={one} texts={texts} />
            </div>
          ))}
        </section>
      )}
    </div>
  );
}

export function Notice({ sheet, notice }: DesignPageProps) {
  const { design, texts } = sheet;
  const { design: words } = texts;
  switch (notice?.kind) {
    case undefined:
      return null;
    case 'saved':
      return (
        <p class="notice" role="status">
          {words.saved}
        </p>
      );
    case 'faulty': {
      const faulty = design.faults.map(({ name, fault }) => ({ target: inputId(name), fault: words.faults[fault] }));
      return <Problems problem={null} faulty={faulty} texts={texts.form} outcome={words.failed} />;
    }
    case 'failed':
      return <Problems problem={notice.words} faulty={[]} texts={texts.form} outcome={words.failed} />;
    case 'changed':
      return (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          <p>{notice.words}</p>
          {notice.typed.length > 0 && (
            <>
              <h2>{words.typed}</h2>
              <dl class="facts">
                {notice.typed.map(([name, text]) => (
                  <>
                    <dt dir="auto">{inputWords(sheet, name)}</dt>
                    <dd dir="auto">{text}</dd>
                  </>
                ))}
              </dl>
            </>
          )}
        </div>
      );
  }
}

/** An input in words, for a form whose inputs are gone. */
function inputWords({ design, texts }: Sheet, name: string): string {
  const { design: words } = texts;
  const [kind, group = '', at = '', attribute = ''] = name.split('.');
  if (kind !== 'field') {
    const own: Readonly<Record<string, unknown>> = { ...words.colours, ...words };
    const known = Object.hasOwn(own, name) ? own[name] : null;
    return typeof known === 'string' ? known : name;
  }
  if (!isDesignGroup(group)) return name;
  const field = fieldsIn(design.passConstructor, group)[Number(at)];
  const label = field === undefined ? words.groups[plainGroup(group)] : fieldName(field, words.nameless);
  return `${label}: ${attribute === 'label' ? words.label : attribute === 'value' ? words.value : attribute}`;
}

/** The other pages that change the card. */
function Others({ sheet: { design, texts, address } }: { sheet: Sheet }) {
  const { others: words } = texts.design;
  const pages = ['pictures', 'dates', 'places', 'programs', 'languages', 'details'] as const;
  const hasPoster = posterState(design.passConstructor) !== 'none';
  return (
    <nav class="panel designOthers" aria-labelledby="others">
      <h2 id="others">{words.title}</h2>
      <ul>
        {[...(hasPoster ? (['poster'] as const) : []), ...pages].map((page) => (
          <li key={page}>
            <a href={`${address}/design/${page}`}>{words[page]}</a>
          </li>
        ))}
        <li>
          <a href={`${address}/code`}>{words.code}</a>
        </li>
      </ul>
    </nav>
  );
}
