// The errors of certificate files. Each has a name, by which pages say the mistake in their own words
// and language; the message is for commands and programs.
import { AppError } from '../errors.ts';

export type CertificateMistake =
  | 'p12_unreadable'
  | 'password_missing'
  | 'password_wrong'
  | 'file_too_large'
  | 'archive_unwanted'
  | 'file_unknown'
  | 'certificate_damaged'
  | 'request_instead'
  | 'nothing_inside'
  | 'key_damaged'
  | 'other_kind'
  | 'key_kind'
  | 'expired'
  | 'not_yet_valid'
  | 'intermediate_missing'
  | 'intermediate_namesake'
  | 'intermediate_wrong'
  | 'intermediate_ended'
  | 'certificate_unreadable'
  | 'present_already'
  | 'only_key'
  | 'no_key_inside'
  | 'key_of_other'
  | 'key_missing'
  | 'no_intermediate_inside'
  | 'too_costly';

/** `details`: what the words of the mistake name, such as a date or a file to get. */
export function refuse(
  field: string,
  mistake: CertificateMistake,
  message: string,
  details: readonly string[] = [],
): AppError {
  return new AppError('certificate_invalid', { field, message, beside: { mistake, details } });
}
