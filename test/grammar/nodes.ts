// Walks condition nodes for the tests, and makes random ones.
import fc from 'fast-check';
import type { Condition, Value } from '../../grammar/ast.ts';

type Node = Condition | Value;

/** The node and everything below it, each with its parent. */
export function* walk(node: Node, parent?: Node): Generator<{ node: Node; parent: Node | undefined }> {
  yield { node, parent };
  for (const child of childrenOf(node)) yield* walk(child, node);
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'or':
    case 'and':
      return node.operands;
    case 'not':
      return [node.operand];
    case 'truthy':
    case 'test':
      return [node.value];
    case 'comparison':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** A copy with the content of the nodes, without their positions. */
export function withoutRanges(condition: Condition | null): unknown {
  return JSON.parse(JSON.stringify(condition, (key, value) => (key === 'range' ? undefined : value)));
}

const range = { start: 0, end: 0 };
const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_@.-]{1,12}$/).map((name): Value => ({ kind: 'magic', name, range })),
  fc
    .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    // The parser reads -0 as 0, so no source makes -0.
    .map((number): Value => ({ kind: 'number', value: number + 0, range })),
  fc.boolean().map((boolean): Value => ({ kind: 'boolean', value: boolean, range })),
  fc
    .oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: codeUnit, maxLength: 8 }))
    .map((text): Value => ({ kind: 'string', value: text, range })),
);

/** Any condition a source can say. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => {
  const operands = fc.array(tie('condition'), { minLength: 2, maxLength: 4 });
  return {
    condition: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc
        .constantFrom('registered' as const, 'scanned' as const, 'deleted' as const, 'installed' as const)
        .map((name): Condition => ({ kind: 'flag', name, range })),
      value.map((each): Condition => ({ kind: 'truthy', value: each, range })),
      fc
        .record({ value, test: fc.constantFrom('isEmpty' as const, 'isSet' as const), negated: fc.boolean() })
        .map((parts): Condition => ({ kind: 'test', ...parts, range })),
      fc
        .record({
          left: value,
          operator: fc.constantFrom('=' as const, '>' as const, '<' as const),
          negated: fc.boolean(),
          right: value,
        })
        .map((parts): Condition => ({ kind: 'comparison', ...parts, range })),
      tie('condition').map((operand): Condition => ({ kind: 'not', operand, range })),
      operands.map((each): Condition => ({ kind: 'and', operands: each, range })),
      operands.map((each): Condition => ({ kind: 'or', operands: each, range })),
    ),
  };
}).condition;
