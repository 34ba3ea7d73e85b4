// The mistakes that people make on the settings pages. Each has a name, by which pages say it in
// their language; the message is for commands.
import { AppError } from '../../errors.ts';

export type Mistake =
  | 'name_missing'
  | 'name_long'
  | 'email_wrong'
  | 'email_taken'
  | 'password_short'
  | 'password_current'
  | 'language_unknown'
  | 'zone_unknown'
  | 'additional_wrong'
  | 'additional_long'
  | 'dashboard_wrong'
  | 'host_wrong'
  | 'port_wrong'
  | 'security_wrong'
  | 'user_incomplete'
  | 'password_again'
  | 'from_wrong'
  | 'issuer_wrong'
  | 'google_key_wrong'
  | 'color_wrong'
  | 'logo_wrong';

/** A `parameter_invalid` with the name of the mistake. `field` is the input's name. */
export function mistake(field: string, name: Mistake, message: string): AppError {
  return new AppError('parameter_invalid', { field, message, beside: { mistake: name, details: [] } });
}
