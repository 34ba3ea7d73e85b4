// Words a mistake in a form in the language of its page: by the field and by whether the value is
// missing or wrong.
import type { AppError } from '../../errors.ts';
import type { Texts } from '../../ui/texts/en/index.ts';
import { told } from '../pages/errors.tsx';

/** `faults`: the field, `_missing` or `_wrong` -> sentence; other errors have the sentence of their code. */
export function faultSentence(error: AppError, texts: Texts, faults: Readonly<Record<string, string>>): string {
  const kinds = { parameter_missing: 'missing', parameter_invalid: 'wrong' } as const;
  const kind = kinds[error.code as keyof typeof kinds];
  return (kind === undefined ? undefined : faults[`${error.field}_${kind}`]) ?? told(error, texts).sentence;
}
