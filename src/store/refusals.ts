// Errors that every adapter of the store answers with the same sentence.
import { AppError, atIndex } from '../errors.ts';

/** The error when an account already has a campaign or template of this name, or a template a segment. */
export function nameTaken(name: string, what: 'campaign' | 'template' | 'segment'): AppError {
  return new AppError('name_taken', { field: 'name', message: `There is already a ${what} with the name "${name}".` });
}

/** The error when another pass of the campaign has the id. */
export function userDefinedIdTaken(id: string): AppError {
  const message = `Another pass of the campaign has the userDefinedId "${id}".`;
  return new AppError('user_defined_id_taken', { field: 'userDefinedId', message });
}

/**
 * Adds to an error which item of several it is about. `index` counts from 0. Returns errors other
 * than AppError unchanged.
 */
export function ofItem(error: unknown, index: number): unknown {
  return error instanceof AppError ? atIndex(error, index) : error;
}
