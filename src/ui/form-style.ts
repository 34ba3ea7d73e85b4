// Styles of every form: login, registration, editor.
export const FORM_STYLE = `
.form {
  display: grid;
  gap: 1.25rem;
  padding: 1.25rem;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: .9rem;
  margin-bottom: 1rem;
}
.form > * { min-width: 0; }
.form p { margin: 0; }
.form .field { display: grid; gap: .35rem; min-width: 0; }
.form fieldset { border: 0; margin: 0; padding: 0; }
.form label, .form legend { display: block; padding: 0; font-weight: 600; }
.form :is(input, select, textarea) {
  font: inherit;
  width: 100%;
  min-height: 2.9rem;
  padding: .6rem .7rem;
  border: 1px solid var(--edge);
  border-radius: .5rem;
  background: var(--field);
  color: inherit;
}
.form :is(input, select, textarea):hover { border-color: var(--text); }
/* Grey says that nothing can be entered, so a field that takes something is not grey. */
.form :is(input, select, textarea):disabled { border-style: dashed; background: var(--page); color: var(--quiet); }
.form textarea { resize: vertical; }
.form .json textarea { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.form input[type="color"] { width: 5rem; padding: .25rem; cursor: pointer; }
.form input[type="date"] { max-width: 14rem; }
.form input[type="file"] { padding: .5rem; }
.form .tick { display: grid; grid-template-columns: 1.5rem 1fr; gap: .6rem; align-items: start; padding: .35rem 0; font-weight: 400; cursor: pointer; }
.form .checkbox .tick { font-weight: 600; }
.form input[type="checkbox"] { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); }
.form .steps { display: flex; gap: .5rem; max-width: 18rem; }
.form .steps input { flex: 1; min-width: 0; text-align: center; font-variant-numeric: tabular-nums; }
.form .steps .button { flex: 0 0 3.25rem; padding: 0; font-size: 1.35rem; line-height: 1; }
@media (scripting: none) { .form .steps button[type="button"] { display: none; } }
.form .present { width: 6rem; height: 6rem; object-fit: contain; border: 1px solid var(--line); border-radius: .5rem; background: var(--page); }
.form > .button { padding-block: .75rem; }
/* The Enter key presses it; nobody sees it. */
.form .onEnter { position: absolute; inset-inline-start: -100vw; width: 3rem; height: 2rem; }
.form .hint { color: var(--quiet); font-size: .925rem; }
/* A field lies the way its label is written; what it says of itself keeps to that side. */
.form .field :is(.hint, .fault) { text-align: match-parent; }
.form .fault { color: var(--wrong); font-weight: 600; white-space: pre-line; }
.form .required { color: var(--wrong); }
.form .faulty { border-inline-start: .25rem solid var(--wrong); padding-inline-start: .75rem; }
.form .faulty :is(input, select, textarea) { border-color: var(--wrong); }
.problems { margin-bottom: 1rem; padding: .9rem 1.1rem; border: 2px solid var(--wrong); border-radius: .9rem; background: var(--surface); }
.problems h2 { margin: 0 0 .35rem; }
.problems p { margin: 0; font-weight: 600; white-space: pre-line; }
.problems p + h2 { margin-top: .75rem; }
.problems ul { list-style: none; margin: 0; padding: 0; }
.problems a { color: var(--wrong); padding: .25rem 0; display: inline-block; }
.problems .outcome { margin-top: .35rem; color: var(--quiet); font-size: .925rem; font-weight: 400; }
`;
