// One schedule of a card's draft in a form: opened, read again after each button, saved and deleted.
import { AppError } from '../../errors.ts';
import { createReport } from '../../rules/diagnostics.ts';
import { compileSchedules, MOST_SCHEDULES } from '../../rules/schedules/read-schedules.ts';
import type { Schedule } from '../../rules/schedules/schedule.ts';
import {
  actionsOfSchedule,
  EMPTY_SCHEDULE,
  faultyInputs,
  type ScheduleInput,
  type ScheduleTexts,
  scheduleNode,
  scheduleNodes,
  scheduleTexts,
  withOrders,
} from '../../rules/schedules/schedule-form.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import {
  conditionIn,
  type FormBase,
  type FormButton,
  MOST_FORM_STEPS,
  pressed,
  type ReadRule,
  type RuleFaults,
  readOrders,
  type StepsForm,
  stepsForm,
} from '../../rules/sentences/rule-form.ts';
import { isNamed, type SaidSchedule, saidSchedule } from '../../rules/sentences/schedules.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import { timeZones } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import { newestPasses } from '../customers/newest-passes.ts';
import { compiled } from '../templates/compiled.ts';
import { editDraft, type OpenDraft, openDraft } from '../templates/drafts.ts';
import { ruleMark } from '../templates/rules.ts';
import { type OpenSteps, offeredBy, saidAtOnce, withPaths } from '../templates/steps-form.ts';

/** A form as it was sent. */
export interface SentSchedule {
  readonly texts: ScheduleTexts;
  readonly form: StepsForm;
  readonly revision: string;
  /** The schedule's content when the form was made; empty: of a new one. */
  readonly mark: string;
}

/** Why a form was not saved, by its inputs. */
export interface ScheduleFaults {
  readonly inputs: readonly ScheduleInput[];
  /** Whether another schedule has the name. */
  readonly isTaken: boolean;
  /** Whether the card has as many schedules as it may have. */
  readonly isFull: boolean;
}

/** A form to show. */
export interface OpenSchedule extends OpenSteps {
  readonly open: OpenDraft;
  /** From 1 on, by its place in the card; null: a new one. */
  readonly number: number | null;
  readonly mark: string;
  readonly texts: ScheduleTexts;
  /** Null: the form was not sent to be saved, or its terms are right. */
  readonly wrong: ScheduleFaults | null;
  /** The schedule has more steps than a form. */
  readonly isTooLong: boolean;
  /** The schedule in words; null: it cannot be said yet. */
  readonly said: SaidSchedule | null;
  /** The segments of the card, by name. */
  readonly segments: readonly string[];
  readonly zones: readonly string[];
  /** By the position of an action: its own condition in words; null: it has none. */
  readonly onlyIf: readonly (string | null)[];
}

/** The schedule that a form was made from; `node` null: a new one. */
interface Base {
  readonly number: number | null;
  readonly node: JsonObject | null;
}

const NEW: Base = { number: null, node: null };

/** Opens a form. Fails with openDraft's codes and `rule_not_found`. */
export async function openSchedule(
  context: Context,
  caller: Caller,
  templateHash: string,
  number: number | null,
  words: SentenceWords,
): Promise<OpenSchedule> {
  const open = await openDraft(context, caller, templateHash);
  const base = number === null ? NEW : { number, node: requireNode(open.passConstructor, number) };
  const texts = base.node === null ? EMPTY_SCHEDULE : scheduleTexts(base.node);
  return shown(context, open, base, texts, stepsForm(ordersOf(base)), null, words);
}

/** The form after a button that does not save. Fails as openSchedule does. */
export async function pressSchedule(
  context: Context,
  caller: Caller,
  templateHash: string,
  number: number | null,
  sent: SentSchedule,
  button: FormButton,
  words: SentenceWords,
): Promise<OpenSchedule> {
  const open = await openDraft(context, caller, templateHash);
  const { program } = await compiled(open.passConstructor);
  const { base, form } = foundBase(open.passConstructor, number, sent);
  const typed = typedForm(program, words, form, base);
  const next = pressed(typed, button, ordersOf(base)?.condition ?? '');
  return shown(context, open, base, sent.texts, next, null, words);
}

export type SavedSchedule =
  | { readonly kind: 'saved' }
  /** `error`: somebody else has changed the card; the form is right to be saved again. */
  | { readonly kind: 'faulty'; readonly shown: OpenSchedule; readonly error: AppError | null };

/**
 * Saves a form to the draft. Fails with openDraft's and editDraft's codes but `draft_changed`, which shows
 * the form again.
 */
export async function saveSchedule(
  context: Context,
  caller: Caller,
  templateHash: string,
  number: number | null,
  sent: SentSchedule,
  words: SentenceWords,
): Promise<SavedSchedule> {
  const open = await openDraft(context, caller, templateHash);
  const { program } = await compiled(open.passConstructor);
  const { base, form: given } = foundBase(open.passConstructor, number, sent);
  const form = typedForm(program, words, given, base);
  const again = async (now: OpenDraft, wrong: Wrong | null) =>
    shown(context, now, base, sent.texts, form, wrong, words);
  // What the form shows was changed or deleted meanwhile.
  if (sent.mark !== '' && base.number === null) {
    return { kind: 'faulty', shown: await again(open, null), error: new AppError('draft_changed') };
  }
  const read = readSchedule(program, open.passConstructor, base, sent.texts, form);
  if (read.wrong !== null || isTooLong(base)) {
    return { kind: 'faulty', shown: await again(open, read.wrong), error: null };
  }
  const edit = (passConstructor: JsonObject): JsonObject => {
    const nodes = scheduleNodes(passConstructor);
    const schedules = base.number === null ? [...nodes, read.node] : nodes.with(base.number - 1, read.node);
    return { ...passConstructor, schedules };
  };
  try {
    await editDraft(context, caller, templateHash, { revision: sent.revision, edit });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'draft_changed') throw error;
    return { kind: 'faulty', shown: await again(await openDraft(context, caller, templateHash), null), error };
  }
  return { kind: 'saved' };
}

/** Takes a schedule out of the draft. Fails with editDraft's codes and `rule_not_found`. */
export async function deleteSchedule(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, number }: { readonly revision: string; readonly number: number },
): Promise<void> {
  const edit = (passConstructor: JsonObject): JsonObject => {
    if (scheduleNodes(passConstructor)[number - 1] === undefined) throw new AppError('rule_not_found');
    const schedules = scheduleNodes(passConstructor).toSpliced(number - 1, 1);
    if (schedules.length > 0) return { ...passConstructor, schedules };
    const { schedules: _, ...others } = passConstructor;
    return others;
  };
  await editDraft(context, caller, templateHash, { revision, edit });
}

/** Fails with `rule_not_found`. A schedule that is no JSON object has a form of a new one. */
function requireNode(passConstructor: JsonObject, number: number): JsonObject {
  const node = scheduleNodes(passConstructor)[number - 1];
  if (node === undefined) throw new AppError('rule_not_found');
  return isObject(node) ? node : {};
}

function ordersOf({ node }: Base): FormBase | null {
  if (node === null) return null;
  const { PSConditions } = node;
  const condition = PSConditions === undefined || PSConditions === null ? null : toText(PSConditions);
  return { condition, actions: actionsOfSchedule(node) };
}

function isTooLong(base: Base): boolean {
  return (ordersOf(base)?.actions.length ?? 0) > MOST_FORM_STEPS;
}

function markOf({ node }: Base): string {
  return node === null ? '' : ruleMark({ actions: [node] });
}

/**
 * The schedule that a form was made from, found by its mark although others may have gone. When it is no
 * longer there as it was, the form is one of a new schedule, so that nothing is overwritten unseen.
 */
function foundBase(passConstructor: JsonObject, number: number | null, { mark, form }: SentSchedule) {
  if (number === null || mark === '') return { base: NEW, form };
  const nodes = scheduleNodes(passConstructor).map((node) => (isObject(node) ? node : {}));
  const isSame = (node: JsonObject | undefined) => node !== undefined && markOf({ number, node }) === mark;
  const at = isSame(nodes[number - 1]) ? number - 1 : nodes.findIndex(isSame);
  if (at !== -1) return { base: { number: at + 1, node: nodes[at]! }, form };
  const [steps, rows] = [
    form.steps.map((step) => ({ ...step, of: null })),
    form.rows.map((row) => ({ ...row, of: null })),
  ];
  return { base: NEW, form: { ...form, steps, rows } };
}

function typedForm(program: Program, words: SentenceWords, form: StepsForm, base: Base): StepsForm {
  const orders = ordersOf(base);
  return withPaths(program, words, form, orders && stepsForm(orders));
}

interface Wrong {
  readonly inputs: ScheduleFaults | null;
  readonly orders: RuleFaults | null;
}

interface ReadSchedule {
  readonly node: JsonObject;
  /** Null: it has a fault. */
  readonly schedule: Schedule | null;
  readonly read: ReadRule;
  readonly wrong: Wrong | null;
}

/** The compiler says what is wrong, so that a form takes what saving a template takes. */
function readSchedule(
  program: Program,
  passConstructor: JsonObject,
  base: Base,
  texts: ScheduleTexts,
  form: StepsForm,
): ReadSchedule {
  const read = readOrders(program, form, ordersOf(base));
  const terms = scheduleNode(texts, base.node);
  const node = withOrders(terms, read.condition, read.actions);
  const report = createReport();
  // With a fault of a step or of the condition, the terms are read alone.
  const judged = read.faults === null ? node : { ...withoutCondition(terms), actions: [HARMLESS] };
  const [schedule = null] = compileSchedules(program, [judged], report);
  const nodes = scheduleNodes(passConstructor);
  const name = toText(node.name);
  const isTaken = name !== '' && nodes.some((each, at) => at + 1 !== base.number && isNamed(each, name));
  const isFull = base.number === null && nodes.length >= MOST_SCHEDULES;
  const inputs = faultyInputs(report.diagnostics, 'schedules_0', texts);
  const isWrong = inputs.length > 0 || isTaken || isFull;
  return {
    node,
    schedule: read.faults === null ? schedule : null,
    read,
    wrong:
      !isWrong && read.faults === null
        ? null
        : { inputs: isWrong ? { inputs, isTaken, isFull } : null, orders: read.faults },
  };
}

function withoutCondition({ PSConditions: _, ...terms }: JsonObject): JsonObject {
  return terms;
}

/** Every template has the place. */
const HARMLESS: JsonValue = { action: 'PSActionSetValue', targetPath: 'psScanText', value: '' };

async function shown(
  context: Context,
  open: OpenDraft,
  base: Base,
  texts: ScheduleTexts,
  form: StepsForm,
  wrong: Wrong | null,
  words: SentenceWords,
): Promise<OpenSchedule> {
  const { program } = await compiled(open.passConstructor);
  const names = namesIn(program, words);
  const { node, schedule, read } = readSchedule(program, open.passConstructor, base, texts, form);
  const [newest = null] = await newestPasses(context, open.snapshot, 1);
  const segments = await context.store.segmentsOf(open.snapshot.template.id);
  const orders = ordersOf(base);
  const condition = conditionIn(form, orders?.condition ?? '');
  return {
    open,
    number: base.number,
    mark: markOf(base),
    texts,
    form,
    faults: wrong?.orders ?? saidAtOnce(form, read.faults),
    wrong: wrong?.inputs ?? null,
    isTooLong: isTooLong(base),
    said: schedule === null ? null : saidSchedule({ schedules: [node] }, schedule, names),
    conditionWords: read.faults?.condition ? null : conditionWords(condition, names),
    segments: segments.map(({ name }) => name),
    zones: timeZones(),
    onlyIf: (orders?.actions ?? []).map((action) =>
      isObject(action) ? conditionWords(toText(action.PSConditions) || null, names) : null,
    ),
    ...offeredBy(context, open, program, words, newest),
  };
}
