// Reads the two kinds of bodies that phones send.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { readBody } from '../parameters.ts';

/** In bytes; phones send a token or a few lines. */
const LARGEST_BODY = 64 * 1024;
const MOST_LINES = 100;
const LONGEST_LINE = 1000;

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
 * `{"logs": [...]}`, or the bare list that some phones send. Long lists and long lines are cut.
 * Fails with `parameter_invalid`.
 */
export function readLogs(body: unknown): readonly string[] {
  const result = log.safeParse(body);
  if (result.success) return result.data.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  throw new AppError('parameter_invalid', { field: 'logs', message: 'The body must be {"logs": ["...", ...]}.' });
}
