// Checks the names and terms of campaigns and of their templates, for every surface.
import { AppError } from '../../errors.ts';
import type { IssueTerms } from '../../rules/passes/issue.ts';

/** The underscore is allowed: PassKit's later guide allows it, and its clients use it. */
const NAME = /^[A-Za-z0-9_]{1,100}$/;

/**
 * "The name must be alpha-numeric and cannot contain spaces." Fails with `parameter_missing`,
 * `parameter_invalid`.
 */
export function requireIssueName(name: string): string {
  if (name === '') throw new AppError('parameter_missing', { field: 'name', message: 'A name is needed.' });
  if (NAME.test(name)) return name;
  const message = `"${name.slice(0, 100)}" is no name: use 1 to 100 letters (A to Z), digits and underscores, without spaces.`;
  throw new AppError('parameter_invalid', { field: 'name', message });
}

/** Errors name fields as PassKit does. Fails with `parameter_invalid`. */
export function requireTerms({ startsAt, endsAt, maxIssue }: Omit<IssueTerms, 'status'>): void {
  if (endsAt !== null && endsAt <= startsAt) {
    throw new AppError('parameter_invalid', { field: 'endDate', message: 'endDate must be later than startDate.' });
  }
  if (!Number.isSafeInteger(maxIssue) || maxIssue < 0) {
    const message = 'maxIssue is a whole number; 0 for as many passes as one likes.';
    throw new AppError('parameter_invalid', { field: 'maxIssue', message });
  }
}

/** Fails with `parameter_invalid`. */
export function requireText(field: string, text: string, longest: number): string {
  if (text.length <= longest) return text;
  throw new AppError('parameter_invalid', { field, message: `${field} is a text of at most ${longest} characters.` });
}
