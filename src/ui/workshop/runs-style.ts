// Styles of the pages about runs: the list, and one run with its steps.
export const RUNS_STYLE = `
.rows.runs > li { padding: 0; }
.runs > li > a { display: grid; gap: .1rem .75rem; padding: .7rem 1rem; color: inherit; text-decoration: none; }
.runs > li > a:hover { background: var(--page); }
.runs > li:first-child > a { border-start-start-radius: .9rem; border-start-end-radius: .9rem; }
.runs > li:last-child > a { border-end-start-radius: .9rem; border-end-end-radius: .9rem; }
.runs .customer { font-weight: 600; }
.runs time { white-space: nowrap; }
.runs .isFault { color: var(--wrong); }
.form.filter { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; padding: 1rem; }
.form.filter .field { flex: 1 1 8rem; }
.runHead { display: grid; gap: .5rem; }
.runHead h1 { margin: 0; }
.runHead .verdict { margin: 0; font-size: 1.15rem; font-weight: 600; }
.runActions { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; }
.checks { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .5rem; }
.checks > li { padding-inline-start: 1.6rem; position: relative; min-width: 0; }
.checks > li::before { content: '·'; position: absolute; inset-inline-start: .35rem; font-weight: 700; color: var(--quiet); }
.checks > .isGood::before { content: '✓'; inset-inline-start: 0; color: var(--right); }
.checks > .isBad::before { content: '✗'; inset-inline-start: 0; color: var(--wrong); }
.checks > .isLeftOut::before { content: '–'; }
.checks p { margin: 0; }
.checks .title { display: inline-block; }
.checks .title::first-letter { text-transform: uppercase; }
.checks .isFault { color: var(--wrong); }
.programs pre { margin: .5rem 0 0; padding: .75rem; border-radius: .5rem; background: var(--page); font: .8rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.lost ul { margin: .5rem 0 .75rem; padding-inline-start: 1.2rem; }
@media (min-width: 40rem) {
  .runs > li > a { grid-template-columns: 13.5rem minmax(0, 1fr); align-items: baseline; }
  .runs .said { grid-column: 2; }
}
`;
