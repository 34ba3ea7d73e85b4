// Errors that every adapter of the store answers with the same sentence.
import { AppError, atIndex } from '../errors.ts';

/** The account has such a name already. */
export function nameTaken(name: string, what: 'campaign' | 'template'): AppError {
  return new AppError('name_taken', { field: 'name', message: `There is already a ${what} with the name "${name}".` });
}

/** Another pass of the campaign has the id. */
export function userDefinedIdTaken(id: string): AppError {
  const message = `Another pass of the campaign has the userDefinedId "${id}".`;
  return new AppError('user_defined_id_taken', { field: 'userDefinedId', message });
}

/**
 * An error of one item of several says which; `index` counts from 0. Other errors stay as they are.
 */
export function ofItem(error: unknown, index: number): unknown {
  return error instanceof AppError ? atIndex(error, index) : error;
}
