// What messages to webhooks say, for the OpenAPI document and the reference: a schema for each event.
import { z } from 'zod';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../rules/webhooks/words.ts';
import { jsonSchemaOf } from '../json-schema.ts';
import { object, time } from './fields.ts';

export const WEBHOOKS_EXPLAINED =
  'Each message is a POST of JSON {type, timestamp, data} with the headers webhook-id, webhook-timestamp and webhook-signature of the ' +
  'Standard Webhooks specification: HMAC-SHA-256 of "id.timestamp.body" under the bytes of the secret behind whsec_, in base64 behind "v1,"; ' +
  'several signatures have spaces between. A status from 200 to 299 accepts it within 15 seconds; redirects are not followed. Other answers are tried again after ' +
  '5 seconds, 5 and 30 minutes, and 2, 5, 10, 14, 20 and 24 hours; Retry-After of 429 and 503 counts. 410 ends the webhook, and so do five days in ' +
  'which every try fails, with a mail to the owner. Messages of one pass arrive in their order, at least once: the same webhook-id is the same ' +
  'message. The OpenAPI document has what each event says under webhooks.';

const values = object.describe('API path to value, for whatever is set on the pass itself.');
const pass = {
  hashedSerialNumber: z.string(),
  serialNumber: z.string(),
  templateHash: z.string(),
  templateName: z.string(),
  isTest: z.literal(true).optional().describe('A pass that its owner made to try the template out.'),
  values,
};
const happened = {
  accessType: z.string().optional().describe('The event that caused it, such as scan.'),
  outcome: z.enum(['fired', 'skipped', 'error', 'stopped']).optional().describe('What its triggers did.'),
  tillId: z.string().optional().describe('The till that scanned; absent: none did.'),
  changed: z
    .record(z.string(), z.strictObject({ before: z.unknown(), after: z.unknown() }))
    .describe('API path to what the values were and are; null: not set on the pass.'),
};

const EVENTS: Readonly<Record<WebhookEvent, readonly [summary: string, data: z.ZodRawShape]>> = {
  'pass.created': ['A pass was made.', { ...pass, ...happened }],
  'pass.installed': ['A device registered for a pass, so a phone has it.', { ...pass, ...happened }],
  'pass.updated': ['Values of a pass changed, whatever the cause.', { ...pass, ...happened }],
  'pass.registered': ['A holder sent the registration form.', { ...pass, ...happened }],
  'pass.scanned': ['A pass was scanned.', { ...pass, ...happened }],
  'pass.edited': ['A pass was edited by its owner or holder.', { ...pass, ...happened }],
  'pass.deleted': [
    'A device gave the pass up, or the pass was deleted on the server, by itself: not with its template or by a purge.',
    {
      ...pass,
      ...happened,
      changed: happened.changed.optional(),
      by: z.literal('server').optional().describe('Present when the pass itself is gone.'),
    },
  ],
  'pass.expired': ['The expirationDate of a pass has come.', pass],
  'push.failed': [
    'Pushes were given up after three days. It is about the account: no templateHash and no condition filter it.',
    {
      devices: z.int().describe('How many devices were not reached.'),
      status: z.int().nullable().describe('The last status of APNs; null: there was no answer.'),
      reason: z.string().nullable(),
    },
  ],
  'campaign.over': [
    'The campaign of a template, or its place there, is over. No condition filters it.',
    { templateHash: z.string(), templateName: z.string(), campaignName: z.string() },
  ],
};

const HEADERS = {
  'webhook-id': 'The message; each of its tries has the same.',
  'webhook-timestamp': 'The time of the try, in seconds since 1970.',
  'webhook-signature': 'Signatures with spaces between, each behind "v1,".',
};

/** The `webhooks` of the OpenAPI document. */
export function openApiWebhooks(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, pathItem(event)]));
}

function pathItem(event: WebhookEvent) {
  const [summary, data] = EVENTS[event];
  const schema = jsonSchemaOf(
    z.strictObject({ type: z.literal(event), timestamp: time, data: z.strictObject(data) }),
    'output',
  );
  return {
    post: {
      operationId: event,
      summary,
      parameters: Object.entries(HEADERS).map(([name, description]) => ({
        ...{ name, in: 'header', required: true, description },
        schema: { type: 'string' },
      })),
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: {
        '2XX': { description: 'The message arrived.' },
        410: { description: 'The receiver is gone: the webhook ends.' },
        default: { description: 'The message is sent again.' },
      },
    },
  };
}
