// The inputs of a designer's form: each shows a text of the draft and writes a changed one back. A
// text that comes back as it was shown writes nothing, so whatever the owner does not touch stays.
import type { JsonObject } from '../values/values.ts';
import { formText } from './leaf.ts';

/** Why a text cannot be written; the page has a sentence for each. */
export type InputFault = 'number' | 'json' | 'label' | 'key' | 'keyTaken' | 'stored';

export interface Input {
  readonly name: string;
  /** As formText answers it. */
  readonly text: string;
  /** The constructor with the text in its place. The names of inputs hold while others are written. */
  readonly write: (passConstructor: JsonObject, text: string) => JsonObject | InputFault;
}

export interface FaultyInput {
  readonly name: string;
  readonly fault: InputFault;
}

export interface Filled {
  /** With every text that could be written. */
  readonly passConstructor: JsonObject;
  readonly faults: readonly FaultyInput[];
}

/** A form's texts by the names of its inputs. */
export type FormTexts = Readonly<Record<string, string>>;

/** Writes the texts that differ from what the inputs show, in the order of the inputs. */
export function fillIn(passConstructor: JsonObject, inputs: readonly Input[], texts: FormTexts): Filled {
  let filled = passConstructor;
  const faults: FaultyInput[] = [];
  for (const { name, text: shown, write } of inputs) {
    const given = Object.hasOwn(texts, name) ? formText(texts[name]!) : shown;
    if (given === shown) continue;
    const written = write(filled, given);
    if (typeof written === 'string') faults.push({ name, fault: written });
    else filled = written;
  }
  return { passConstructor: filled, faults };
}
