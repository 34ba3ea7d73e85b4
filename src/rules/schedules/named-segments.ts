// The segments that the schedules of a template name, from its JSON alone.
import { isArray, isObject, type JsonObject } from '../values/values.ts';

/** Each name with the place where it stands, such as `schedules_0_segment`. */
export function namedSegments({ schedules }: JsonObject): readonly { readonly name: string; readonly path: string }[] {
  const nodes = isArray(schedules) ? schedules : [];
  return nodes.flatMap((node, position) => {
    const name = isObject(node) && typeof node.segment === 'string' ? node.segment.trim() : '';
    return name === '' ? [] : [{ name, path: `schedules_${position}_segment` }];
  });
}
