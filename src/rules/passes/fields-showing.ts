// Finds the fields that show a changed value, because Wallet notifies of a change only where such a
// field has a changeMessage.
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { toText } from '../values/values.ts';
import { isFieldTree } from '../vocabulary.ts';
import type { PassFacts } from './facts.ts';
import { shownFacts } from './shown-design.ts';

export interface ShowingField {
  /** The API path of the field's value. */
  readonly path: string;
  readonly hasMessage: boolean;
}

/**
 * The fields whose value is one of the changed places, lies in one, or names one in a magic string.
 * `changed` null: all fields.
 */
export function fieldsShowing(
  template: Program,
  passFacts: PassFacts,
  changed: ReadonlySet<string> | null,
): readonly ShowingField[] {
  const { program, facts } = shownFacts(template, passFacts);
  const asked = new Map<string, boolean>();
  const isChanged = (location: Location): boolean => {
    const known = asked.get(location.path);
    if (known !== undefined) return known;
    // A place that names itself shows no other place by that.
    asked.set(location.path, false);
    const shows =
      changed === null ||
      changed.has(location.path) ||
      location.ancestors.some((path) => changed.has(path)) ||
      namesIn(effectiveValue(program, facts.overrides, location)).some((name) => {
        const named = locate(program, name);
        return named !== null && isChanged(named);
      });
    asked.set(location.path, shows);
    return shows;
  };
  const values = [...program.locations.values()].filter(
    ({ steps }) => steps.length === 4 && isFieldTree(steps[0]) && steps[3] === 'value',
  );
  return values.filter(isChanged).map(({ path, steps }) => {
    const message = locate(program, [...steps.slice(0, 3), 'changeMessage'].join('_'));
    const text = message === null ? '' : toText(effectiveValue(program, facts.overrides, message));
    return { path, hasMessage: text !== '' };
  });
}

/** The names in the curly brackets of a text. */
function namesIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? Array.from(value.matchAll(/\{([^{}]+)\}/g), ([, name]) => name!) : [];
}
