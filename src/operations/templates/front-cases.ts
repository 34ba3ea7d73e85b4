// Renders the passes that a template will show, as far as the template says: a new one, one for
// each combination of logged events that its conditions ask for, one for each condition that
// becomes true, and one after each list of triggers.
import { renderPass } from '../../pass/render.ts';
import {
  type Amount,
  type Budget,
  BudgetSpent,
  createBudget,
  MOST_CHARACTERS,
  MOST_STEPS,
  spend,
} from '../../rules/budget.ts';
import { createReport } from '../../rules/diagnostics.ts';
import { type AccessFacts, accessTypeOf, type Overrides, recordAccess } from '../../rules/passes/facts.ts';
import { FRONT_GROUPS } from '../../rules/passes/fit.ts';
import { IS_REDEEMED, isRedeemed } from '../../rules/passes/shown-design.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { CompiledAction } from '../../rules/triggers/actions.ts';
import { compileRoutines } from '../../rules/triggers/routines.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';

export interface FrontCase {
  readonly passJson: JsonObject;
  /** The prefix of the paths of the shown design: `redeemed_`, or empty for the default one. */
  readonly prefix: string;
  /** The images of the shown design. */
  readonly images: readonly string[];
  /**
   * When a pass looks so, for the end of a sentence: ` once triggers_onScan_2 has run`; empty for a
   * new pass.
   */
  readonly when: string;
  /** The trigger that wrote a path last, such as `triggers_onScan_2`. */
  readonly writtenBy: ReadonlyMap<string, string>;
}

/** The most cases to look at, as far as the budget of a look goes: each is a pass to render. */
const MOST_CASES = 300;
const LOOK: Amount = { steps: 4 * MOST_STEPS, characters: 4 * MOST_CHARACTERS };

const NEVER = 'registered AND !registered';

export const IDENTITY = {
  passTypeIdentifier: 'pass.com.example',
  teamIdentifier: 'A1B2C3D4E5',
  serialNumber: '00000000-0000-4000-8000-000000000000',
  authenticationToken: '0'.repeat(32),
  webServiceURL: 'https://passes.example.com',
  templateName: 'Template',
  ownerName: 'Owner',
};

/** Values as long as those of real passes. */
export const SPECIALS = {
  rootPath: 'https://passes.example.com',
  clientHash: '0'.repeat(32),
  clientId: '1000',
  templateHash: '0'.repeat(32),
  hashedSerialNumber: '0'.repeat(32),
  serialNumber: IDENTITY.serialNumber,
};

/** An evening in December, when dates are long. */
export const NOW = Date.UTC(2030, 11, 20, 20, 30);

interface Circumstance {
  readonly when: string;
  readonly overrides: Overrides;
  readonly access?: AccessFacts;
  readonly writtenBy?: ReadonlyMap<string, string>;
}

/** Puts new passes first, so that a message about them names no condition. */
export function* frontCases(template: Program): Generator<FrontCase> {
  const program = withNever(template);
  const budget = createBudget(LOOK);
  let cases = 0;
  try {
    for (const one of circumstancesOf(program)) {
      if (++cases > MOST_CASES) return;
      const shown = rendered(program, one, budget);
      spend(budget, 1, JSON.stringify(shown.passJson).length);
      yield shown;
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
  }
}

/** The condition that switches fields off, read once. */
function withNever(program: Program): Program {
  const conditions = new Map([...program.conditions, [NEVER, () => false]]);
  return { ...program, conditions, redeemed: program.redeemed && withNever(program.redeemed) };
}

function* circumstancesOf(program: Program): Generator<Circumstance> {
  const designs: Circumstance[] = [{ when: '', overrides: {} }];
  if (program.redeemed !== null) designs.push({ when: '', overrides: { [IS_REDEEMED]: true } });
  yield* designs;
  for (const { overrides } of designs) {
    yield* afterEvents(program, overrides);
    yield* withCondition(overrides[IS_REDEEMED] === true ? program.redeemed! : program, overrides);
  }
  yield* afterTriggers(program);
}

function rendered(
  program: Program,
  { when, overrides, access = {}, writtenBy = new Map() }: Circumstance,
  budget: Budget,
): FrontCase {
  const isSecond = isRedeemed(program, overrides);
  const { images } = (isSecond ? program.redeemed! : program).tree;
  return {
    passJson: renderPass(program, { overrides, access, specials: SPECIALS, now: NOW, budget }, IDENTITY),
    prefix: isSecond ? 'redeemed_' : '',
    images: Object.keys(isObject(images) ? images : {}),
    when,
    writtenBy,
  };
}

function afterEvents(program: Program, overrides: Overrides): Circumstance[] {
  const asked = [...program.shownFlags];
  let combinations: (typeof asked)[] = [[]];
  for (const flag of asked) combinations = combinations.flatMap((flags) => [flags, [...flags, flag]]);
  return combinations
    .filter((flags) => flags.length > 0)
    .map((flags) => ({
      when: ` while the pass is ${flags.join(' and ')}`,
      overrides,
      access: flags.reduce<AccessFacts>((access, flag) => recordAccess(access, accessTypeOf(flag), NOW), {}),
    }));
}

/**
 * Shows one conditional field beside the unconditional ones: whenever it is shown, they are too.
 */
function* withCondition({ tree }: Program, overrides: Overrides): Generator<Circumstance> {
  const conditional = FRONT_GROUPS.flatMap((group) => {
    const fields = isObject(tree.structure) ? tree.structure[group] : undefined;
    return (isArray(fields) ? fields.filter(isObject) : [])
      .filter((field) => toText(field.PSConditions) !== '')
      .map((field) => `structure_${group}_${toText(field.key)}`);
  });
  const off = Object.fromEntries(
    [...conditional, ...(isObject(tree.barcode) ? ['barcode'] : [])]
      .filter((path) => path !== 'barcode' || toText((tree.barcode as JsonObject).PSConditions) !== '')
      .map((path) => [`${path}_PSConditions`, NEVER]),
  );
  for (const path of conditional) {
    const when = ' when its condition is true';
    yield { when, overrides: { ...overrides, ...off, [`${path}_PSConditions`]: '' } };
  }
}

/**
 * For each list of actions and each condition in it: what the list writes when that condition is
 * true and the others are not.
 */
function* afterTriggers(program: Program): Generator<Circumstance> {
  const actions = [...program.triggers.values()].flat();
  const all = [...actions, ...compileRoutines(program, actions, createReport())];
  const lists = new Map<string, CompiledAction[]>();
  for (const action of all) {
    const name = action.where.replace(/_\d+$/, '');
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [action]);
    else list.push(action);
  }
  for (const list of lists.values()) {
    for (const source of new Set(list.map(({ condition }) => condition?.source ?? null))) {
      const written: Record<string, JsonValue> = {};
      const writtenBy = new Map<string, string>();
      for (const action of list) {
        if (action.kind !== 'set' || (action.condition !== null && action.condition.source !== source)) continue;
        const { path } = action.target;
        written[path] = action.value;
        writtenBy.set(path, action.where);
      }
      const last = [...writtenBy.values()].at(-1);
      if (last !== undefined) yield { when: ` once ${last} has run`, overrides: written, writtenBy };
    }
  }
}
