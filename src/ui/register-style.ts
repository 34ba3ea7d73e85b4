// The registration form and the page that thanks for it.
export const REGISTER_STYLE = `
.registration { max-width: 34rem; }
.registration > h1 { margin-top: clamp(0rem, 4vh, 2.5rem); margin-bottom: .5rem; }
.registration .message { margin-bottom: 1rem; }
.registration .message > :last-child { margin-bottom: 0; }
.registration .message img { max-width: 100%; height: auto; }
.registration .message h2, .registration .message h3, .registration .message h4 { font-size: 1.1rem; margin: 0 0 .25rem; }
.registration .message table { display: block; max-width: 100%; overflow-x: auto; }
.registration .form { gap: 1.25rem; }
.registration .form label, .registration .form legend { margin: 0; padding: 0; font-weight: 600; display: block; }
.registration .form .hint, .registration .form .fault { margin: 0; }
.field { display: grid; gap: .3rem; min-width: 0; }
fieldset.field { border: 0; margin: 0; padding: 0; }
.field.faulty { border-inline-start: .25rem solid var(--wrong); padding-inline-start: .75rem; }
.hint { color: var(--quiet); font-size: .925rem; }
.fault { color: var(--wrong); font-weight: 600; }
.required { color: var(--wrong); }
.registration .form select, .registration .form textarea {
  font: inherit;
  padding: .6rem .7rem;
  border: 1px solid var(--edge);
  border-radius: .5rem;
  background: var(--page);
  color: inherit;
  width: 100%;
  min-height: 2.9rem;
}
.registration .form textarea { resize: vertical; }
.registration .form .faulty :is(input, select, textarea) { border-color: var(--wrong); }
.registration .form input[type="color"] { width: 5rem; height: 2.9rem; padding: .25rem; cursor: pointer; }
.registration .form input[type="number"], .registration .form input[type="date"] { max-width: 14rem; min-height: 2.9rem; }
.registration .form input[type="file"] { padding: .5rem; }
.registration .form .tick { display: grid; grid-template-columns: 1.5rem 1fr; gap: .6rem; align-items: start; padding: .35rem 0; font-weight: 400; cursor: pointer; }
.registration .form .tick input { width: 1.5rem; height: 1.5rem; margin: 0; padding: 0; accent-color: var(--accent); }
.registration .form .button { margin: 0; padding-block: .75rem; }
.field .present { width: 6rem; height: 6rem; object-fit: contain; border: 1px solid var(--line); border-radius: .5rem; background: var(--page); }
.problems { margin-bottom: 1rem; padding: .9rem 1.1rem; border: 2px solid var(--wrong); border-radius: .9rem; background: var(--surface); }
.problems h2 { margin: 0 0 .35rem; }
.problems p { margin: 0; font-weight: 600; white-space: pre-line; }
.problems p + h2 { margin-top: .75rem; }
.problems ul { list-style: none; margin: 0; padding: 0; }
.problems a { color: var(--wrong); padding: .25rem 0; display: inline-block; }
.registration > .panel { margin-top: clamp(0rem, 8vh, 5rem); }
.registration > .panel > .quiet { margin: 0; }
.registration .downloadButton { margin: 1.5rem 0; text-align: center; }
.registration .links { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: center; margin: 0; }
`;
