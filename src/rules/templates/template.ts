// Compiles what an owner sends into a template, and reports everything wrong or doubtful at once.
import type { FlagName } from '../../../grammar/ast.ts';
import { createReport, type Diagnostic, type Report, suggestion } from '../diagnostics.ts';
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import { IS_REDEEMED } from '../passes/shown-design.ts';
import { type CompiledCondition, compileCondition, conditionProblem } from '../paths/conditions.ts';
import { withNormalDatesOf } from '../paths/normal-dates.ts';
import type { Location, PathIndex } from '../paths/paths.ts';
import { compileSchedules } from '../schedules/read-schedules.ts';
import { type CompiledAction, compileActions, type LaterAction } from '../triggers/actions.ts';
import { compileRoutines } from '../triggers/routines.ts';
import { atOnce, type Steps } from '../values/steps.ts';
import { define } from '../values/tree.ts';
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { FIELD_TREES, PERSONALIZATION, TEMPLATE_SETTINGS } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';
import { checkCodes } from './check-codes.ts';
import { checkImages } from './check-images.ts';
import { checkMagic } from './check-magic.ts';
import { checkNfc } from './check-nfc.ts';
import { checkPartKeys } from './check-part-keys.ts';
import { checkPosters } from './check-posters.ts';
import { checkUses } from './check-uses.ts';
import { checkValues } from './check-values.ts';
import { markFormats, markNumbers } from './held-kinds.ts';
import { addLocation, indexAdditional, indexImages, indexPass } from './index-template.ts';
import { checkMarks } from './marks.ts';
import { dropMisplaced } from './misplaced-keys.ts';
import { normaliseConstructor } from './normalise.ts';
import { readPersonalization } from './personalization.ts';
import type { Program } from './program.ts';
import { readSettings, type Settings } from './settings.ts';

export interface CompiledTemplate {
  readonly program: Program;
  /** In the order of the template. With an error among them the program must not be used. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parts that hold no values of a pass. */
const NOT_IN_TREE = new Set<string>(['triggers', 'localizations', ...TEMPLATE_SETTINGS]);
const DEEPEST = 32;

/**
 * Normalises, checks and compiles a constructor. Its images are content hashes already. Never
 * throws.
 */
export function compileTemplate(input: JsonObject): CompiledTemplate {
  return atOnce(compileSteps(input));
}

/** The same in steps, because a template of a megabyte takes some hundred milliseconds. */
export function* compileSteps(input: JsonObject): Steps<CompiledTemplate> {
  const report = createReport();
  if (isTooDeep(input)) {
    report.error('too_deep', '', `The template is nested more than ${DEEPEST} levels deep.`);
    return { program: emptyProgram(input), diagnostics: report.diagnostics };
  }
  const { redeemed: second, ...first } = input;
  const passConstructor = withNormalDatesOf(normaliseConstructor(first, report));
  yield;
  const locations = new Map<string, Location>();
  indexPass(passConstructor, locations, report);
  indexAdditional(passConstructor, locations, report);
  indexImages(passConstructor, locations, report);
  markFormats(passConstructor, locations);
  markNumbers(passConstructor, locations);
  const settings = readSettings(passConstructor, report);
  const { magicPrefixes, clockZone } = settings;
  const index = { locations, magicPrefixes, clockZone };
  yield;
  const redeemed = yield* redeemedSteps(second, { passConstructor, locations, settings }, report);
  yield;
  const { conditions, shownFlags } = yield* shownSteps(index, report);
  yield;
  const triggers = compileTriggers(index, passConstructor, report);
  yield;
  checkDesign(index, passConstructor, settings.zone, report);
  yield;
  const personalization = readPersonalization(index, passConstructor, report);
  const schedules = compileSchedules(index, passConstructor.schedules, report);
  yield;
  const actions = withInner([...[...triggers.values()].flat(), ...schedules.flatMap((each) => each.actions)]);
  const routines = withInner(compileRoutines(index, actions, report));
  const laters = latersIn([...actions, ...routines], report);
  checkMagic(index, passConstructor, { actions, routines, redeemed }, report);
  yield;
  return {
    program: {
      passConstructor: redeemed === null ? passConstructor : { ...passConstructor, redeemed: redeemed.passConstructor },
      tree: treeOf(passConstructor),
      locations,
      conditions,
      shownFlags: new Set([...shownFlags, ...(redeemed?.shownFlags ?? [])]),
      triggers,
      schedules,
      laters,
      personalization,
      ...settings,
      redeemed,
    },
    diagnostics: report.diagnostics,
  };
}

function checkDesign(index: PathIndex, passConstructor: JsonObject, zone: string, report: Report): void {
  checkValues(passConstructor, zone, report);
  checkUses(index, passConstructor, report);
  checkImages(passConstructor, report);
  checkMarks(passConstructor, report);
  checkPartKeys(passConstructor, report);
  checkPosters(passConstructor, report);
  checkNfc(passConstructor, report);
  checkCodes(index, passConstructor, report);
}

/** Parts that both designs share, so that the redeemed one has none of its own. */
const SHARED_PARTS = ['additional', 'triggers', 'schedules', 'redeemed', 'magicPrefixes', 'timezone', PERSONALIZATION];
/**
 * Parts that the redeemed design inherits unless it has its own: what Wallet needs to say whose
 * pass it is. The time zone is there to check dates with.
 */
const INHERITED = ['description', 'organizationName', 'timezone'];

interface Shared {
  readonly passConstructor: JsonObject;
  /**
   * The default design's places. isRedeemed is added unless the template has it, so that triggers
   * and the API can set it.
   */
  readonly locations: Map<string, Location>;
  readonly settings: Settings;
}

/** Compiles the second design like the first. Its faults are reported under `redeemed_...`. */
function* redeemedSteps(node: JsonValue | undefined, shared: Shared, report: Report): Steps<Program | null> {
  if (node === undefined || node === null) return null;
  if (!isObject(node)) {
    const message = 'redeemed is a JSON object like the template itself: type, structure, barcode, colours, images.';
    report.error('redeemed_invalid', 'redeemed', message);
    return null;
  }
  if (!shared.locations.has(IS_REDEEMED)) {
    const steps = ['additional', IS_REDEEMED];
    const location = { path: IS_REDEEMED, steps, ancestors: [], value: undefined, attribute: null };
    shared.locations.set(IS_REDEEMED, Object.freeze(location));
  }
  const inner = createReport();
  for (const key of SHARED_PARTS) {
    if (!Object.hasOwn(node, key)) continue;
    report.error(
      'redeemed_key_shared',
      `redeemed_${key}`,
      `Both designs share ${key}: give it beside redeemed, not inside.`,
    );
  }
  const own = Object.fromEntries(Object.entries(node).filter(([key]) => !SHARED_PARTS.includes(key)));
  const passConstructor = withNormalDatesOf(normaliseConstructor(own, inner, dropMisplaced));
  const locations = new Map<string, Location>();
  indexPass(passConstructor, locations, inner);
  indexImages(passConstructor, locations, inner);
  markFormats(passConstructor, locations);
  markNumbers(shared.passConstructor, locations);
  for (const location of shared.locations.values()) {
    if (location.steps[0] === 'additional') addLocation(locations, location, inner);
  }
  const { magicPrefixes, clockZone } = shared.settings;
  const index = { locations, magicPrefixes, clockZone };
  const { conditions, shownFlags } = yield* shownSteps(index, inner);
  const inherited = Object.entries(shared.passConstructor).filter(([key]) => INHERITED.includes(key));
  const whole = { ...Object.fromEntries(inherited), ...passConstructor };
  checkDesign(index, whole, shared.settings.zone, inner);
  checkMagic(index, passConstructor, { actions: [], routines: [], redeemed: null }, inner);
  for (const { severity, code, path, message } of inner.diagnostics) {
    // Skip a fault that the first design has reported already.
    const isTold =
      locations.get(path)?.steps[0] === 'additional' ||
      (INHERITED.includes(path) && !Object.hasOwn(passConstructor, path));
    if (!isTold) report[severity](code, `redeemed_${path}`, message);
  }
  return {
    passConstructor,
    tree: treeOf(whole),
    locations,
    conditions,
    shownFlags,
    triggers: new Map(),
    schedules: [],
    laters: new Map(),
    personalization: null,
    ...shared.settings,
    redeemed: null,
  };
}

function emptyProgram(passConstructor: JsonObject): Program {
  const none = new Map<string, never>();
  return {
    passConstructor,
    tree: {},
    locations: none,
    conditions: none,
    shownFlags: new Set(),
    triggers: new Map(),
    schedules: [],
    laters: none,
    personalization: null,
    magicPrefixes: false,
    zone: 'Z',
    clockZone: null,
    redeemed: null,
  };
}

/** Whether a constructor is nested more deeply than a template may be. */
export function isTooDeep(passConstructor: JsonObject): boolean {
  return depthOf(passConstructor) > DEEPEST;
}

function depthOf(value: JsonValue, limit = DEEPEST + 1): number {
  if (limit === 0 || typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const item of Object.values(value)) deepest = Math.max(deepest, depthOf(item, limit - 1));
  return deepest + 1;
}

function treeOf(passConstructor: JsonObject): JsonObject {
  const tree: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(passConstructor)) {
    if (!NOT_IN_TREE.has(key)) define(tree, key, unwrap(value));
  }
  return tree;
}

/** The containers in which conditions decide what a pass shows. */
const CONDITIONAL = new Set<string>([...FIELD_TREES, 'barcode', 'barcodes']);

/** How many characters of conditions are compiled in one step. */
const COMPILED_A_STEP = 128 * 1024;

interface Shown {
  readonly conditions: Map<string, CompiledCondition | null>;
  readonly shownFlags: Set<FlagName>;
}

/** Compiles the conditions of fields and barcodes. */
function* shownSteps(index: PathIndex, report: Report): Steps<Shown> {
  const conditions = new Map<string, CompiledCondition | null>();
  const shownFlags = new Set<FlagName>();
  let characters = 0;
  for (const { path, steps, value } of index.locations.values()) {
    if (steps.at(-1) !== 'PSConditions' || !CONDITIONAL.has(steps[0]!)) continue;
    if (typeof value !== 'string') {
      report.error('condition_invalid', path, 'PSConditions is a text, such as "{points} > 20 AND !registered".');
      continue;
    }
    characters += value.length;
    if (characters > COMPILED_A_STEP) {
      characters = 0;
      yield;
    }
    const result = compileCondition(index, value);
    if (result.ok) {
      conditions.set(value, result.test);
      for (const flag of result.flags) shownFlags.add(flag);
    } else {
      report.error('condition_invalid', path, conditionProblem(result.error));
    }
  }
  return { conditions, shownFlags };
}

/** The actions, and those inside each PSActionLater. */
function withInner(actions: readonly CompiledAction[]): readonly CompiledAction[] {
  return actions.flatMap((action) => (action.kind === 'later' ? [action, ...action.actions] : [action]));
}

function latersIn(actions: readonly CompiledAction[], report: Report): ReadonlyMap<string, LaterAction> {
  const laters = new Map<string, LaterAction>();
  for (const action of actions) {
    if (action.kind !== 'later') continue;
    const other = laters.get(action.later);
    if (other === undefined) {
      laters.set(action.later, action);
    } else {
      const message = `${other.where} has the name "${action.later}" already; put both into a sub-routine, or give another name.`;
      report.error('later_name_taken', action.where, message);
    }
  }
  return laters;
}

function compileTriggers(
  index: PathIndex,
  passConstructor: JsonObject,
  report: Report,
): ReadonlyMap<TriggerEvent, readonly CompiledAction[]> {
  const triggers = new Map<TriggerEvent, readonly CompiledAction[]>();
  const node = passConstructor.triggers;
  if (node === undefined || node === null) return triggers;
  if (!isObject(node)) {
    report.error('triggers_invalid', 'triggers', 'triggers is a JSON object from event to actions.');
    return triggers;
  }
  for (const [event, actions] of Object.entries(node)) {
    if (!TRIGGER_EVENTS.includes(event as TriggerEvent)) {
      const message = `"${event}" is not an event.${suggestion(event, TRIGGER_EVENTS)} There are ${TRIGGER_EVENTS.join(', ')}.`;
      report.error('event_unknown', `triggers_${event}`, message);
    } else if (actions !== null) {
      triggers.set(event as TriggerEvent, compileActions(index, actions, `triggers_${event}`, report));
    }
  }
  return triggers;
}
