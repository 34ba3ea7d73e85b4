// Styles of Today: the first steps, and rows with a mark of what came of them.
export const TODAY_STYLE = `
.firstSteps { margin-bottom: 1.25rem; }
.firstSteps .bar, .todayPart .bar { margin-bottom: .5rem; }
.firstSteps ol { margin: 0; padding-inline-start: 1.25rem; display: grid; gap: .5rem; }
.firstSteps .isDone { color: var(--quiet); }
.todayPart .bar h2 { margin: 0; }
.todayPart > p { margin: .5rem 0 0; }
@media (min-width: 40rem) { .todayPart .runs > li > a { grid-template-columns: 10rem minmax(0, 1fr); } }
[data-part]:empty { display: none; }
.todayRow { display: flex; align-items: center; gap: .5rem 1rem; border-inline-start: .3rem solid transparent; }
.rows > .todayRow { padding: .35rem 1rem .35rem .7rem; }
.todayRow > p { flex: 1; min-width: 0; margin: 0; }
.todayRow > a { flex: none; }
.todayRow time { font-variant-numeric: tabular-nums; color: var(--quiet); }
.todayRow .line { display: block; }
.todayRow.failed { border-inline-start-color: var(--wrong); }
.todayRow.warning { border-inline-start-color: var(--warning); }
.todayRow:first-child { border-start-start-radius: .9rem; }
.todayRow:last-child { border-end-start-radius: .9rem; }
`;
