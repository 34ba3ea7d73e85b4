// Passes.
import { AppError } from '../../errors.ts';
import { requireNoPasscode } from '../../operations/passcode.ts';
import { passFile } from '../pass-file.ts';
import type { Endpoint, OpenCall } from './endpoint.ts';

export const passEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/passes/:id/bundle', open: true, run: bundle },
];

/** The .pkpass: whoever has a pass's id may have the pass, as with its link. */
async function bundle({ context, parameters }: OpenCall): Promise<Response> {
  const snapshot = await context.store.passByHash(parameters.id!);
  if (snapshot === null)
    throw new AppError('pass_not_found', { field: 'id', message: 'There is no pass with this id.' });
  requireNoPasscode(snapshot.pass);
  return passFile(context, snapshot);
}
