// Reads the notation of psconditions.ebnf into a small tree, for the diagrams and for the test that compares it with
// the parser. The notation is explained at the top of that file.

export type Expression =
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'optional' | 'repeated'; readonly part: Expression }
  | { readonly kind: 'text' | 'name' | 'words'; readonly value: string };

export interface Rule {
  readonly name: string;
  readonly expression: Expression;
  /** The comment directly above the rule, on one line; '' when there is none. */
  readonly comment: string;
}

const PIECE = /\s+|\(\*([\s\S]*?)\*\)|"([^"]+)"|'([^']+)'|\?([^?]+)\?|([A-Za-z]+)|([=;|(){}[\]])/y;

type Piece = { readonly kind: 'comment' | 'text' | 'words' | 'name' | 'sign'; readonly value: string };

function split(source: string): Piece[] {
  const pieces: Piece[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < source.length) {
    const at = PIECE.lastIndex;
    const found = PIECE.exec(source);
    if (found === null) throw new SyntaxError(`EBNF: unreadable at offset ${at}: ${source.slice(at, at + 20)}`);
    const [, comment, double, single, words, name, sign] = found;
    if (comment !== undefined) pieces.push({ kind: 'comment', value: comment.replace(/\s+/g, ' ').trim() });
    const text = double ?? single;
    if (text !== undefined) pieces.push({ kind: 'text', value: text });
    if (words !== undefined) pieces.push({ kind: 'words', value: words.trim() });
    if (name !== undefined) pieces.push({ kind: 'name', value: name });
    if (sign !== undefined) pieces.push({ kind: 'sign', value: sign });
  }
  return pieces;
}

/** The rules of a grammar text, in its order. Throws a SyntaxError where the text does not follow the notation. */
export function readGrammar(source: string): readonly Rule[] {
  const pieces = split(source);
  let at = 0;

  const sign = (value: string): boolean => pieces[at]?.kind === 'sign' && pieces[at]?.value === value;
  const expect = (value: string): void => {
    if (!sign(value)) throw new SyntaxError(`EBNF: ${value} expected, found ${pieces[at]?.value ?? 'the end'}`);
    at += 1;
  };

  function choice(): Expression {
    const parts = [sequence()];
    while (sign('|')) {
      at += 1;
      parts.push(sequence());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  function sequence(): Expression {
    const parts: Expression[] = [];
    for (let part = factor(); part !== undefined; part = factor()) parts.push(part);
    if (parts.length === 0) throw new SyntaxError(`EBNF: nothing before ${pieces[at]?.value ?? 'the end'}`);
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts };
  }

  function factor(): Expression | undefined {
    const piece = pieces[at];
    if (piece === undefined || piece.kind === 'comment') return undefined;
    if (piece.kind !== 'sign') {
      at += 1;
      return { kind: piece.kind, value: piece.value };
    }
    const closing = { '(': ')', '[': ']', '{': '}' }[piece.value];
    if (closing === undefined) return undefined;
    at += 1;
    const part = choice();
    expect(closing);
    if (closing === ')') return part;
    return { kind: closing === ']' ? 'optional' : 'repeated', part };
  }

  const rules: Rule[] = [];
  let comment = '';
  while (at < pieces.length) {
    const piece = pieces[at];
    at += 1;
    if (piece?.kind === 'comment') {
      comment = piece.value;
      continue;
    }
    if (piece?.kind !== 'name') throw new SyntaxError(`EBNF: a rule begins with its name, not ${piece?.value}`);
    expect('=');
    const expression = choice();
    expect(';');
    rules.push({ name: piece.value, expression, comment });
    comment = '';
  }
  return rules;
}
