// Lists the fields of a design: those of its style, and those of the poster beside it.
import { isArray, isObject, type JsonObject, toText } from '../values/values.ts';
import { FIELD_TREES, type FieldTree } from '../vocabulary.ts';

export interface DesignField {
  /** The API path of the whole field. */
  readonly path: string;
  readonly field: JsonObject;
}

/** The fields of the design, or those of its style or its poster alone. */
export function fieldsOf(design: JsonObject, tree?: FieldTree): readonly DesignField[] {
  if (tree === undefined) return FIELD_TREES.flatMap((each) => fieldsOf(design, each));
  const structure = design[tree];
  return Object.entries(isObject(structure) ? structure : {}).flatMap(([group, fields]) =>
    (isArray(fields) ? fields.filter(isObject) : []).map((field) => {
      return { path: `${tree}_${group}_${toText(field.key)}`, field };
    }),
  );
}
