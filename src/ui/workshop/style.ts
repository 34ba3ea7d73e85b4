// Styles of the pass editor's page (its form is in form-style.ts): one column on a phone, form and
// history side by side where there is room.
export const EDITOR_STYLE = `
.editor { max-width: 34rem; display: grid; gap: 1rem; }
.editor > * { min-width: 0; margin: 0; }
.notice { border-inline-start: .25rem solid var(--right); padding: .25rem 0 .25rem .75rem; color: var(--right); }
/* Nothing changed: that is no success, and no failure either. */
.notice.unchanged { color: var(--text); border-color: var(--edge); }
.plainList { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .6rem; }
.plainList li { min-width: 0; }
.plainList .reason { margin: .15rem 0 0; font-size: .925rem; }
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
  .editor > :is(.bar, .notice, .problems, .testPass, p) { grid-column: 1 / -1; }
  .editor > form { grid-row: span 3; }
}
`;
