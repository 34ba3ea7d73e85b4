// Styles of the pages beside the designer.
export const DESIGN_PARTS_STYLE = `
.designPart > header > :is(p, h2) { margin: 0; }
.designPart h3 { margin: 0; font-size: 1.05rem; }
.designPart .form { margin: 0; }
.partInputs { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); align-items: end; }
.partInputs > * { min-width: 0; }
.partInputs > :is(.part-json, .part-lines, .part-text) { grid-column: 1 / -1; }
.form fieldset.partRow, .form details.partRow { border: 1px solid var(--line); border-radius: .6rem; padding: .8rem; min-width: 0; }
.form details.partRow > fieldset { padding-top: .6rem; }
.form .partRow > legend { font-weight: 600; padding: 0 .4rem; }
.form .partRow > * + * { margin-top: .75rem; }
.jsonForm + p { margin-top: .75rem; }
.findings { list-style: none; margin: 0; padding: 0; font-size: .925rem; }
.renamed { margin: .15rem 0 0; font-size: .925rem; }
.renamed del { color: var(--wrong); }
.renamed ins { color: var(--right); }
.pictureSet { grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); align-items: end; }
.pictureNow { display: block; width: 100%; max-width: 16rem; height: 7rem; object-fit: contain; border: 1px solid var(--line); border-radius: .4rem; background: repeating-conic-gradient(var(--line) 0 25%, var(--surface) 0 50%) 0 0 / 1rem 1rem; }
.pictureForms { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; justify-content: space-between; }
.pictureForms form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; min-width: 0; }
.pictureSlot details .pictureForms { margin-top: .75rem; }
.cropBox { position: relative; max-width: 100%; width: fit-content; background: repeating-conic-gradient(var(--line) 0 25%, var(--surface) 0 50%) 0 0 / 1rem 1rem; touch-action: none; }
.cropBox img { display: block; max-width: 100%; height: auto; }
.cropFrame { position: absolute; padding: 0; border: 2px solid var(--accent); outline: 1px solid #ffffff; background: transparent; box-shadow: 0 0 0 100vmax rgb(0 0 0 / 45%); clip-path: none; cursor: move; }
.cropBox { overflow: hidden; }
.cropCorner { position: absolute; inset-inline-end: -2px; inset-block-end: -2px; width: 1.75rem; height: 1.75rem; background: linear-gradient(135deg, transparent 50%, var(--accent) 50%); cursor: nwse-resize; }
.jsonForm { display: grid; gap: .75rem; justify-items: start; }
.jsonForm > * { margin: 0; max-width: 100%; }
.jsonForm > :is(textarea, .jsonEditor) { width: 100%; min-width: 0; }
.jsonForm textarea { height: min(70vh, 48rem); font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; padding: .6rem .7rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--field); color: inherit; resize: vertical; }
.languageRow { margin: 0; }
.form .translated { border-top: 1px solid var(--line); padding-top: .75rem; min-width: 0; }
.translated .badge { margin-inline-start: .5rem; }
`;
