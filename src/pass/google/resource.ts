// Chooses the resource that a template's passes are at Google. It depends on the template alone,
// because an object never changes its resource.
import { createReport } from '../../rules/diagnostics.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { CompiledAction } from '../../rules/triggers/actions.ts';
import { compileRoutines } from '../../rules/triggers/routines.ts';
import { type JsonObject, sameValue, toText } from '../../rules/values/values.ts';
import { flightOf } from './flight.ts';
import type { GoogleResource } from './input.ts';

/** Resources whose objects have no colour of their own, only their class has. */
const COLOURED_BY_CLASS: ReadonlySet<GoogleResource> = new Set(['loyalty', 'offer']);

const OF_STYLE: Readonly<Record<string, GoogleResource>> = {
  coupon: 'offer',
  eventTicket: 'eventTicket',
  storeCard: 'loyalty',
};

/** `ofTemplate`: pass.json of a new pass. */
export function resourceOf(program: Program, ofTemplate: JsonObject): GoogleResource {
  const style = toText(program.tree.type);
  if (style === 'boardingPass') return flightOf(program, ofTemplate) === null ? 'transit' : 'flight';
  const resource = OF_STYLE[style] ?? 'generic';
  return COLOURED_BY_CLASS.has(resource) && recoloursPasses(program) ? 'generic' : resource;
}

/**
 * Whether the passes of a template differ in their background: by an action, by a magic string, by
 * the second design or by the style that an action writes.
 */
export function recoloursPasses(program: Program): boolean {
  const { tree, redeemed } = program;
  if (toText(tree.backgroundColor).includes('{')) return true;
  if (redeemed !== null && !sameValue(tree.backgroundColor, redeemed.tree.backgroundColor)) return true;
  return actionsOf(program).some(
    (action) => (action.kind === 'set' || action.kind === 'increment') && RECOLOURS.has(action.target.path),
  );
}

/** A pass of another style is another card, so that its class cannot say what all of them show. */
const RECOLOURS: ReadonlySet<string> = new Set(['backgroundColor', 'type']);

function actionsOf(program: Program): readonly CompiledAction[] {
  const { triggers, schedules, laters } = program;
  const own = [
    ...[...triggers.values()].flat(),
    ...schedules.flatMap(({ actions }) => actions),
    ...[...laters.values()].flatMap(({ actions }) => actions),
  ];
  return [...own, ...compileRoutines(program, own, createReport())];
}
