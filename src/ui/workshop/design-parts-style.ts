// Styles of the pages beside the designer.
export const DESIGN_PARTS_STYLE = `
.designPart > header > :is(p, h2) { margin: 0; }
.designPart h3 { margin: 0; font-size: 1.05rem; }
.designPart .form { margin: 0; }
.partInputs { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); align-items: end; }
.partInputs > :is(.json, .lines, .text) { grid-column: 1 / -1; }
.form fieldset.partRow, .form details.partRow { border: 1px solid var(--line); border-radius: .6rem; padding: .8rem; min-width: 0; }
.form details.partRow > fieldset { padding-top: .6rem; }
.form .partRow > legend { font-weight: 600; padding: 0 .4rem; }
.form .partRow > * + * { margin-top: .75rem; }
.hiddenLegend { position: absolute; inset-inline-start: -100vw; }
.findings { list-style: none; margin: 0; padding: 0; font-size: .925rem; }
.renamed { margin: .15rem 0 0; font-size: .925rem; }
.renamed del { color: var(--wrong); }
.renamed ins { color: var(--right); }
`;
