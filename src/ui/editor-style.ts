// How the pass editor looks: one column on a phone, form and history side by side where there is room.
export const EDITOR_STYLE = `
.editor { max-width: 34rem; display: grid; gap: 1rem; }
.editor > * { min-width: 0; margin: 0; }
.editor .form { gap: 1.1rem; }
.editor .value { display: grid; gap: .35rem; min-width: 0; }
.editor .value p { margin: 0; }
.editor .form label, .editor legend { font-weight: 600; margin: 0; padding: 0; }
.editor select, .editor textarea {
  font: inherit;
  padding: .6rem .7rem;
  border: 1px solid var(--edge);
  border-radius: .5rem;
  background: var(--page);
  color: inherit;
  width: 100%;
}
.editor textarea { resize: vertical; }
.editor .as-json textarea { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.editor input[type="color"] { height: 2.8rem; padding: .25rem; width: 6rem; cursor: pointer; }
.editor input[type="date"] { min-height: 2.8rem; }
.editor input[type="checkbox"] { width: 1.5rem; height: 1.5rem; margin: 0; flex: none; accent-color: var(--accent); }
.editor .check { display: flex; align-items: center; gap: .6rem; min-height: 2.25rem; }
.editor .form .check label { font-weight: 400; }
.editor .form .as-checkbox .check label { font-weight: 600; }
.editor fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
.editor .stepper { display: grid; grid-template-columns: 3.25rem 1fr 3.25rem; gap: .5rem; }
.editor .stepper input { text-align: center; font-variant-numeric: tabular-nums; }
.editor .stepper .button { margin: 0; padding: 0; font-size: 1.35rem; line-height: 1; min-height: 2.8rem; }
.editor .form > .button { margin-top: .25rem; }
.editor .onEnter { position: absolute; inset-inline-start: -100vw; width: 3rem; height: 2rem; }
.editor .present { max-width: 100%; height: 5rem; object-fit: contain; justify-self: start; }
.editor [aria-invalid="true"] { border-color: var(--wrong); }
.editor div.error p { margin: 0; }
.notice { border-inline-start: .25rem solid var(--right); padding: .25rem 0 .25rem .75rem; color: var(--right); }
.plainList { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .6rem; }
.plainList li { min-width: 0; }
.plainList pre {
  margin: .25rem 0 0;
  padding: .6rem .7rem;
  border-radius: .4rem;
  background: var(--page);
  font: .8rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
:root { --right: #0b6b2f; }
@media (prefers-color-scheme: dark) { :root { --right: #81c995; } }
@media (min-width: 56rem) {
  .editor { max-width: 64rem; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 1.5rem; align-items: start; padding-top: 3rem; }
  .editor > .bar, .editor > .notice, .editor > .error, .editor > p { grid-column: 1 / -1; }
  .editor > form { grid-row: span 3; }
}
`;
