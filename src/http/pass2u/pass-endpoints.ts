// Makes and updates passes of a model, deletes their customised parts, and answers their files.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { createModelPass } from '../../operations/models/create-model-pass.ts';
import { requireModelPass } from '../../operations/models/model-pass.ts';
import { type Reset, resetModelPass, updateModelPass } from '../../operations/models/update-model-pass.ts';
import { PASS_TYPE, passFile } from '../pass-file.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { readPassRequest } from './pass-request.ts';

const PASSES = '/models/:modelId/passes';
const PASS = `${PASSES}/:passId` as const;

export const passEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: PASSES, run: createPass },
  { method: 'GET', path: PASS, answers: PASS_TYPE, run: getPassFile },
  { method: 'PUT', path: PASS, run: updatePass },
  { method: 'DELETE', path: `${PASS}/attributes/:attributeName`, run: deletePassAttribute },
  { method: 'DELETE', path: `${PASS}/fields/:fieldKey`, run: deleteCustomField },
  { method: 'DELETE', path: `${PASS}/fields/:fieldKey/attributes/:attributeName`, run: deleteFieldAttribute },
];

const SOURCE = z.string().max(255);

async function createPass(call: Call): Promise<object> {
  const { context, account, depth, parameters, query } = call;
  const source = SOURCE.safeParse(query.utm_source?.trim() ?? '');
  if (!source.success) {
    const message = 'utm_source may have at most 255 characters.';
    throw new AppError('parameter_invalid', { field: 'utm_source', message });
  }
  const request = readPassRequest(await call.body(), call.warn);
  return createModelPass(context, {
    account,
    modelId: parameters.modelId!,
    source: source.data,
    request,
    language: call.language,
    depth,
  });
}

async function updatePass(call: Call): Promise<object> {
  const request = readPassRequest(await call.body(), call.warn);
  return updateModelPass(call.context, { ...passOf(call), request, language: call.language });
}

/** The guide's "Get pkpass file". */
async function getPassFile(call: Call): Promise<Response> {
  const { account, ...names } = passOf(call);
  return passFile(call.context, await requireModelPass(call.context, account, names));
}

function deletePassAttribute(call: Call): Promise<Response> {
  return reset(call, { attribute: call.parameters.attributeName! });
}

function deleteCustomField(call: Call): Promise<Response> {
  return reset(call, { field: call.parameters.fieldKey! });
}

function deleteFieldAttribute(call: Call): Promise<Response> {
  const { fieldKey, attributeName } = call.parameters;
  return reset(call, { field: fieldKey!, attribute: attributeName! });
}

async function reset(call: Call, what: Reset): Promise<Response> {
  await resetModelPass(call.context, { ...passOf(call), reset: what });
  return new Response(null, { headers: { 'content-type': 'application/json' } });
}

function passOf({ account, depth, parameters }: Call) {
  return { account, depth, modelId: parameters.modelId!, passId: parameters.passId! };
}
