// Names the groups of fields that the designer edits: those of the card's style, and those of the poster
// beside it, whose names begin with the poster's key as their API paths do.
import { FIELD_GROUPS, type FieldGroup, type FieldTree, isFieldGroup, POSTER } from '../vocabulary.ts';

const OF_POSTER = `${POSTER}_` as const;

/** A group of the style, such as `headerFields`; or of the poster, such as `posterGeneric_headerFields`. */
export type DesignGroup = FieldGroup | `${typeof OF_POSTER}${FieldGroup}`;

export const POSTER_GROUPS: readonly DesignGroup[] = FIELD_GROUPS.map((group) => `${OF_POSTER}${group}` as const);
export const DESIGN_GROUPS: readonly DesignGroup[] = [...FIELD_GROUPS, ...POSTER_GROUPS];

export function isDesignGroup(name: string): name is DesignGroup {
  return (DESIGN_GROUPS as readonly string[]).includes(name);
}

/** The key of the template that holds the group. */
export function treeOf(group: string): FieldTree {
  return group.startsWith(OF_POSTER) ? POSTER : 'structure';
}

/** The group as Apple names it. */
export function plainGroup(group: DesignGroup): FieldGroup {
  const name = group.startsWith(OF_POSTER) ? group.slice(OF_POSTER.length) : group;
  return isFieldGroup(name) ? name : 'backFields';
}

/** The groups of a style or of its poster. */
export function groupsOf(tree: FieldTree): readonly DesignGroup[] {
  return tree === POSTER ? POSTER_GROUPS : FIELD_GROUPS;
}

/** The group's name by the key that holds it and Apple's name. */
export function groupIn(tree: FieldTree, group: string): string {
  return tree === POSTER ? OF_POSTER + group : group;
}

/** The API path of a field; its attributes add `_` and their name. */
export function pathOfField(group: string, key: string): string {
  return treeOf(group) === POSTER ? `${group}_${key}` : `structure_${group}_${key}`;
}
