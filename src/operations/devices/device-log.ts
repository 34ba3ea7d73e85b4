// Writes what phones report to the log. Nobody knows who calls, so a caller gets a share of the log
// and no more; the rest is counted.
import type { Limit, Limits } from '../../ports/limits.ts';
import { networkOf } from '../access/network.ts';
import type { Context } from '../context.ts';

/** The reports of one address that are logged in the time below. A phone sends a few a day. */
const MOST_REPORTS = 30;
/** In seconds. */
const WINDOW = 60;

export function createReportThrottle(limits: Limits): Limit {
  return limits.limit('device_reports', { points: MOST_REPORTS, seconds: WINDOW });
}

/** The messages of one request. */
export interface DeviceReport {
  readonly messages: readonly string[];
  /** The number of other messages in the request. */
  readonly omitted: number;
}

/** Writes one line for a report. Answers the number of logged messages and of omitted ones. */
export async function logReport(
  { log }: Pick<Context, 'log'>,
  throttle: Limit,
  address: string,
  { messages, omitted }: DeviceReport,
): Promise<{ readonly logged: number; readonly omitted: number }> {
  const isLogged = (await throttle.count(networkOf(address))) === 0;
  if (!isLogged || messages.length === 0) return { logged: 0, omitted: messages.length + omitted };
  log.warn({ device: messages, ...(omitted === 0 ? {} : { omitted }) }, 'a device reports');
  return { logged: messages.length, omitted };
}
