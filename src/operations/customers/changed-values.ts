// Which values of a pass its last event changed, in the words of its forms.
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Undo } from '../../ports/store/undo.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { locate } from '../../rules/paths/paths.ts';
import { define } from '../../rules/values/tree.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { labelOnPass, shownValue } from '../passes/pass-editor.ts';

/** A value and what it was; an image shows no text. */
export interface ChangedValue {
  /** PSLabel, else the label on the pass, else the API path. */
  readonly label: string;
  readonly isImage: boolean;
  readonly before: string;
  readonly now: string;
}

/** The overrides that a pass had before its last event. */
export function overridesBefore(now: Overrides, { overrides, added }: Pick<Undo, 'overrides' | 'added'>): Overrides {
  const before: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(now)) if (!added.includes(path)) define(before, path, value);
  for (const [path, value] of Object.entries(overrides)) define(before, path, value);
  return before;
}

/** The values that differ from those before the event. */
export async function changedValues(context: Context, snapshot: PassSnapshot, undo: Undo): Promise<ChangedValue[]> {
  const program = await context.programs.load(snapshot.template);
  const facts = factsOf(context, snapshot);
  const before = { ...facts, overrides: overridesBefore(facts.overrides, undo) };
  const paths = [...new Set([...Object.keys(undo.overrides), ...undo.added])];
  return paths.flatMap((path): ChangedValue[] => {
    const location = locate(program, path);
    if (location === null) return [];
    const { kind, text } = shownValue(program, facts, location);
    const was = shownValue(program, before, location);
    if (was.text === text) return [];
    const label = location.attribute?.label ?? labelOnPass(program, facts, location) ?? path;
    return [{ label, isImage: kind === 'image' || was.kind === 'image', before: was.text, now: text }];
  });
}
