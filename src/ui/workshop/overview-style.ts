// Styles of a card's overview, its lists, its news and the page that gives it away.
export const OVERVIEW_STYLE = `
.numbers.ofCardNumbers { grid-template-columns: repeat(auto-fit, minmax(min(45%, 11rem), 1fr)); }
.stack .bar { margin-bottom: .5rem; }
.pairs { display: grid; gap: 1.25rem; align-items: start; }
.pairs > * { min-width: 0; }
.listed .quiet { display: block; }
.panel :is(h2, h3) + p { margin-top: .25rem; }
.panel h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
.copy { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-bottom: 1rem; }
.copy code { flex: 1 1 16rem; min-width: 0; padding: .5rem .6rem; border-radius: .4rem; background: var(--page); user-select: all; }
.choices { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 .75rem; }
.choices a { display: inline-block; padding: .5rem 0; }
.choices a[aria-current] { color: var(--text); font-weight: 700; text-decoration: none; }
.chart { display: grid; gap: .75rem; }
.chart figure { margin: 0; }
.chart :is(figcaption, .chartNone) { display: flex; justify-content: space-between; margin: 0; font-size: .925rem; }
.chart :is(figcaption, .chartNone) strong { font-variant-numeric: tabular-nums; }
.chart svg { display: block; width: 100%; height: 3.5rem; }
.chart rect { fill: var(--accent); }
.chart .ground { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.chart .chartEnds { display: flex; justify-content: space-between; margin: -.4rem 0 .5rem; }
.tableBox { overflow-x: auto; margin-top: .5rem; }
.stack table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.stack :is(th, td) { padding: .35rem .5rem; text-align: end; border-bottom: 1px solid var(--line); font-weight: 400; }
.stack th:first-child { text-align: start; padding-inline-start: 0; }
.stack thead th { color: var(--quiet); font-size: .875rem; vertical-align: bottom; }
.pushStatus { margin-top: .75rem; }
.pushStatus p { margin: 0; }
.pushStatus progress { width: 100%; max-width: 20rem; height: 1rem; accent-color: var(--accent); }
.newsForm .form { margin: 0; }
.newsForm .notice { margin: 0 0 1rem; }
.newsField { display: grid; gap: .5rem; }
.lockScreen .bubble { width: fit-content; max-width: 100%; padding: .6rem .9rem; border-radius: 1rem; background: var(--page); border: 1px solid var(--line); white-space: pre-line; }
.form .lockScreen p + p { margin-top: .25rem; }
.speak { display: inline-block; margin-inline-end: 1rem; }
.chooseNews fieldset { border: 0; margin: 0 0 1rem; padding: 0; }
.chooseNews legend { padding: 0; font-weight: 600; }
.chooseNews .choice { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: .6rem; padding: .6rem 0; align-items: start; cursor: pointer; }
.chooseNews .choice .quiet { display: block; }
.chooseNews input { width: 1.35rem; height: 1.35rem; margin: 0; accent-color: var(--accent); }
.codeAndPoster { display: grid; gap: 1rem; }
.codeAndPoster .qr { display: block; width: 10rem; height: 10rem; background: #fff; padding: .5rem; border-radius: .5rem; }
@media (min-width: 80rem) { .pairs { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (min-width: 48rem) { .codeAndPoster { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
`;
