// Styles of the designer of a card: the drawing that stays in sight, and the form beside it.
export const DESIGN_STYLE = `
.forReaders { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.designPreview { max-width: 22rem; }
.designPreview .sides { border: 0; margin: 0 0 .75rem; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; }
.designPreview .side { position: relative; display: block; }
.designPreview .side input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.designPreview .side span { display: block; padding: .55rem .7rem; border: 1px solid var(--edge); border-radius: .6rem; font-size: .875rem; }
.designPreview .side input:checked + span { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
.designPreview .side input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
.designPreview .drawing { display: none; }
.designPreview:has(#side-usual:checked) .ofUsual, .designPreview:has(#side-small:checked) .ofSmall, .designPreview:has(#side-watch:checked) .ofWatch, .designPreview:has(#side-back:checked) .ofBack, .designPreview:has(#side-lock:checked) .ofLock, .designPreview:has(#side-other:checked) .ofOther { display: block; }
.ofCardDrawing .designPreview .pass { width: 100%; margin: 0; }
.ofCardDrawing .designPreview .ofSmall .pass { width: 95.2%; }
.designPreview .toField { color: inherit; text-decoration: none; display: block; }
.designPreview .toField:hover { text-decoration: underline; }
.designPreview .drawings { min-height: 12rem; }
.designValues { margin: .75rem 0 0; }
.designValues select { font: inherit; max-width: 100%; min-height: 2.75rem; padding: .4rem .6rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--field); color: inherit; }
.watch { width: 13rem; min-height: 15rem; margin: 0 auto; padding: 1rem; border: .5rem solid #1b1f24; border-radius: 2.2rem; background: var(--background); color: var(--foreground); overflow: hidden; }
.watch dl, .watch dd, .watch .watchName { margin: 0; }
.watch .watchName { font-weight: 600; margin-bottom: .5rem; }
.watch dt { color: var(--label); font-size: .7rem; font-weight: 600; text-transform: uppercase; margin-top: .4rem; }
.toLookAt { margin-top: 1rem; font-size: .925rem; }
.toLookAt p { margin: 0; }
.toLookAt ul { margin: .25rem 0 0; padding-inline-start: 1.1rem; }
.lockNote { padding: .8rem 1rem; border-radius: 1.1rem; background: var(--surface); border: 1px solid var(--line); }
.lockNote + .lockNote { margin-top: .5rem; }
.lockNote p { margin: 0; }
.lockNote .lockHead { display: flex; justify-content: space-between; gap: 1rem; font-size: .875rem; }
.designer { display: grid; gap: 1.25rem; }
.designer > * { min-width: 0; margin: 0; }
.form.designForm { gap: 2rem; margin: 0; }
.designForm > * { min-width: 0; }
.designGroup { display: grid; gap: .9rem; scroll-margin-top: 1rem; }
.designGroup > * { min-width: 0; margin: 0; }
.designGroup + .designGroup { border-top: 1px solid var(--line); padding-top: 1.5rem; }
.designGroup h3 { font-size: 1rem; }
details.designGroup { display: block; }
details.designGroup > * + * { margin-top: .9rem; }
.designGroup details > * + * { margin-top: .9rem; }
.designGroup summary { padding: .6rem 0; color: var(--text); }
.designGroup summary h2 { display: inline; margin: 0; }
.designGroupHead { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem; }
.form .rooms .room { color: var(--quiet); font-size: .925rem; }
.form .rooms .isFull { color: var(--wrong); font-weight: 600; }
.designFields { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.designField { padding: .9rem 1rem .4rem; border: 1px solid var(--line); border-radius: .75rem; min-width: 0; scroll-margin-top: 1rem; background: var(--surface); }
.designField:target { border-color: var(--accent); box-shadow: 0 0 0 2px var(--accent); }
.designField.sortable-ghost { opacity: .4; }
.designPair { display: grid; gap: .75rem; align-items: start; }
.designPair > * { min-width: 0; }
.designActs { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .9rem; margin-top: .35rem; }
.designActs .button { min-width: 2.75rem; text-decoration: none; }
.designActs .button:disabled { color: var(--quiet); opacity: .5; cursor: default; }
.grip { cursor: grab; padding: .5rem; touch-action: none; color: var(--quiet); }
.form .marks { margin-top: .5rem; }
.designAdd, .designMove { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.designAdd input { flex: 1 1 12rem; width: auto; min-width: 0; }
.designAdd .fault { flex-basis: 100%; }
.designMove .field { flex: 1 1 12rem; }
.designNew { display: grid; gap: .75rem; justify-items: start; }
.designNew .designPair { width: 100%; }
.designPreview:focus { outline: none; }
.designSave { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; position: sticky; bottom: 4.25rem; z-index: 1; background: var(--surface); padding: .75rem 0; border-top: 1px solid var(--line); }
.notes:empty { display: none; }
.form .note { color: var(--warning); font-size: .925rem; }
.form .note.wrong { color: var(--wrong); font-weight: 600; }
@media (prefers-color-scheme: light) { .form .note { color: #8a4b00; } }
.colours { display: grid; gap: .9rem; }
.colour { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .5rem; align-items: end; }
.form .colour input[type="color"] { width: 3.25rem; }
.colour .field { grid-row: 1; }
.form .ratio { font-size: .925rem; }
.form .ratio.isFaint { color: var(--wrong); font-weight: 600; }
.ofKinds { display: grid; gap: .9rem; }
.ofKind { display: none; gap: .9rem; }
.ofKinds:has(option[value="number"]:checked) .ofKind.number, .ofKinds:has(option[value="amount"]:checked) .ofKind.amount, .ofKinds:has(option[value="date"]:checked) .ofKind.date { display: grid; }
.designCondition { display: grid; gap: .75rem; }
.designConditionRow { display: grid; gap: .5rem; padding-inline-start: .9rem; border-inline-start: 3px solid var(--line); }
.designConditionRow > * { min-width: 0; }
.ticks .tick { padding: .2rem 0; }
.fallbacks { display: grid; gap: .9rem; justify-items: start; }
.fallbacks > .fallback { width: 100%; display: grid; gap: .75rem; justify-items: stretch; padding-inline-start: .9rem; border-inline-start: 3px solid var(--line); }
.fallbacks .fallback .button { justify-self: start; }
.designOthers ul { list-style: none; margin: .5rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.designOthers a { display: inline-block; padding: .5rem 0; }
.otherNote strong { display: block; }
@media (min-width: 34rem) { .designConditionRow { grid-template-columns: 2fr 1fr 1fr; }
  .designPair, .colours { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (min-width: 64rem) {
  .designSave { bottom: 0; }
  .designSave .toPreview { display: none; }
  .ofCard:has(.designPreview) { grid-template-columns: 20rem minmax(0, 1fr); }
  .ofCardDrawing:has(.designPreview) { max-height: calc(100vh - 3rem); overflow-y: auto; padding: .25rem; }
}
`;
