// The part of railroad-diagrams (a CommonJS package without types) that railroad.ts uses.
declare module 'railroad-diagrams' {
  interface Element {
    readonly width: number;
    toString(): string;
  }
  interface Drawing extends Element {
    format(padding?: number): Drawing;
    readonly attrs: { readonly width: number; readonly height: number };
  }
  const railroad: {
    Diagram(...items: Element[]): Drawing;
    Sequence(...items: Element[]): Element;
    Choice(normal: number, ...items: Element[]): Element;
    Optional(item: Element): Element;
    OneOrMore(item: Element): Element;
    ZeroOrMore(item: Element): Element;
    Terminal(text: string): Element;
    NonTerminal(text: string): Element;
    Comment(text: string): Element;
  };
  export default railroad;
}
