// The segments of a card: saved conditions over its passes, for the people who may see or correct
// customers.
import { AppError } from '../../errors.ts';
import type { Segment } from '../../ports/store/segments.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { compileCondition, conditionProblem } from '../../rules/paths/conditions.ts';
import { LONGEST_SEGMENT_NAME } from '../../rules/schedules/read-schedules.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireTemplate } from '../access/access.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import type { Right } from '../access/roles.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';

/** The most segments of a template, the most characters of a name and of a condition. */
export const MOST_SEGMENTS = 50;
export const LONGEST_SEGMENT_CONDITION = 5000;

export type { Segment };

export interface CardSegment {
  readonly segment: Segment;
  readonly card: TemplateSnapshot;
}

/** The id of a segment or a bulk change in an address; 0, which none has, for another text. */
export function idIn(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** Fails with `role_forbidden`, `account_expired`, `segment_not_found`, `access_denied`. */
export async function requireSegment(
  context: Context,
  caller: Caller,
  right: Right,
  segmentId: string,
): Promise<CardSegment> {
  const account = requireRight(context, caller, right);
  const segment = await context.store.segmentById(idIn(segmentId));
  const card = segment && (await context.store.templateById(segment.templateId));
  if (segment === null || card === null) throw new AppError('segment_not_found', { field: 'segmentId' });
  await requireTemplate(context, account, card.template.hash);
  return { segment, card };
}

export interface CardSegments {
  readonly card: TemplateSnapshot;
  readonly segments: readonly Segment[];
}

/** The segments of a card, by name. Fails with the codes of requireCard. */
export async function cardSegments(context: Context, caller: Caller, templateHash: string): Promise<CardSegments> {
  const card = await requireCard(context, caller, 'see', templateHash);
  return { card, segments: await context.store.segmentsOf(card.template.id) };
}

export interface SegmentInput {
  readonly name: string;
  /** Empty: every pass. */
  readonly condition: string;
}

/**
 * Makes a segment and begins to count. Fails with the codes of requireCard, `name_taken`, and with
 * `parameter_invalid` for a name or a condition that cannot be used.
 */
export async function addSegment(
  context: Context,
  caller: Caller,
  templateHash: string,
  input: SegmentInput,
): Promise<Segment> {
  const { template } = await requireCard(context, caller, 'correct', templateHash);
  const read = readInput(await context.programs.load(template), input);
  const now = context.clock.now();
  const made = await context.store.addSegment({ templateId: template.id, ...read, createdAt: now }, MOST_SEGMENTS);
  if (made === null) {
    const message = `A template has at most ${MOST_SEGMENTS} segments. Delete one first.`;
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  await recordAct(context, caller, {
    what: 'segment.save',
    subject: `${template.name} · ${made.name}`,
    after: { condition: made.condition },
  });
  await context.store.startCount(made.id, now);
  return (await context.store.segmentById(made.id)) ?? made;
}

/** Changes a segment and counts anew. Fails with the codes of requireSegment and addSegment. */
export async function changeSegment(
  context: Context,
  caller: Caller,
  segmentId: string,
  input: SegmentInput,
): Promise<Segment> {
  const { segment, card } = await requireSegment(context, caller, 'correct', segmentId);
  const read = readInput(await context.programs.load(card.template), input);
  const now = context.clock.now();
  const changed = await context.store.changeSegment(segment.id, read, now);
  if (changed === null) throw new AppError('segment_not_found', { field: 'segmentId' });
  await recordAct(context, caller, {
    what: 'segment.save',
    subject: `${card.template.name} · ${read.name}`,
    before: { name: segment.name, condition: segment.condition },
    after: { name: read.name, condition: read.condition },
  });
  if (read.condition !== segment.condition) await context.store.startCount(changed.id, now);
  return (await context.store.segmentById(changed.id)) ?? changed;
}

/** Deletes a segment; bulk changes of its passes stay. Fails with the codes of requireSegment. */
export async function deleteSegment(context: Context, caller: Caller, segmentId: string): Promise<TemplateSnapshot> {
  const { segment, card } = await requireSegment(context, caller, 'correct', segmentId);
  await context.store.deleteSegment(segment.id);
  const { name, condition } = segment;
  await recordAct(context, caller, {
    what: 'segment.delete',
    subject: `${card.template.name} · ${name}`,
    before: { condition },
  });
  return card;
}

/** Counts again, by a job. One count at a time. Fails with the codes of requireSegment. */
export async function countAgain(context: Context, caller: Caller, segmentId: string): Promise<CardSegment> {
  const found = await requireSegment(context, caller, 'see', segmentId);
  await context.store.startCount(found.segment.id, context.clock.now());
  return found;
}

/** The values of a card, which conditions may ask and bulk changes may write. */
export async function cardValues(
  context: Context,
  { template }: TemplateSnapshot,
): Promise<{ readonly program: Program; readonly passConstructor: JsonObject }> {
  const program = await context.programs.load(template);
  const passConstructor = await context.store.templateVersion(template.id, template.version);
  if (passConstructor === null) throw new AppError('template_not_found');
  return { program, passConstructor };
}

/** Fails with `parameter_invalid`. */
function readInput(program: Program, { name: given, condition: typed }: SegmentInput): SegmentInput {
  const refuse = (field: string, message: string) => new AppError('parameter_invalid', { field, message });
  const name = given.replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > LONGEST_SEGMENT_NAME) {
    throw refuse('name', `A segment has a name of at most ${LONGEST_SEGMENT_NAME} characters.`);
  }
  const condition = typed.trim();
  if (condition.length > LONGEST_SEGMENT_CONDITION) {
    throw refuse('condition', `The condition of a segment has at most ${LONGEST_SEGMENT_CONDITION} characters.`);
  }
  const compiled = compileCondition(program, condition);
  if (!compiled.ok) throw refuse('condition', conditionProblem(compiled.error));
  return { name, condition };
}
