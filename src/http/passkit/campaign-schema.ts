// Checks the "JSON Body Parameters" of campaigns and certificates.
import type { z } from 'zod';
import {
  anything,
  dateTime,
  filled,
  LONGEST_LINE,
  LONGEST_NAME,
  LONGEST_TEXT,
  object,
  optional,
  reference,
  text,
} from './shapes.ts';
import { maxIssue, status } from './template-schema.ts';

/**
 * Keys that PassKit's own SDKs omit are optional. The default is an ACTIVE campaign without a
 * limit.
 */
export const campaign = object({
  name: reference,
  passbookCertId: filled(LONGEST_NAME),
  status: optional(status),
  displayName: optional(text(LONGEST_LINE)),
  description: optional(text(LONGEST_TEXT)),
  startDate: dateTime,
  endDate: optional(dateTime),
  maxIssue: optional(maxIssue),
  meta: optional(anything),
  whiteLabel: optional(anything),
}).superRefine(({ startDate, endDate }, context) => {
  if (!endDate || Date.parse(endDate) > Date.parse(startDate)) return;
  context.addIssue({ code: 'custom', path: ['endDate'], message: 'later than startDate' });
});
export type CampaignBody = z.infer<typeof campaign>;

export const certificateNames = object({
  name: optional(text(LONGEST_LINE)),
  description: optional(text(LONGEST_TEXT)),
});
