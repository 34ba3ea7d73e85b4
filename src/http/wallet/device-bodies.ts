// Reads the bodies that phones send.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { DeviceReport } from '../../operations/devices/device-log.ts';
import { PERSONAL_INFO, type PersonalInfo } from '../../rules/templates/personalization.ts';
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

/** In characters: longer than any token of Wallet, and than any name or address. */
const LONGEST_TOKEN = 4096;
const LONGEST_INFO = 500;

/**
 * Text in letters, digits and signs, but no JSON object: the certificate that signs the token signs
 * manifests too, and whoever had a manifest signed here could forge passes.
 */
const TOKEN = /^[!#-z|~]+$/;

const personalization = z.object({
  personalizationToken: z.string().max(LONGEST_TOKEN).regex(TOKEN),
  requiredPersonalizationInfo: z.record(z.string(), z.unknown()),
});

export interface Personal {
  readonly personalizationToken: string;
  readonly info: Readonly<Partial<Record<PersonalInfo, string>>>;
}

/** What a holder answered; details that Wallet may send one day are ignored. Fails with `parameter_invalid`. */
export function readPersonalization(body: unknown): Personal {
  const result = personalization.safeParse(body);
  if (!result.success) {
    const field =
      result.error.issues[0]?.path[0] === 'requiredPersonalizationInfo'
        ? 'requiredPersonalizationInfo'
        : 'personalizationToken';
    const message = `The body must be {"personalizationToken": "...", "requiredPersonalizationInfo": {...}}; the token has 1 to ${LONGEST_TOKEN} characters of ASCII without spaces, quotation marks and curly brackets.`;
    throw new AppError('parameter_invalid', { field, message });
  }
  const { personalizationToken, requiredPersonalizationInfo: given } = result.data;
  const info: Partial<Record<PersonalInfo, string>> = {};
  for (const name of PERSONAL_INFO) {
    const value = given[name];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string' || value.length > LONGEST_INFO) {
      const message = `${name} must be a text of at most ${LONGEST_INFO} characters.`;
      throw new AppError('parameter_invalid', { field: `requiredPersonalizationInfo.${name}`, message });
    }
    info[name] = value;
  }
  return { personalizationToken, info };
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
