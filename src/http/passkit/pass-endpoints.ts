// Serves "Passes": creates, answers and changes them, by id and by userDefinedId.
import { showPassFile } from '../../operations/files/show-pass-file.ts';
import { changePasses } from '../../operations/passes/change-passes.ts';
import { createPasses } from '../../operations/passes/create-passes.ts';
import {
  downloadablePass,
  type PassRecord,
  passRecord,
  passRecordByUser,
} from '../../operations/passes/pass-record.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { passFile } from '../pass-file.ts';
import { requireObject } from './body.ts';
import type { Call, Endpoint, OpenCall } from './endpoint.ts';
import { naming } from './parameter-names.ts';
import { describePass } from './pass-answer.ts';
import { isEcho, orderOf, revisionOf } from './pass-orders.ts';
import { ANSWERED, newPass, type PassBody, passUpdate } from './pass-schema.ts';
import { known, requireQuery, requireSame, without } from './request-checks.ts';
import { read } from './shapes.ts';

export const passEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/passes', run: create },
  { method: 'GET', path: '/passes', run: async (call) => describePass(await byUser(call)) },
  { method: 'PUT', path: '/passes', run: async (call) => change(call, await byUser(call)) },
  { method: 'GET', path: '/passes/:id', run: async (call) => describePass(await byId(call)) },
  { method: 'PUT', path: '/passes/:id', run: async (call) => change(call, await byId(call)) },
  // PassKit's SDKs call this path; the guide sets isRedeemed instead.
  { method: 'PUT', path: '/passes/:id/redeem', run: redeem },
  { method: 'GET', path: '/passes/:id/json', open: true, run: json },
  { method: 'GET', path: '/passes/:id/bundle', open: true, run: bundle },
];

async function create(call: Call): Promise<object> {
  const body = read(newPass, known(call, newPass, without(requireObject(await call.body()), ANSWERED)));
  const order = await orderOf(call, body);
  const [id] = await naming(() => createPasses(call.context, call.account, [order], call.depth));
  return { id };
}

function byId({ context, account, parameters }: Call): Promise<PassRecord> {
  return passRecord(context, account, parameters.id!);
}

async function byUser(call: Call): Promise<PassRecord> {
  const userDefinedId = requireQuery(call, 'userDefinedId');
  return passRecordByUser(call.context, call.account, {
    userDefinedId,
    campaignName: gluedName(call.query) ?? requireQuery(call, 'campaignName'),
  });
}

/** PassKit's SDKs for Java and C# forget the sign: `?userDefinedId=1&campaignNamebakery`. */
function gluedName(query: Call['query']): string | undefined {
  const glued = Object.keys(query).find((key) => /^campaignName./.test(key) && query[key] === '');
  return glued?.slice('campaignName'.length);
}

async function change(call: Call, record: PassRecord): Promise<object> {
  const given = requireObject(await call.body());
  requireSame(given, 'id', record.pass.hash);
  const sent = known(call, passUpdate, without(given, ['id', ...ANSWERED]));
  const body = read(passUpdate, isEcho(given, record) ? without(sent, ['isInvalid']) : sent);
  return revise(call, record, body);
}

async function redeem(call: Call): Promise<object> {
  return revise(call, await byId(call), { isRedeemed: true });
}

async function revise(call: Call, record: PassRecord, body: PassBody): Promise<object> {
  const revision = await revisionOf(call, record, body);
  await naming(() => changePasses(call.context, call.account, [revision], call.depth));
  return { id: record.pass.hash };
}

/** Any site may read the answer, because PassKit's pk-pass-display draws a pass from it. */
async function json({ context, parameters }: OpenCall): Promise<Response> {
  const shown = { appleWallet: await showPassFile(context, await downloadablePass(context, parameters.id!)) };
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
  return new Response(jsonOf(shown), { headers });
}

async function bundle({ context, parameters }: OpenCall): Promise<Response> {
  return passFile(context, await downloadablePass(context, parameters.id!));
}
