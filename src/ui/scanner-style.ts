// Styles of the scanner: the camera, the switch of modes, and a result that fills the page.

export const SCANNER_STYLE = `
.scanner { max-width: 40rem; padding-top: max(1rem, env(safe-area-inset-top)); }
.scanner [hidden], .scanner-result [hidden], .scanner-result:not([open]) { display: none; }
/* A code was read, and the server has not answered yet. */
.scanner[data-asks]::before, .scanner[data-asks] ~ .scanner-result::before { content: ""; position: fixed; inset: 0 0 auto; z-index: 2; height: .4rem; background: var(--accent); }
.scanner > * { margin-bottom: 1rem; }
/* A till that was locked out: the sentence, and what waits. */
.scanner[data-who="locked"] > :not(header, .scanner-account, .scanner-waiting) { display: none; }
.scanner[data-who="locked"] .scanner-account { font-size: 1.25rem; color: inherit; }
.scanner .scanner-account { display: flex; flex-wrap: wrap; gap: 0 .5rem; color: var(--quiet); font-size: .925rem; min-height: 1.5em; }
.scanner-waiting, .scanner-notice {
  padding: .6rem .8rem;
  border: 1px solid var(--edge);
  border-radius: .6rem;
  background: var(--surface);
  font-weight: 600;
}
.scanner-camera {
  position: relative;
  display: grid;
  place-items: center;
  aspect-ratio: 4 / 3;
  max-height: 45vh;
  width: 100%;
  overflow: hidden;
  border-radius: .9rem;
  background: #101216;
  color: #fff;
}
.scanner-camera video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
[data-camera="off"] .scanner-camera video { visibility: hidden; }
.scanner-camera p { position: relative; margin: 0; padding: 1rem; text-align: center; }
.scanner-camera p:empty { display: none; }
.scanner-camera div { position: relative; display: flex; gap: .5rem; padding: .75rem; }
[data-camera="on"] .scanner-camera div { align-self: end; }
.scanner-camera .button { background: #101216; color: #fff; border-color: #fff; min-height: 2.75rem; }
.scanner-camera .button[aria-pressed="true"] { background: #ffe082; color: #101216; }
.scanner-modes {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
  gap: .5rem;
  min-width: 0;
  margin: 0 0 1rem;
  padding: 0;
  border: 0;
}
.scanner-modes legend, .scanner-typed label, .scanner-settings label { font-weight: 600; padding: 0; margin-bottom: .25rem; }
.scanner-modes input { position: absolute; opacity: 0; }
.scanner-modes label { position: relative; }
.scanner-modes span {
  display: block;
  padding: .6rem .5rem;
  border: 1px solid var(--edge);
  border-radius: .6rem;
  background: var(--surface);
  text-align: center;
  cursor: pointer;
}
.scanner-modes input:checked + span { background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; }
.scanner-modes input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
.scanner-amounts { grid-template-columns: repeat(5, 1fr); }
.scanner-amounts legend { grid-column: 1 / -1; }
.scanner-found { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .5rem; }
.scanner-found:empty { display: none; }
.scanner-found .button { width: 100%; text-align: start; min-height: 2.75rem; }
.scanner-found span { display: block; color: var(--quiet); font-size: .925rem; font-weight: 400; }
#find-note:empty { display: none; }
.scanner-typed div { display: flex; gap: .5rem; }
.scanner-typed .button { flex: none; }
.scanner-typed p { margin: .25rem 0 0; }
.scanner-typed label, .scanner-settings label { display: block; }
.scanner-settings p + label { margin-top: 1.25rem; }
.scanner-typed input, .scanner-settings input:not([type="checkbox"]) {
  font: inherit;
  width: 100%;
  min-width: 0;
  padding: .6rem .7rem;
  border: 1px solid var(--edge);
  border-radius: .5rem;
  background: var(--field);
  color: inherit;
}
.scanner-typed input:hover, .scanner-settings input:not([type="checkbox"]):hover { border-color: var(--text); }
.scanner-settings form { padding-top: .75rem; }
.scanner-settings .scanner-tick { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; margin-bottom: 1rem; }
.scanner-tick input { width: 1.25rem; height: 1.25rem; margin: 0; }
.scanner-recent { list-style: none; margin: .5rem 0 0; padding: 0; }
.scanner-recent:empty { display: none; }
#recent-none { margin: 0; }
.scanner-recent li {
  display: grid;
  grid-template-columns: 1fr auto;
  gap: 0 .75rem;
  padding: .5rem 0 .5rem .75rem;
  border-inline-start: .25rem solid #1e8e3e;
}
.scanner-recent li + li { margin-top: .5rem; }
.scanner-recent li[data-tone="bad"] { border-color: var(--wrong); }
.scanner-recent li[data-tone="kept"] { border-color: #b06000; }
.scanner-recent li:is([data-tone="plain"], [data-tone="unchanged"]) { border-color: var(--edge); }
.scanner-recent strong { min-width: 0; }
.scanner-recent time, .scanner-recent span { color: var(--quiet); font-size: .925rem; }
.scanner-recent span { grid-column: 1 / -1; min-width: 0; }
.scanner-recent .button { grid-column: 1 / -1; justify-self: start; margin-top: .35rem; min-height: 2.75rem; }
.scanner-result {
  position: fixed;
  inset: 0;
  width: 100%;
  height: 100%;
  max-width: none;
  max-height: none;
  margin: 0;
  border: 0;
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  gap: 1rem;
  overflow: auto;
  padding: max(1rem, env(safe-area-inset-top)) 1rem max(1rem, env(safe-area-inset-bottom));
  background: #137333;
  color: #fff;
  text-align: center;
}
.scanner-result:focus, .scanner-result:focus-visible { outline: none; }
.scanner-result[data-tone="bad"] { background: #a50e0e; }
.scanner-result[data-tone="kept"] { background: #8a4b00; }
.scanner-result:is([data-tone="plain"], [data-tone="unchanged"]) { background: #2b3038; }
.scanner-result > * { margin: 0; max-width: 40rem; }
.scanner-result h2 { font-size: clamp(2rem, 9vw, 3.5rem); line-height: 1.15; white-space: pre-line; text-wrap: balance; }
.scanner-result > p { font-size: 1.25rem; white-space: pre-line; text-wrap: balance; }
.scanner-reasons { font-size: 1rem; }
.scanner-reasons:empty { display: none; }
.scanner-reasons p { margin: 0; }
.scanner-reasons p + p { margin-top: .35rem; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem; }
.scanner-result p:empty { display: none; }
.scanner-result iframe { flex: 1; width: 100%; max-width: 64rem; min-height: 16rem; border: 0; border-radius: .6rem; background: #fff; }
.scanner-links { display: flex; flex-wrap: wrap; justify-content: center; gap: .75rem; padding-top: .5rem; }
.scanner-result .button { background: #fff; color: #101216; border-color: #101216; min-height: 2.75rem; }
.scanner-result .button:focus-visible { outline-color: currentColor; outline-offset: -5px; }
.scanner-result .scanner-note { font-size: .925rem; }
`;
