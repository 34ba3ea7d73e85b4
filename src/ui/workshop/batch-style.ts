// Styles of the pages that send many cards from a spreadsheet.
export const BATCH_STYLE = `
.batchActions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; }
.batchPage header p { margin: .25rem 0 0; }
.batchPage h1 { margin: 0; }
.batchVerdict { font-size: 1.15rem; }
.isWrong { color: var(--wrong); }
.form .choiceHint { margin: 0 0 .5rem; padding-inline-start: 2.1rem; }
.form input[type="radio"] { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); }
.batchColumns { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.1rem; }
.batchColumns li { display: grid; gap: .3rem; min-width: 0; }
.batchColumns .hint { font-weight: 400; }
.batchColumns .sample { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.batchFaults { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; }
.batchFaults table { border-collapse: collapse; width: 100%; }
.batchFaults :is(th, td) { padding: .55rem .9rem; text-align: start; vertical-align: top; }
.batchFaults th { white-space: nowrap; overflow-wrap: normal; }
.panel > .batchFaults { margin: .5rem 0 1rem; }
.batchFaults td { border-top: 1px solid var(--line); }
.batchFaults td:first-child { font-variant-numeric: tabular-nums; }
.batchPage progress { width: 100%; height: .75rem; margin: 0 0 1rem; accent-color: var(--accent); }
.batchPage .panel form p { margin: .75rem 0 0; }
.batchMails { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .5rem; }
.batchMails li { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .6rem; }
.batchMails strong { font-variant-numeric: tabular-nums; }
.batchLetter { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: 0 0 1rem; }
.batchLetter dt { color: var(--quiet); }
.batchLetter dd { margin: 0; }
.batchText { border-top: 1px solid var(--line); padding-top: 1rem; white-space: pre-line; }
.batchLine { margin: .15rem 0 0; }
@media (min-width: 48rem) {
  .batchColumns li { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 1.25rem; align-items: center; }
  .batchColumns .sample { grid-column: 1 / -1; }
}
`;
