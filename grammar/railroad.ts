// Draws the grammar as railroad diagrams: one SVG with every rule, and one HTML page that needs
// nothing else. The same rules always give the same bytes.
import railroad from 'railroad-diagrams';
import type { Expression, Rule } from './ebnf.ts';

const STYLE = `
svg.railroad-diagram path { stroke-width: 2; stroke: #333; fill: none; }
svg.railroad-diagram text { font: bold 14px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; fill: #111; }
svg.railroad-diagram text.comment { font: italic 12px ui-monospace, Menlo, Consolas, monospace; }
svg.railroad-diagram rect { stroke-width: 2; stroke: #333; fill: #e3f2e6; }
svg.railroad-diagram a text { fill: #0b4f9e; text-decoration: underline; }`;

const NOTICE = 'Generated from psconditions.ebnf by `npm run grammar`. Do not edit.';

type Element = ReturnType<typeof railroad.Terminal>;

function draw(expression: Expression): Element {
  switch (expression.kind) {
    case 'sequence':
      return sequence(expression.parts);
    case 'choice':
      return railroad.Choice(0, ...expression.parts.map(draw));
    case 'optional':
      return railroad.Optional(draw(expression.part));
    case 'repeated':
      return railroad.ZeroOrMore(draw(expression.part));
    case 'text':
      return railroad.Terminal(expression.value);
    case 'name':
      return railroad.NonTerminal(expression.value);
    case 'words':
      return railroad.Comment(expression.value);
  }
}

/** Draws `x { x }` as one x with a way back, as a person would. */
function sequence(parts: readonly Expression[]): Element {
  const drawn: Element[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    const next = parts[at + 1];
    if (part === undefined) continue;
    if (next?.kind === 'repeated' && JSON.stringify(next.part) === JSON.stringify(part)) {
      drawn.push(railroad.OneOrMore(draw(part)));
      at += 1;
    } else {
      drawn.push(draw(part));
    }
  }
  return drawn.length === 1 && drawn[0] !== undefined ? drawn[0] : railroad.Sequence(...drawn);
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

interface Figure {
  readonly rule: Rule;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Names of rules inside a diagram link to the diagram of that rule. */
function figures(rules: readonly Rule[]): readonly Figure[] {
  const names = new Set(rules.map((rule) => rule.name));
  return rules.map((rule) => {
    const drawing = railroad.Diagram(draw(rule.expression)).format(10);
    const svg = drawing
      .toString()
      .replace(/<text ([^<>]*)>([A-Za-z]+)<\/text>/g, (whole: string, _: string, name: string) =>
        names.has(name) ? `<a href="#${name}">${whole}</a>` : whole,
      );
    return { rule, svg, width: drawing.attrs.width, height: drawing.attrs.height };
  });
}

/** All diagrams below each other in one picture. */
export function drawSvg(rules: readonly Rule[]): string {
  const drawn = figures(rules);
  const width = Math.ceil(Math.max(...drawn.map((figure) => figure.width))) + 20;
  let top = 10;
  const parts = drawn.map(({ rule, svg, height }) => {
    const place = `<svg id="${rule.name}" x="10" y="${top + 20}" `;
    const title = `<text x="20" y="${top + 16}" class="title">${rule.name}</text>\n`;
    top += height + 34;
    return title + svg.replace('<svg ', place);
  });
  const style = `${STYLE}\ntext.title { font: bold 15px system-ui, sans-serif; fill: #111; }`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}">
<!-- ${NOTICE} -->
<title>PSConditions grammar</title>
<style>${style}
</style>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('')}</svg>
`;
}

/** One section a rule, with its comment; no scripts, nothing loaded from elsewhere. */
export function drawHtml(rules: readonly Rule[]): string {
  const sections = figures(rules).map(({ rule, svg }) => {
    const comment = rule.comment === '' ? '' : `<p>${escape(rule.comment)}</p>\n`;
    return `<section id="${rule.name}">\n<h2>${rule.name}</h2>\n${comment}${svg}</section>\n`;
  });
  return `<!doctype html>
<!-- ${NOTICE} -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>PSConditions grammar</title>
<style>
body { margin: 2rem auto; padding: 0 1rem; max-width: 60rem; font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; }
h2 { margin: 2rem 0 0.25rem; font-size: 1.1rem; }
p { margin: 0.25rem 0; }
section svg { max-width: 100%; height: auto; }${STYLE}
</style>
</head>
<body>
<h1>PSConditions grammar</h1>
<p>White space may stand between any two tokens. Words may be written in any case.</p>
${sections.join('')}</body>
</html>
`;
}
