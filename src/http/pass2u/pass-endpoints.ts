// Passes of a model.
import { AppError } from '../../errors.ts';
import { hasAccess } from '../../operations/access.ts';
import type { PassSnapshot } from '../../ports/store.ts';
import { passFile } from '../pass-file.ts';
import type { Call, Endpoint } from './endpoint.ts';

export const passEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/models/:modelId/passes/:passId', run: getPassFile },
];

/** The guide's "Get pkpass file". */
async function getPassFile(call: Call): Promise<Response> {
  return passFile(call.context, await requireModelPass(call));
}

/** The pass that the path names, when it is one of the model's and the caller's. Fails with `pass_not_found`. */
async function requireModelPass({ context, account, parameters }: Call): Promise<PassSnapshot> {
  const snapshot = await context.store.passByHash(parameters.passId!);
  const isTheirs = snapshot !== null && hasAccess(account, snapshot.owner);
  if (isTheirs && String(snapshot.template.id) === parameters.modelId) return snapshot;
  throw new AppError('pass_not_found', { message: 'This model has no pass with this passId.' });
}
