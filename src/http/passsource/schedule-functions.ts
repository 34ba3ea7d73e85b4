// The API functions about schedules: what a template has, and whom one would reach.
import { z } from 'zod';
import { scheduleDryRun as dryRun, MOST_LOOKED, MOST_SHOWN } from '../../operations/schedules/dry-run-schedule.ts';
import { templateSchedules as list } from '../../operations/schedules/list-schedules.ts';
import { SCHEDULE_STATES } from '../../rules/schedules/schedule.ts';
import { WHY_NOT } from '../../rules/schedules/why-not.ts';
import { apiFunction } from './api-function.ts';
import { byTemplate, hashedSerialNumber, time } from './fields.ts';
import { shapes } from './function-parameters.ts';

const { text, whole } = shapes;

export const templateSchedules = apiFunction({
  summary: 'Lists the schedules of a template with their next times.',
  description: 'Schedules are a part of the template: schedules in passConstructor.',
  access: 'owner',
  parameters: byTemplate,
  answer: {
    triggersPaused: z.boolean().describe('Whether the triggers of the template are paused: then no schedule runs.'),
    schedules: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(SCHEDULE_STATES),
        zone: z.string().describe('Its own time zone, else that of the template, else that of the account.'),
        next: time
          .nullable()
          .describe('The next time, of the first pass where each has a time of its own; null: none.'),
        last: z
          .strictObject({ time, reached: z.int(), leftOut: z.int() })
          .nullable()
          .describe('The last time: how many passes it reached, and how many it left out.'),
      }),
    ),
  },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  run: ({ context, account }, { templateHash }) => list(context, account, templateHash),
});

export const scheduleDryRun = apiFunction({
  summary: 'Counts whom a schedule would reach on a day, and does nothing.',
  description:
    `Looks at up to ${MOST_LOOKED} passes as they are now; next goes on from there. With hashedSerialNumber it also says whether and why ` +
    'not that pass. A draft or a paused schedule is judged as if it were active.',
  access: 'owner',
  parameters: {
    ...byTemplate,
    schedule: text.describe('The name of the schedule.'),
    date: text.describe('The day in the zone of the schedule, such as 2026-12-24. Default: today.').optional(),
    hashedSerialNumber: hashedSerialNumber.optional(),
    after: whole.describe('What next was in the answer before.').optional(),
  },
  answer: {
    date: z.string(),
    zone: z.string(),
    looked: z.int(),
    reached: z.int(),
    passes: z
      .array(z.strictObject({ hashedSerialNumber: z.string(), description: z.string() }))
      .describe(`The first ${MOST_SHOWN} of those that it reaches.`),
    leftOut: z
      .partialRecord(z.enum(WHY_NOT), z.int())
      .describe(`How many it would not reach for each reason: ${WHY_NOT.join(', ')}.`),
    next: z.string().nullable().describe('Give it as after, to look at the passes behind; null: all were looked at.'),
    time,
    pass: z
      .strictObject({ reached: z.boolean(), reason: z.enum(WHY_NOT).nullable(), message: z.string() })
      .optional()
      .describe('Whether it would reach the pass of hashedSerialNumber, or why not.'),
  },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE', schedule: 'birthday' },
  run: ({ context, account }, { templateHash, schedule, date = null, hashedSerialNumber: hash = null, after = 0 }) =>
    dryRun(context, account, { templateHash, schedule, date, hashedSerialNumber: hash, after }),
});
