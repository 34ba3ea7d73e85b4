// Serves "Batch Pass Methods": up to 25 passes in one call, all of them or none.

import { AppError } from '../../errors.ts';
import { LARGEST_BATCH } from '../../operations/passes/batch.ts';
import { changePasses, type PassRevision } from '../../operations/passes/change-passes.ts';
import { createPasses, type PassOrder } from '../../operations/passes/create-passes.ts';
import { passRecord } from '../../operations/passes/pass-record.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { withKnownKeys } from '../known-keys.ts';
import { type PassKitBody, requireList } from './body.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { naming } from './parameter-names.ts';
import { describePass } from './pass-answer.ts';
import { isEcho, orderOf, revisionOf } from './pass-orders.ts';
import { ANSWERED, batchUpdate, newPass } from './pass-schema.ts';
import { requireQuery, without } from './request-checks.ts';
import { list, read } from './shapes.ts';

export const batchEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/passesBatch', run: create },
  { method: 'PUT', path: '/passesBatch', run: change },
  { method: 'GET', path: '/passesBatch', run: retrieve },
];

async function create(call: Call): Promise<object> {
  const schema = list(newPass, 'passes', LARGEST_BATCH);
  const bodies = read(schema, withKnownKeys(schema, passesIn(await call.body()), call, 'passes'), 'passes');
  const orders: PassOrder[] = [];
  for (const [at, body] of bodies.entries()) orders.push(await orderOf(call, body, `passes[${at}].`));
  return { id: await naming(() => createPasses(call.context, call.account, orders, call.depth), true) };
}

async function change(call: Call): Promise<object> {
  const sent = await call.body();
  const given = withIds(passesIn(sent));
  const schema = list(batchUpdate, 'passes', LARGEST_BATCH);
  const bodies = read(schema, withKnownKeys(schema, given, call, 'passes'), 'passes');
  const revisions: PassRevision[] = [];
  for (const [at, { id, isInvalid, ...body }] of bodies.entries()) {
    const record = await recordAt(call, id, `passes[${at}].id`);
    const asSent = (requireList(sent, 'passes') as JsonObject[])[at]!;
    const change = isEcho(asSent, record) ? body : { ...body, isInvalid };
    revisions.push(await revisionOf(call, record, change, `passes[${at}].`));
  }
  await naming(() => changePasses(call.context, call.account, revisions, call.depth), true);
  return { id: bodies.map(({ id }) => id) };
}

async function retrieve(call: Call): Promise<object> {
  const ids = requireQuery(call, 'id').split(',');
  if (ids.length > LARGEST_BATCH) {
    throw new AppError('parameter_invalid', { field: 'id', message: `id names at most ${LARGEST_BATCH} passes.` });
  }
  return Promise.all(ids.map(async (id) => describePass(await recordAt(call, id.trim(), 'id'))));
}

async function recordAt({ context, account }: Call, id: string, field: string) {
  return passRecord(context, account, id).catch((error) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { field, message: `${field}: ${error.message}` });
  });
}

function passesIn(body: PassKitBody): JsonValue {
  const given = requireList(body, 'passes');
  return isArray(given) ? given.map((pass) => (isObject(pass) ? without(pass, ANSWERED) : pass)) : given;
}

/** PassKit's SDK for PHP documents passId for id. */
function withIds(passes: JsonValue): JsonValue {
  if (!isArray(passes)) return passes;
  return passes.map((pass) => {
    if (!isObject(pass) || pass.id !== undefined || pass.passId === undefined) return pass;
    const { passId, ...body } = pass;
    return { ...body, id: passId };
  });
}
