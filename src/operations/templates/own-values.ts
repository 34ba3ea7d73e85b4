// Counts the customers' cards that have a value of their own at a field or a hidden value: they would
// lose the value when the place gets another API path.
import type { Template } from '../../ports/store/templates.ts';
import { isDesignGroup, plainGroup, treeOf } from '../../rules/design/groups.ts';
import { isIn, type KeyedPlace, pathOf } from '../../rules/design/references.ts';
import type { Program } from '../../rules/templates/program.ts';
import { FIELD_ATTRIBUTES } from '../../rules/vocabulary.ts';
import type { Context } from '../context.ts';

/** The most cards that have a value of their own at the place, in it, or all around it. */
export async function customersWithOwnValue(
  context: Pick<Context, 'store' | 'programs'>,
  template: Template,
  place: KeyedPlace,
): Promise<number> {
  const program = await context.programs.load(template);
  let most = 0;
  for (const path of storedPaths(program, place)) {
    most = Math.max(most, await context.store.countOwnValues(template.id, path));
  }
  return most;
}

/** The paths under which passes may store values of the place. */
function storedPaths(program: Program, place: KeyedPlace): ReadonlySet<string> {
  const path = pathOf(place);
  if (place.kind === 'property') return new Set([path]);
  const parts = FIELD_ATTRIBUTES.map((attribute) => `${path}_${attribute}`);
  const known = [program, program.redeemed].flatMap((design) =>
    [...(design?.locations.values() ?? [])].flatMap(({ path: each, steps }) => (isIn(place, steps) ? [each] : [])),
  );
  const tree = treeOf(place.group);
  const group = isDesignGroup(place.group) ? plainGroup(place.group) : place.group;
  return new Set([tree, `${tree}_${group}`, path, ...parts, ...known]);
}
