// The API functions about passes: making, reading, changing, pushing, deleting.
import { z } from 'zod';
import { pushPass } from '../../operations/devices/push.ts';
import { createPass } from '../../operations/passes/create-pass.ts';
import * as deleting from '../../operations/passes/delete.ts';
import * as passReads from '../../operations/passes/pass-info.ts';
import { updateFields } from '../../operations/passes/update-fields.ts';
import { apiFunction } from './api-function.ts';
import { byPass, byTemplate, devices, templateFields, userFields } from './fields.ts';
import { shapes } from './function-parameters.ts';

export const createPassFromTemplateFields = apiFunction({
  summary: 'Makes a pass and runs its onCreate triggers.',
  description:
    'With a clientHash that has access it sets any API path, without one those that are marked PSEditable. When psTriggerError ' +
    'stops onCreate the pass is made all the same, and the failure names the pass. An address as recoveryEmail is mailed the link of the ' +
    'pass; without a clientHash, that takes an editable additional property of this name. Without a clientHash an address makes at most ' +
    'CREATION_LIMIT passes a minute, with those of links and forms.',
  access: 'optional',
  parameters: byTemplate,
  more: 'paths',
  retries: true,
  runsTriggers: true,
  answer: { hashedSerialNumber: z.string() },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE', structure_headerFields_points_value: '5' },
  async run({ context, account, fields, language, depth, idempotencyKey, admitCreation }, input) {
    if (account === null) await admitCreation();
    return createPass(context, account, { ...input, fields, language, idempotencyKey, depth });
  },
});

export const passInfo = apiFunction({
  summary: 'Answers what was set on a pass, and its template.',
  access: 'owner',
  parameters: byPass,
  answer: { ...templateFields, hashedSerialNumber: z.string(), userFields, devices },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS' },
  run: ({ context, account }, input) => passReads.passInfo(context, account, input.hashedSerialNumber),
});

export const updatePassFields = apiFunction({
  summary: 'Sets API paths on a pass.',
  description:
    'It runs no triggers and pushes nothing: it may be called several times before one pushPassUpdates. With a clientHash that has access ' +
    'it sets any path, without one those that are marked PSEditable. null gives a path the value of the template again.',
  access: 'optional',
  parameters: {
    ...byPass,
    psReplaceAll: shapes.flag
      .describe('Whether paths that this call does not give go back to the template.')
      .default(false),
  },
  more: 'paths',
  retries: true,
  answer: { updated: z.boolean().describe('Whether the pass changed.') },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS', structure_headerFields_points_value: '9' },
  run({ context, account, fields, depth, idempotencyKey }, { psReplaceAll: replaceAll, ...input }) {
    return updateFields(context, account, { ...input, replaceAll, fields, idempotencyKey, depth, push: false });
  },
});

export const pushPassUpdates = apiFunction({
  summary: 'Pushes a pass to the devices that have it.',
  access: 'owner',
  parameters: byPass,
  answer: { count: z.int().describe('How many devices hold the pass; each gets a push.') },
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS' },
  run: ({ context, account }, input) => pushPass(context, account, input.hashedSerialNumber),
});

export const deletePass = apiFunction({
  summary: 'Deletes a pass with its events, for good.',
  access: 'owner',
  parameters: byPass,
  answer: {},
  example: { clientHash: '$CLIENT', hashedSerialNumber: '$PASS' },
  async run({ context, account }, input) {
    await deleting.deletePass(context, account, input.hashedSerialNumber);
    return {};
  },
});
