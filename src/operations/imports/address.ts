// Decides which server a pass of another product asks from now on.
import { AppError } from '../../errors.ts';
import type { Context } from '../context.ts';

/**
 * `keep`: the address in the pass leads to this server from now on, so phones notice nothing.
 * `new`: passes ask this server as soon as they are downloaded again. Else the old address itself,
 * for files that do not say it.
 */
export type AddressChoice = 'keep' | 'new' | { readonly old: string };

/**
 * The webServiceURL that the pass keeps; null: this server's own. `stands`: the address in the pass.
 * Fails with `parameter_invalid` where somebody has to choose, unless `dryRun`.
 */
export function addressOf(
  { settings }: Pick<Context, 'settings'>,
  choice: AddressChoice | null,
  stands: string | null,
  dryRun: boolean,
): string | null {
  if (choice !== null && typeof choice === 'object') return choice.old;
  const own = `${settings.rootUrl}/wallet`;
  if (stands === null || stands.replace(/\/$/, '') === own || choice === 'new') return null;
  if (choice === 'keep' || new URL(stands).origin === new URL(own).origin) return stands;
  if (dryRun) return null;
  const message = `The passes ask ${stands} for changes. Say keep if that address leads to this server from now on: phones notice nothing. Say new if it does not: phones ask there until their passes are downloaded again from here.`;
  throw new AppError('parameter_invalid', { field: 'address', message });
}
