// Styles of the gallery of cards, of the tiles that new cards start from, and of the pages about one
// card.
export const GALLERY_STYLE = `
.gallery { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; gap: 1.5rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(12rem, 44%), 1fr)); align-items: start; }
.tile { position: relative; min-width: 0; display: grid; gap: .35rem; }
.tile > * { margin: 0; }
.tile .pass { max-width: 12rem; margin: 0; }
.tile :is(h2, h3) { font-size: 1rem; margin-top: .35rem; }
.tile .cover { color: inherit; text-decoration: none; }
.tile .cover::after { content: ""; position: absolute; inset: 0; border-radius: .5rem; }
.tile:hover .cover { text-decoration: underline; }
.badges { display: flex; flex-wrap: wrap; gap: .35rem; }
.jobs > h2 { margin-bottom: .75rem; }
.examples { margin-top: 1rem; padding-top: .75rem; border-top: 1px solid var(--line); }
.examples .bar { margin-bottom: 0; }
.startFile { max-width: 34rem; margin-top: 1.5rem; }
.startFile h2, .startFile p { margin: 0; }
.form .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .5rem 1.25rem; margin: 0; }
.facts dt { font-weight: 600; }
.facts dd { margin: 0; }
.codeText { max-height: 28rem; overflow: auto; margin: .5rem 0; padding: .75rem; border-radius: .5rem; background: var(--page); font: .8rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; }
.pathTable { max-height: 28rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; }
.pathTable table { width: 100%; border-collapse: collapse; font-size: .9rem; }
.pathTable table :is(th, td) { padding: .4rem .6rem; text-align: start; vertical-align: top; border-top: 1px solid var(--line); }
.pathTable thead th { position: sticky; top: 0; background: var(--surface); border-top: 0; }
.pathTable tbody th { font-weight: 400; }
@media (max-width: 40rem) { .facts { grid-template-columns: minmax(0, 1fr); gap: .1rem; } .facts dd { margin-bottom: .6rem; } }
`;
