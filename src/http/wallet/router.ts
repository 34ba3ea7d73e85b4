// {rootPath}/wallet/v1: Apple's Wallet web service, as phones call it (wallet-facts.md).
import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorKind, shownError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { createReportThrottle, logReport } from '../../operations/devices/device-log.ts';
import { registerDevice, unregisterDevice } from '../../operations/devices/device-registration.ts';
import { fetchPass, listUpdates } from '../../operations/devices/device-updates.ts';
import { personalizePass } from '../../operations/devices/personalize.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { addressOf } from '../caller.ts';
import { PASS_TYPE } from '../pass-file.ts';
import { contextOf } from '../request-context.ts';
import { setRetryAfter } from '../retry-after.ts';
import { readJson, readLogs, readPersonalization, readPushToken } from './device-bodies.ts';

const STATUS: Readonly<Record<ErrorKind, ContentfulStatusCode>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

export function walletRoutes(context: Context, metrics: Metrics): Hono {
  const reports = createReportThrottle(context.ownLimits);
  const app = new Hono().basePath('/wallet/v1');
  const operation = <T>(name: string, work: () => Promise<T>) => context.spans.span(name, {}, work);
  const DEVICE = '/devices/:device/registrations/:type';

  app.post(`${DEVICE}/:serial`, async (c) => {
    const pushToken = readPushToken(await readJson(c.req.raw));
    const device = { ...deviceOf(c), ...claimOf(c), pushToken, depth: c.get('depth') };
    const isNew = await operation('registerDevice', () => registerDevice(contextOf(context, c), device));
    return c.body(null, isNew ? 201 : 200);
  });
  app.delete(`${DEVICE}/:serial`, async (c) => {
    const device = { ...deviceOf(c), ...claimOf(c), depth: c.get('depth') };
    await operation('unregisterDevice', () => unregisterDevice(contextOf(context, c), device));
    return c.body(null, 200);
  });
  app.get(DEVICE, async (c) => {
    const since = c.req.query('passesUpdatedSince');
    const updates = await operation('listUpdates', () => listUpdates(contextOf(context, c), deviceOf(c), since));
    return updates === null ? c.body(null, 204) : c.json(updates);
  });
  // Hono answers HEAD by the routes of GET, without the body.
  app.get('/passes/:type/:serial', async (c) => {
    const wanted = {
      ...claimOf(c),
      modifiedSince: secondsOf(c.req.header('if-modified-since')),
      logs: c.req.method !== 'HEAD',
      depth: c.get('depth'),
    };
    const fetched = await operation('fetchPass', () => fetchPass(contextOf(context, c), wanted));
    c.header('last-modified', new Date(fetched.lastModified * 1000).toUTCString());
    c.header('cache-control', 'private, no-cache');
    if (fetched.kind === 'unmodified') return c.body(null, 304);
    return c.body(fetched.bytes, 200, { 'content-type': PASS_TYPE });
  });
  app.post('/passes/:type/:serial/personalize', async (c) => {
    const hasShown = c.req.header('authorization') !== undefined;
    const said = readPersonalization(await readJson(c.req.raw));
    const input = { ...claimOf(c), hasShown, ...said, depth: c.get('depth') };
    const signed = await operation('personalizePass', () => personalizePass(contextOf(context, c), input));
    return c.body(Uint8Array.from(signed), 200, { 'content-type': 'application/octet-stream' });
  });
  app.post('/log', async (c) => {
    const report = readLogs(await readJson(c.req.raw));
    metrics.deviceMessages(await logReport(contextOf(context, c), reports, addressOf(c), report));
    return c.body(null, 200);
  });

  app.onError((thrown, c) => {
    const error = shownError(thrown);
    if (!(error instanceof AppError)) throw thrown;
    setRetryAfter(c, error);
    return c.json({ message: error.message }, STATUS[error.kind]);
  });
  return app;
}

function deviceOf(c: HonoContext) {
  return { deviceLibraryIdentifier: c.req.param('device') ?? '', passTypeIdentifier: c.req.param('type') ?? '' };
}

/** The pass and the token of `Authorization: ApplePass <token>`. */
function claimOf(c: HonoContext) {
  const token = /^ApplePass (\S+)$/.exec(c.req.header('authorization')?.trim() ?? '')?.[1] ?? null;
  return { passTypeIdentifier: c.req.param('type') ?? '', serialNumber: c.req.param('serial') ?? '', token };
}

/** An HTTP date in seconds since 1970; null without a readable date. */
function secondsOf(date: string | undefined): number | null {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
