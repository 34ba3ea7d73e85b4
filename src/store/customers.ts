// How lists of customers are ordered and filtered.
import type { CustomerCursor, CustomerQuery } from '../ports/store/search.ts';

/** A pass that fits, before its row is read. `day`: see CustomerCursor. */
export interface Candidate {
  readonly id: number;
  readonly day: number | null;
}

export function cursorOf({ id, day }: Candidate): CustomerCursor {
  return { id, day };
}

/** The latest visit first, then the newest pass. */
export function byVisit(a: Candidate, b: Candidate): number {
  return (b.day ?? 0) - (a.day ?? 0) || b.id - a.id;
}

/** Whether a pass that has the searched words passes the filters. */
export function fits(
  { onPhone, visit }: Pick<CustomerQuery, 'onPhone' | 'visit'>,
  pass: { readonly day: number | null; readonly onPhone: boolean },
): boolean {
  if (onPhone !== null && onPhone !== pass.onPhone) return false;
  if (visit === null) return true;
  if (visit.kind === 'never') return pass.day === null;
  return pass.day !== null && (visit.kind === 'since' ? pass.day >= visit.day : pass.day < visit.day);
}
