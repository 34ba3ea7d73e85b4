// Reads the two kinds of bodies that phones send.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { DeviceReport } from '../../operations/devices/device-log.ts';
import { readBody } from '../parameters.ts';

/** In bytes; phones send a token or a few lines. */
const LARGEST_BODY = 64 * 1024;
/** In characters; a report is shortened to it, because the log holds what strangers send. */
const LONGEST_MESSAGE = 1000;
const LONGEST_REPORT = 4000;

/**
 * Parses a JSON body, whatever its Content-Type says. Fails with `body_too_large`, `body_invalid`.
 */
export async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readBody(request, LARGEST_BODY)));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('body_invalid', { message: 'The body must be JSON.' });
  }
}

const registration = z.object({ pushToken: z.string().regex(/^[\w.~-]{1,255}$/) });

/** The push token in a registration's body. Fails with `parameter_invalid`. */
export function readPushToken(body: unknown): string {
  const result = registration.safeParse(body);
  if (result.success) return result.data.pushToken;
  const message = 'The body must be {"pushToken": "..."}, the token that APNs gave the device.';
  throw new AppError('parameter_invalid', { field: 'pushToken', message });
}

const lines = z.array(z.string());
const log = z.union([z.object({ logs: lines }).transform(({ logs }) => logs), lines]);

/**
 * `{"logs": [...]}`, or the bare list that some phones send. Shortens long messages, and leaves out
 * empty ones and those past the length of a report. Fails with `parameter_invalid`.
 */
export function readLogs(body: unknown): DeviceReport {
  const result = log.safeParse(body);
  if (result.success) return reportOf(result.data);
  throw new AppError('parameter_invalid', { field: 'logs', message: 'The body must be {"logs": ["...", ...]}.' });
}

function reportOf(given: readonly string[]): DeviceReport {
  const messages: string[] = [];
  let length = 0;
  for (const message of given) {
    const short = message.trim().slice(0, LONGEST_MESSAGE);
    length += short.length;
    if (length > LONGEST_REPORT) break;
    if (short !== '') messages.push(short);
  }
  return { messages, omitted: given.length - messages.length };
}
