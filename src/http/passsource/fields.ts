// Parameters and parts of answers that several functions share.
import { z } from 'zod';
import { TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { shapes } from './function-parameters.ts';

const { text } = shapes;

export const clientHash = text
  .describe('The token of the account, from login. It changes with e-mail and password.')
  .optional();
export const templateHash = text.describe('The template.');
export const hashedSerialNumber = text.describe('The pass. A whole creation link that contains the hash works too.');

export const byTemplate = { clientHash, templateHash };
export const byPass = { clientHash, hashedSerialNumber };

/** ISO 8601, UTC. */
export const time = z.iso.datetime();
export const object = z.record(z.string(), z.unknown());

export const clientFields = {
  clientName: z.string().describe('The name of the account, which passes show when the template has none.'),
  clientId: z.string(),
  email: z.string(),
  clientType: z.int().describe('Always 2: every account is a professional one.'),
  clientHash: z.string(),
  expires: time.nullable().describe('When the subscription ends; null: never.'),
  additional: object.describe('Properties of the account of your own.'),
  whitelabel: z.boolean(),
  referenceId: z.int().describe('The clientId of the account that manages this one; 0: none.'),
  backgroundColor: z.string(),
  passTypeId: z.string().describe('The pass type identifier of the certificate that signs the passes.'),
  teamIdentifier: z.string(),
  certificatePassword: z.string().describe('Always empty: private keys never leave the server.'),
  certificateWarnings: z
    .array(
      z.strictObject({
        certificateId: z.int(),
        passTypeIdentifier: z.string(),
        expires: time,
        daysLeft: z.int(),
        message: z.string(),
      }),
    )
    .describe('Certificates that end soon or have ended, and what to do.'),
};

export const templateFields = {
  ...clientFields,
  passTypeIdentifier: z.string().nullable().describe('The pass type that the template has chosen; null: none.'),
  templateId: z.string(),
  templateName: z.string(),
  templatePublic: z.boolean().describe('Whether other accounts may copy it.'),
  passConstructor: object.describe('The template, with images as URLs. It can be sent back unchanged.'),
  templateUpdated: time,
  templateHash: z.string(),
  triggersPaused: z.boolean().describe('Whether events are only logged and run no triggers.'),
};

export const userFields = object.describe('API path to value, for whatever was set on the pass itself.');

export const devices = z
  .array(
    z.strictObject({
      device: z.string().describe('The beginning of its deviceLibraryIdentifier.'),
      registered: time,
      lastPush: time.nullable(),
      lastPushStatus: z.int().nullable().describe('The HTTP status of APNs; 200: APNs accepted the push.'),
      lastPushReason: z.string().nullable().describe('What APNs answered, or why the push did not reach APNs.'),
    }),
  )
  .describe('The devices that hold the pass, and what became of the last push to each.');

const traceEntry = z.strictObject({
  where: z.string(),
  action: z.string(),
  condition: z
    .strictObject({ source: z.string(), verdict: z.boolean(), seen: object, error: z.string().optional() })
    .optional(),
  paused: z.literal(true).optional(),
  targetPath: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  request: z
    .strictObject({ method: z.string(), url: z.string(), status: z.int().optional(), durationMs: z.number() })
    .optional(),
  error: z.string().optional(),
  problems: z.array(z.string()).optional(),
  delay: z.string().optional(),
});

export const trace = z
  .strictObject({
    event: z.enum(TRIGGER_EVENTS).nullable(),
    outcome: z.enum(['fired', 'skipped', 'error', 'stopped']),
    actions: z.array(traceEntry),
    schedule: z
      .string()
      .optional()
      .describe('The name of the schedule or PSActionLater whose actions ran; absent: those of a trigger.'),
    times: z.int().optional().describe('How often the triggers ran for this one event; absent: once.'),
    omitted: z.int().optional(),
    note: z.string().optional(),
  })
  .describe('Each action of the run: its condition with the values it saw, what it changed, what it called.');
