// The API functions about segments: saved conditions over the passes of a template, and bulk changes
// of the passes that meet one.
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { requireAccount } from '../../operations/access/access.ts';
import { ownerOf } from '../../operations/access/caller.ts';
import { factsOf } from '../../operations/change/pass-facts.ts';
import {
  type BulkPage,
  type CardBulk,
  makeBulk,
  showBulk,
  startBulk,
  stopBulk,
  TOLD_FATES,
  undoBulk,
} from '../../operations/segments/bulk-changes.ts';
import { MOST_LISTED, segmentPage } from '../../operations/segments/list-segment.ts';
import {
  addSegment,
  cardSegments,
  changeSegment,
  countAgain,
  deleteSegment as dropSegment,
} from '../../operations/segments/segments.ts';
import { BULK_STATES } from '../../ports/store/bulk.ts';
import type { Segment } from '../../ports/store/segments.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import type { BulkAction } from '../../rules/segments/bulk-action.ts';
import { typedValue } from '../../rules/values/literal.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { apiFunction } from './api-function.ts';
import { clientHash, hashedSerialNumber, object, templateHash, time, userFields } from './fields.ts';
import { shapes } from './function-parameters.ts';

const { text, whole, flag } = shapes;
const byId = text.describe('From insertUpdateSegment.');

const segmentFields = {
  segmentId: z.string(),
  name: z.string(),
  condition: z.string().describe('Empty: every pass.'),
  count: z
    .int()
    .nullable()
    .describe('How many passes met the condition when the last count ended; null: none has ended.'),
  of: z.int().nullable().describe('How many passes that count looked at.'),
  counted: time.nullable().describe('When that count ended.'),
  counting: z.boolean().describe('Whether a count is under way.'),
};

function segmentAnswer({ id, name, condition, matched, looked, countedAt, cursor }: Segment) {
  return {
    segmentId: String(id),
    name,
    condition,
    count: matched,
    of: looked,
    counted: countedAt === null ? null : timestamp(countedAt),
    counting: cursor !== null,
  };
}

export const insertUpdateSegment = apiFunction({
  summary: 'Makes a segment, changes one, or counts one again.',
  description:
    'A segment is a condition over the passes of a template, in the language of PSConditions, such as {points} > 20 AND !scanned. A job counts ' +
    'the passes; getSegments answers how many. With a segmentId and neither name nor condition the call counts again. Passes that were made for trying the template out are in no segment.',
  access: 'owner',
  parameters: {
    clientHash,
    templateHash: templateHash.describe('The template of a new segment.').optional(),
    segmentId: byId.describe('The segment to change or to count again. Default: a new one.').optional(),
    name: text.describe('Unique among the segments of the template.').optional(),
    condition: text.describe('Default: every pass, or the present condition.').optional(),
  },
  answer: segmentFields,
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE', name: 'Regulars', condition: 'scanned' },
  async run({ context, account }, { templateHash: card, segmentId, name, condition }) {
    const caller = ownerOf(requireAccount(context, account));
    if (segmentId === undefined) {
      if (card === undefined) throw missing('templateHash');
      return segmentAnswer(await addSegment(context, caller, card, { name: name ?? '', condition: condition ?? '' }));
    }
    const { segment } = await countAgain(context, caller, segmentId);
    if (name === undefined && condition === undefined) return { ...segmentAnswer(segment), counting: true };
    const changed = { name: name ?? segment.name, condition: condition ?? segment.condition };
    return segmentAnswer(await changeSegment(context, caller, segmentId, changed));
  },
});

export const getSegments = apiFunction({
  summary: 'Answers the segments of a template with their counts.',
  access: 'owner',
  parameters: { clientHash, templateHash },
  answer: { segments: z.array(z.strictObject(segmentFields)).describe('By name.') },
  example: { clientHash: '$CLIENT', templateHash: '$TEMPLATE' },
  async run({ context, account }, input) {
    const { segments } = await cardSegments(context, ownerOf(requireAccount(context, account)), input.templateHash);
    return { segments: segments.map(segmentAnswer) };
  },
});

export const deleteSegment = apiFunction({
  summary: 'Deletes a segment. Its passes stay as they are.',
  access: 'owner',
  parameters: { clientHash, segmentId: byId },
  answer: {},
  example: { clientHash: '$CLIENT', segmentId: '$SEGMENT' },
  async run({ context, account }, { segmentId }) {
    await dropSegment(context, ownerOf(requireAccount(context, account)), segmentId);
    return {};
  },
});

export const segmentPasses = apiFunction({
  summary: 'Answers the passes of a segment, page by page.',
  description:
    'A page looks at a bounded number of passes: it may have few or none and still have a next one. Give next as after until next is null.',
  access: 'owner',
  parameters: {
    clientHash,
    segmentId: byId,
    after: text.describe('next of the page before. Default: from the first pass on.').optional(),
    count: whole.describe(`How many passes, up to ${MOST_LISTED}.`).default(MOST_LISTED),
  },
  answer: {
    passes: z
      .array(z.strictObject({ hashedSerialNumber: z.string(), serialNumber: z.string(), userFields }))
      .describe('In the order of creation.'),
    looked: z.int().describe('How many passes this page has looked at.'),
    next: z.string().nullable().describe('For after; null: every pass was looked at.'),
  },
  example: { clientHash: '$CLIENT', segmentId: '$SEGMENT' },
  async run({ context, account }, { segmentId, after = '0', count }) {
    const caller = ownerOf(requireAccount(context, account));
    const from = /^\d{1,15}$/.test(after) ? Number(after) : -1;
    const { card, passes, looked, next } = await segmentPage(context, caller, segmentId, { after: from, count });
    return {
      passes: passes.map((pass) => ({
        hashedSerialNumber: pass.hash,
        serialNumber: pass.serialNumber,
        userFields: typedValue(factsOf(context, { ...card, pass }).overrides) as JsonObject,
      })),
      looked,
      next: next === null ? null : String(next),
    };
  },
});

const bulkFields = {
  bulkId: z.string(),
  name: z.string().describe("The segment's name."),
  condition: z.string().describe("The segment's condition when the bulk change was made."),
  action: object.describe('What is done to each pass.'),
  state: z
    .enum(BULK_STATES)
    .describe(
      'dry: counting what would change; waiting: the dry run is over; running; stopped; done; undoing: giving passes their former values; undone.',
    ),
  total: z.int().describe('How many passes the template had.'),
  looked: z.int().describe('How many of them the job has looked at.'),
  matched: z.int().describe('How many of those meet the condition.'),
  changed: z.int().describe('How many of those were changed, or would be.'),
  failed: z.int().describe('How many could not be changed, such as an invalidated pass or one without an address.'),
  undone: z.int().describe('How many have their former values again.'),
  left: z.int().describe('How many keep their values, because somebody has changed them since.'),
  created: time,
};

function bulkAnswer({ bulk }: CardBulk) {
  const { id, name, condition, action, state, total, createdAt } = bulk;
  const { looked, matched, changed, failed, undone, left } = bulk;
  return {
    bulkId: String(id),
    ...{ name, condition, action: actionAnswer(action), state, total },
    ...{ looked, matched, changed, failed, undone, left },
    created: timestamp(createdAt),
  };
}

function actionAnswer(action: BulkAction): JsonObject {
  if (action.kind !== 'set' && action.kind !== 'increment') return { ...action };
  const { path: targetPath, ...others } = action;
  return { targetPath, ...others };
}

export const bulkUpdate = apiFunction({
  summary: 'Does one thing to every pass of a segment, or counts first what would change.',
  description:
    'A job does it, some passes at a time; bulkStatus says how far it is. action is a JSON object: {"kind": "set", "targetPath": …, "value": …} (null gives a path the value ' +
    'of the template again), {"kind": "increment", "targetPath": …, "amount": …}, either with an "expression" such as "{points} * 2" in place of value or amount, {"kind": "push"}, {"kind": "mail", "rate": mails a minute}, {"kind": "void"} or {"kind": "valid"}. Each ' +
    'change is an edit by the owner: onEdit runs, and a visible change is pushed. With bulkId alone the call begins a bulk change whose dry run is over; ' +
    'a retry of that begins nothing twice, while a retry with segmentId makes another bulk change.',
  access: 'owner',
  parameters: {
    clientHash,
    segmentId: byId.optional(),
    action: shapes.object.describe('What to do to each pass.').optional(),
    dryRun: flag.describe('Whether to count what would change, and to change nothing.').default(false),
    bulkId: text.describe('Of a dry run that is over: begin.').optional(),
    stop: flag.describe('With bulkId: whether to stop a bulk change that is running.').default(false),
  },
  answer: bulkFields,
  example: {
    clientHash: '$CLIENT',
    segmentId: '$SEGMENT',
    action: '{"kind": "increment", "targetPath": "structure_headerFields_points_value", "amount": 5}',
    dryRun: 'true',
  },
  async run({ context, account }, { segmentId, action, dryRun, bulkId, stop }) {
    const caller = ownerOf(requireAccount(context, account));
    if (bulkId !== undefined) {
      return bulkAnswer(await (stop ? stopBulk : startBulk)(context, caller, bulkId));
    }
    if (segmentId === undefined) throw missing('segmentId');
    if (action === undefined) throw missing('action');
    return bulkAnswer(await makeBulk(context, caller, { segmentId, action, dryRun }));
  },
});

const byBulk = text.describe('From bulkUpdate.');

export const bulkStatus = apiFunction({
  summary: 'Answers how far a bulk change is, with some of its passes.',
  description: 'A bulk change can be asked for until seven days after its end.',
  access: 'owner',
  parameters: { clientHash, bulkId: byBulk },
  answer: {
    ...bulkFields,
    mayUndo: z.boolean().describe('Whether bulkUndo gives the passes their former values.'),
    passes: z
      .array(
        z.strictObject({
          hashedSerialNumber: z.string().describe(hashedSerialNumber.description!),
          fate: z.enum(TOLD_FATES),
          values: z
            .array(z.strictObject({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
            .describe(
              'What was set on the pass before and after; absent: nothing, so that the pass shows the value of the template.',
            ),
          message: z.string().nullable().describe('Why the pass was not changed.'),
        }),
      )
      .describe('Up to 20 of each fate: samples of a dry run, passes that failed, passes that keep their values.'),
  },
  example: { clientHash: '$CLIENT', bulkId: '$BULK' },
  async run({ context, account }, { bulkId }) {
    const page = await showBulk(context, ownerOf(requireAccount(context, account)), bulkId);
    return { ...bulkAnswer(page), mayUndo: page.mayUndo, passes: page.passes.map(passAnswer) };
  },
});

function passAnswer({ hash, fate, values, message }: BulkPage['passes'][number]) {
  return {
    hashedSerialNumber: hash,
    fate,
    values: values.map(({ path, before, after }) => ({
      path,
      ...(before === undefined ? {} : { before: typedValue(before) }),
      ...(after === undefined ? {} : { after: typedValue(after) }),
    })),
    message,
  };
}

export const bulkUndo = apiFunction({
  summary: 'Gives the passes of a bulk change their former values.',
  description:
    'A job does it, for bulk changes of kind set, increment, void and valid, until seven days after their end. A pass whose value somebody has changed since keeps it. ' +
    'No triggers run; the phones are told.',
  access: 'owner',
  parameters: { clientHash, bulkId: byBulk },
  answer: bulkFields,
  example: { clientHash: '$CLIENT', bulkId: '$BULK' },
  async run({ context, account }, { bulkId }) {
    return bulkAnswer(await undoBulk(context, ownerOf(requireAccount(context, account)), bulkId));
  },
});

function missing(field: string): AppError {
  return new AppError('parameter_missing', { field, message: `The parameter ${field} is missing.` });
}
