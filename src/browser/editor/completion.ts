// Offers keys and values of the template's JSON Schema where they can stand, and API paths in targets
// and in curly brackets.
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { keysAt, type Offer, type Place, type Schema, valuesAt } from './schema.ts';

export interface Vocabulary {
  /** Null: the schema is not there. */
  schema: Schema | null;
  /** The paths of the card as it was typed last. */
  paths: readonly string[];
}

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** Keys whose value is one API path. */
const PATH_KEYS = ['targetPath'];

/** What completes the text at the cursor, by a vocabulary that may change while somebody types. */
export function completeWith(vocabulary: Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const { state, pos } = context;
    const node = syntaxTree(state).resolveInner(pos, -1);
    const magic = context.matchBefore(/\{[^{}"\n]*$/);
    const place = placeOf(state, node);
    if (node.name === 'String' && (magic !== null || isPathValue(place))) {
      const from = magic === null ? node.from + 1 : magic.from + 1;
      return { from, options: vocabulary.paths.map((label) => ({ label, type: 'variable' })), validFor: /^[^{}"\n]*$/ };
    }
    const { schema } = vocabulary;
    if (schema === null) return null;
    if (node.name === 'PropertyName') return offered(keysAt(schema, place.slice(0, -1)), node, true);
    if (node.name === 'String' || node.name === 'True' || node.name === 'False') {
      return offered(valuesAt(schema, place), node, false);
    }
    if (!context.explicit) return null;
    const isObject = node.name === 'Object' || node.name === '{';
    const offers = isObject ? keysAt(schema, place) : valuesAt(schema, place);
    return offers.length === 0 ? null : { from: pos, options: optionsOf(offers, isObject) };
  };
}

function isPathValue(place: Place): boolean {
  return PATH_KEYS.includes(String(place.at(-1)));
}

function offered(offers: readonly Offer[], node: SyntaxNode, areKeys: boolean): CompletionResult | null {
  if (offers.length === 0) return null;
  return { from: node.from, to: node.to, options: optionsOf(offers, areKeys), validFor: /^"?[^"\n]*"?$/ };
}

function optionsOf(offers: readonly Offer[], areKeys: boolean) {
  return offers.map(({ label, detail }) => ({
    label: areKeys ? JSON.stringify(label) : label,
    type: areKeys ? 'property' : 'enum',
    ...(detail === '' ? {} : { info: detail }),
  }));
}

/** The keys and positions that lead to a node. */
function placeOf(state: EditorState, node: SyntaxNode): Place {
  const steps: (string | number)[] = [];
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Property') {
      const name = at.getChild('PropertyName');
      steps.unshift(name === null ? '' : keyIn(state, name));
    } else if (at.parent?.name === 'Array' && !['[', ']', ','].includes(at.name)) {
      let position = 0;
      for (let before = at.prevSibling; before !== null; before = before.prevSibling) {
        if (!['[', ','].includes(before.name)) position++;
      }
      steps.unshift(position);
    }
  }
  return steps;
}

function keyIn(state: EditorState, { from, to }: SyntaxNode): string {
  try {
    return String(JSON.parse(state.sliceDoc(from, to)));
  } catch {
    return '';
  }
}
