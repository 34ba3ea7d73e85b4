// Words what is wrong with rows of a table, and lists it.
import type { RowFault } from '../../rules/batches/row-faults.ts';
import { en, type Texts } from '../texts/en/index.ts';

/** A fault in the language of the page. `isExact`: the sentence is the API's, in English. */
export function wordFault(
  { kind, cell, message }: RowFault,
  { tag, batch: { faults } }: Pick<Texts, 'tag' | 'batch'>,
): { readonly sentence: string; readonly isExact: boolean } {
  const word = (faults as Partial<Record<string, (cell: string) => string>>)[kind];
  if (word !== undefined) return { sentence: word(cell), isExact: false };
  return { sentence: message, isExact: tag !== en.tag };
}

interface FaultTableProps {
  readonly texts: Texts;
  readonly headings: readonly string[];
  readonly rows: readonly { readonly number: number; readonly faults: readonly RowFault[] | null }[];
}

export function FaultTable({ texts, headings, rows }: FaultTableProps) {
  const { check } = texts.batch;
  return (
    <section class="batchFaults" aria-label={check.problem} tabindex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{check.row}</th>
            <th scope="col">{check.column}</th>
            <th scope="col">{check.problem}</th>
          </tr>
        </thead>
        <tbody>
          {rows.flatMap(({ number, faults }) =>
            (faults ?? []).map((fault, index) => {
              const { sentence, isExact } = wordFault(fault, texts);
              return (
                <tr key={`${number}-${index}`}>
                  <td>{number}</td>
                  <td dir="auto">{fault.column === null ? '–' : headings[fault.column]}</td>
                  <td dir="auto" lang={isExact ? en.tag : undefined}>
                    {sentence}
                  </td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </section>
  );
}
