// Styles of the bar of a draft, of the page that publishes it, and of the history.
export const VERSIONS_STYLE = `
:root { --gone: #fce8e6; --new: #e0f2e6; }
@media (prefers-color-scheme: dark) { :root { --gone: #4a2a2a; --new: #1c3a2a; } }
.publishBar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.25rem; width: 100%; padding: .6rem 1rem; background: var(--surface); border: 1px solid var(--accent); border-radius: .9rem; }
.publishBar p { margin: 0; }
.publishBarActions { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; }
.differences { display: grid; gap: .75rem; }
.panel h2 + .differences, .meanwhile .differences { margin-top: .5rem; }
.panel > .differences + form { margin-top: 1rem; }
.meanwhile form { margin-top: .75rem; }
.meanwhile > p { margin: 0 0 .5rem; }
.twoColours { display: inline-flex; gap: .25rem; margin-inline-start: .5rem; vertical-align: -.15rem; }
.twoColours .swatch { width: 1.5rem; height: 1rem; border: 1px solid var(--edge); border-radius: .25rem; }
.differences > * { min-width: 0; margin: 0; }
.differences h3 { margin: 0 0 .25rem; font-size: .925rem; color: var(--quiet); font-weight: 600; }
.differences ul { margin: 0; padding-inline-start: 1.25rem; display: grid; gap: .35rem; }
.differences .twoPictures { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: .25rem; }
.differences .twoPictures img { display: block; width: 6rem; height: 3rem; object-fit: contain; background: var(--page); border: 1px solid var(--line); border-radius: .4rem; }
.drawnVersion { margin: 0; }
.drawnVersion figcaption { color: var(--quiet); font-size: .925rem; margin-bottom: .35rem; }
.meanwhile { border-inline-start: .25rem solid var(--warning); }
.found.isWrong { border-inline-start: .25rem solid var(--wrong); }
.found ul { margin: .25rem 0 0; padding-inline-start: 1.25rem; }
.found code { display: block; font-size: .85rem; }
.choiceList { border: 0; margin: 0; padding: 0; min-width: 0; }
.choiceList legend { padding: 0; font-weight: 600; }
.form .choice { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: .6rem; padding: .5rem 0; align-items: start; cursor: pointer; font-weight: 400; }
.form .choice .quiet { display: block; }
.form .choice input { width: 1.35rem; height: 1.35rem; min-height: 0; margin: 0; accent-color: var(--accent); }
.versions p { margin: 0; }
.versions .note, .stack header .note { margin: .25rem 0 0; font-style: italic; }
.versionHead { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
.briefDifferences { margin: .35rem 0 0; padding-inline-start: 1.25rem; }
.compareForm { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; }
.compareForm input { width: 6rem; min-height: 2.75rem; padding: .35rem .6rem; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: .5rem; }
.sideBySide summary { cursor: pointer; font-weight: 600; padding: .35rem 0; }
.stack table.lines { width: 100%; table-layout: fixed; border-collapse: collapse; font: .8rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.stack .lines :is(th, td) { border: 0; padding: .1rem .4rem; text-align: start; vertical-align: top; }
.stack .lines .lineNumber { width: 3.25rem; }
.stack .lines .number { color: var(--quiet); text-align: end; user-select: none; }
.stack .lines code { display: inline; padding: 0; background: none; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
.lines .folded td { text-align: center; color: var(--quiet); padding: .35rem; background: var(--page); }
.lines .isChanged .before:not(.isAbsent) { background: var(--gone); }
.lines .isChanged .after:not(.isAbsent) { background: var(--new); }
.stack .lines .isChanged .number { color: var(--text); }
.lines .isAbsent { background: var(--page); }
@media (max-width: 47.99rem) {
  .stack .lines thead { display: none; }
  .stack .lines :is(tbody, tr) { display: block; }
  .stack .lines tr { display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); }
  .lines .isAbsent, .lines tr:not(.isChanged):not(.folded) .before { display: none; }
  .lines .folded td { grid-column: 1 / -1; }
}
`;
