// The API functions about events: logging one, reading events and traces, simulating one.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import * as simulating from '../../operations/events/simulate.ts';
import { trackAccess } from '../../operations/events/track-access.ts';
import * as passReads from '../../operations/passes/pass-info.ts';
import { ACCESS_TYPES, accessTypeNamed, TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { type Happening, happeningNamed } from '../../rules/schedules/due.ts';
import { UNCHANGED_REASONS } from '../../rules/triggers/run-cause.ts';
import { textsFor } from '../../ui/texts/language.ts';
import { apiFunction } from './api-function.ts';
import { byPass, clientHash, hashedSerialNumber, object, time, trace, userFields } from './fields.ts';
import { shapes } from './function-parameters.ts';
import { ACCESS_EXPLAINED } from './sentences.ts';

const { text, flag, accessType } = shapes;

const HAPPENINGS = `must be one of ${TRIGGER_EVENTS.join(', ')}, or schedule: or later: and a name, such as schedule:Birthday`;
/** An event, or what runs at a time of its own. */
const happening = z
  .union([z.number(), z.string()], HAPPENINGS)
  .transform((value) => happeningOf(String(value)))
  .refine((value): value is Happening => value !== null, HAPPENINGS)
  .meta({ type: ['integer', 'string'] });

/** Of an event without rules, such as a push, the answer says that nothing would run. */
function happeningOf(text: string): Happening | null {
  const type = accessTypeNamed(text);
  return type === null ? happeningNamed(text) : { accessType: type, key: null };
}

export const trackPassAccess = apiFunction({
  summary: 'Logs an event of a pass and runs its triggers.',
  description: 'A check (0) and a scan (7) also answer what the scanner shows.',
  access: 'owner',
  parameters: {
    ...byPass,
    accessType: accessType.describe(ACCESS_EXPLAINED),
  },
  retries: true,
  runsTriggers: true,
  answer: {
    updated: z.boolean().describe('Whether the pass changed and is pushed.'),
    unchanged: z
      .strictObject({
        reason: z.enum(UNCHANGED_REASONS),
        message: z.string(),
        conditions: z.array(z.strictObject({ condition: z.string(), seen: object })).optional(),
        error: z.string().optional(),
      })
      .optional()
      .describe(
        'Why a scan changed nothing, when updated is false: reason is one of ' +
          `${UNCHANGED_REASONS.join(', ')}; message says it in a sentence, in the language of Accept-Language where pages have it; conditions has the first false ones with the values ` +
          'that they saw, error what failed.',
      ),
    scanText: z.string().optional(),
    scanColor: z.string().optional(),
    description: z.string().optional().describe('The psPassDescription, or else the primary fields.'),
    informationURL: z.string().optional(),
    displayURL: z.string().optional(),
    problem: z.string().optional().describe('Why texts are missing, when they need more than one pass may.'),
  },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS', accessType: '7' },
  run: ({ context, account, depth, language, idempotencyKey }, input) =>
    trackAccess(context, account, { ...input, idempotencyKey, depth, words: textsFor(language).sentences }),
});

export const checkPassAccess = apiFunction({
  summary: 'Answers whether and when an event of a pass was last logged.',
  access: 'owner',
  parameters: { ...byPass, accessType: accessType.describe('Which event.') },
  answer: { check: z.boolean(), last: time.optional() },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS', accessType: '7' },
  run: ({ context, account }, input) =>
    passReads.checkAccess(context, account, input.hashedSerialNumber, input.accessType),
});

export const passTracking = apiFunction({
  summary: 'Lists the events of a pass, oldest first.',
  access: 'owner',
  parameters: {
    ...byPass,
    trace: flag
      .describe(
        'Whether to answer what the triggers did and why. Runs that psTriggerError stopped are listed then too.',
      )
      .default(false),
  },
  answer: {
    tracking: z.array(
      z.strictObject({
        accessType: z.literal([...ACCESS_TYPES]),
        time,
        logged: z.boolean().optional().describe('False for a run that psTriggerError stopped.'),
        trace: trace.nullable().optional(),
      }),
    ),
  },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS', trace: 'true' },
  run: ({ context, account }, input) => passReads.passTracking(context, account, input.hashedSerialNumber, input.trace),
});

export const simulate = apiFunction({
  summary: 'Answers what an event would do. Nothing is stored, sent or pushed.',
  access: 'owner',
  parameters: {
    clientHash,
    templateHash: text.describe('Tries it on a new pass of this template. Give this or hashedSerialNumber.').optional(),
    hashedSerialNumber: hashedSerialNumber.optional(),
    event: happening
      .describe(
        'The event, such as onScan; schedule: and the name of a schedule, or later: and the name of a PSActionLater, for what runs at its time. Give this or accessType.',
      )
      .optional(),
    accessType: accessType.describe('The number of the event, such as 7.').optional(),
  },
  more: 'paths',
  answer: {
    trace,
    triggersPaused: z.boolean().describe('Whether the triggers are paused: a real event would not run them.'),
    updated: z.boolean().describe('Whether the pass would change and be pushed.'),
    triggerError: z.string().optional().describe('The psTriggerError that would stop the run.'),
    userFields,
    pass: object.describe('The pass.json afterwards.'),
  },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE', event: 'onScan' },
  check(input) {
    if (input.accessType === undefined && input.event === undefined) {
      const message = 'Give an event, such as onScan, or an accessType, such as 7.';
      throw new AppError('parameter_missing', { field: 'event', message });
    }
    if (input.templateHash === undefined && input.hashedSerialNumber === undefined) {
      const message = 'Give a templateHash or a hashedSerialNumber.';
      throw new AppError('parameter_missing', { field: 'templateHash', message });
    }
  },
  run({ context, account, fields, language }, { templateHash, hashedSerialNumber, ...input }) {
    const on = hashedSerialNumber === undefined ? { templateHash: templateHash! } : { hashedSerialNumber };
    const { sentences: words } = textsFor(language);
    const { accessType, event } = input;
    const happens = accessType === undefined ? event! : { accessType, key: null };
    return simulating.simulate(context, account, { on, ...happens, fields, words });
  },
});
