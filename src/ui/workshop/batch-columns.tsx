// The page on which an owner says what the columns of a table are for.
import type { ColumnChoice, ColumnRole } from '../../rules/batches/columns.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';

interface BatchColumnsPageProps {
  readonly texts: Texts;
  /** The address of the batch's pages. */
  readonly address: string;
  /** The address of the page that takes another file; null: there is no such card any more. */
  readonly upload: string | null;
  readonly name: string;
  readonly total: number;
  readonly headings: readonly string[];
  /** The letters of the columns, for those without a heading. */
  readonly letters: readonly string[];
  /** The first rows. */
  readonly rows: readonly (readonly string[])[];
  readonly choices: readonly ColumnChoice[];
  readonly roles: readonly ColumnRole[];
  readonly email: number | null;
  readonly problem: string | null;
}

/** The value of a select: an API path, or one of these. */
export const ROLE_VALUES = { none: '', templateId: '=templateId', templateHash: '=templateHash' } as const;

function roleValue(role: ColumnRole | undefined): string {
  if (role === undefined || role.kind === 'none') return ROLE_VALUES.none;
  if (role.kind === 'path') return role.path;
  return role.by === 'id' ? ROLE_VALUES.templateId : ROLE_VALUES.templateHash;
}

export function BatchColumnsPage(props: BatchColumnsPageProps) {
  const { texts: all, address, upload, name, total, headings, letters, rows, choices, roles, email, problem } = props;
  const { columns: texts } = all.batch;
  const nameOf = (column: number) => headings[column] || texts.unnamed(letters[column] ?? '');
  return (
    <div class="stack">
      <h2>{texts.title}</h2>
      <p>
        <bdi>{name}</bdi>. {texts.text(total)}
      </p>
      {problem !== null && <Problems problem={problem} faulty={[]} texts={all.form} />}
      <form method="post" action={`${address}/columns`} class="form">
        <ul class="batchColumns">
          {headings.map((_, column) => (
            <li key={column}>
              <label for={`role-${column}`}>
                <bdi>{nameOf(column)}</bdi> <span class="hint">{texts.meaning}</span>
              </label>
              <select id={`role-${column}`} name={`role_${column}`} aria-describedby={`sample-${column}`}>
                <RoleOptions texts={texts} choices={choices} value={roleValue(roles[column])} />
              </select>
              <p class="hint sample" id={`sample-${column}`} dir="auto">
                {rows
                  .map((cells) => cells[column] ?? '')
                  .filter((cell) => cell !== '')
                  .map((cell) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell))
                  .join(' · ') || '–'}
              </p>
            </li>
          ))}
        </ul>
        <div class="field">
          <label for="email">{texts.email}</label>
          <select id="email" name="email" aria-describedby="email-hint">
            <option value="">{texts.noEmail}</option>
            {headings.map((_, column) => (
              <option key={column} value={String(column)} selected={column === email}>
                {nameOf(column)}
              </option>
            ))}
          </select>
          <p class="hint" id="email-hint">
            {texts.emailHint}
          </p>
        </div>
        <button type="submit" class="button">
          {texts.submit}
        </button>
      </form>
      {upload !== null && (
        <p>
          <a href={upload}>{texts.again}</a>
        </p>
      )}
    </div>
  );
}

interface RoleOptionsProps {
  readonly texts: Texts['batch']['columns'];
  readonly choices: readonly ColumnChoice[];
  readonly value: string;
}

function RoleOptions({ texts, choices, value }: RoleOptionsProps) {
  const known = [...choices.map(({ path }) => path), ...Object.values(ROLE_VALUES)];
  return (
    <>
      <option value={ROLE_VALUES.none}>{texts.none}</option>
      {choices.map(({ path, label }) => (
        <option key={path} value={path} selected={path === value}>
          {label}
        </option>
      ))}
      {/* A path that the card does not list, from the heading. */}
      {!known.includes(value) && (
        <option value={value} selected>
          {value}
        </option>
      )}
      <option value={ROLE_VALUES.templateId} selected={value === ROLE_VALUES.templateId}>
        {texts.templateId}
      </option>
      <option value={ROLE_VALUES.templateHash} selected={value === ROLE_VALUES.templateHash}>
        {texts.templateHash}
      </option>
    </>
  );
}
