// Styles of the owner's pages: the shell, the four levels of buttons, tabs, lists and numbers. A
// page with parts of its own has a style file beside its component.
export const SHELL_STYLE = `
@media (scripting: none) { button[data-copy] { display: none; } }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: 1rem; top: .5rem; z-index: 3; padding: .5rem 1rem; border-radius: .5rem; background: var(--surface); }
.button.text { background: transparent; color: var(--accent); padding: .35rem .25rem; font-weight: 500; text-decoration: underline; }
.button.danger { background: transparent; color: var(--wrong); border-color: var(--wrong); font-weight: 500; padding: .35rem .8rem; }
.button.plain, .button.text, .button.danger { min-height: 2.75rem; }
a.button:is(.plain, .text, .danger) { display: inline-flex; align-items: center; }
.shell { min-height: 100vh; }
.shell .content { max-width: 68rem; padding: 1.25rem 1rem 2rem; outline: none; }
.shell .content > :is(h1, .bar) { margin-bottom: 1.25rem; }
.shell .who { max-width: 68rem; margin: 0 auto; padding: 1rem 1rem 6.5rem; }
.shell .who form { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; border-top: 1px solid var(--line); padding-top: .75rem; }
.certificateStrip { margin: 0; display: flex; align-items: center; justify-content: space-between; gap: .75rem; padding: .25rem 1rem; background: #fde293; color: #1b1f24; font-size: .875rem; line-height: 1.25; }
.certificateStrip .long { display: none; }
.certificateStrip .button.plain { flex: none; color: #1b1f24; border-color: #5f4b00; padding: .2rem .7rem; min-height: 2.25rem; }
.topLogo { margin: 0; padding: .75rem 1rem 0; }
.topLogo img { display: block; }
.rail { position: fixed; inset: auto 0 0; z-index: 2; background: var(--surface); border-top: 1px solid var(--line); padding-bottom: env(safe-area-inset-bottom); }
.rail :is(.railName, .more) { display: none; }
.rail ul { list-style: none; margin: 0; padding: 0; display: flex; }
.rail li { flex: 1 1 auto; min-width: 0; }
.rail a { display: flex; flex-direction: column; align-items: center; gap: .1rem; padding: .5rem .1rem .4rem; min-height: 3.5rem; color: var(--quiet); font-size: .75rem; white-space: nowrap; text-decoration: none; }
.rail a[aria-current] { color: var(--accent); font-weight: 700; }
.rail.isBranded { background: var(--brand); }
.rail.isBranded :is(a, .railName) { color: var(--on-brand); }
.more { list-style: none; margin: 0 0 .75rem; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.more a { display: inline-block; padding: .35rem 0; }
.numbers { list-style: none; margin: 0 0 1.25rem; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
.numbers li { min-width: 0; }
.numbers :is(a, div) { display: block; padding: .8rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; color: inherit; text-decoration: none; }
.numbers a:hover { border-color: var(--accent); }
.numbers strong { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.rows { list-style: none; margin: 0; padding: 0; background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; }
.rows > li { padding: .7rem 1rem; min-width: 0; }
.rows > li + li { border-top: 1px solid var(--line); }
.stack { display: grid; gap: 1.25rem; }
.stack > * { min-width: 0; margin: 0; }
.pager { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1rem; }
.tabs { overflow-x: auto; border-bottom: 1px solid var(--line); }
.tabs ul { list-style: none; margin: 0; padding: 0; display: flex; gap: 1.25rem; }
.tabs a { display: block; padding: .6rem 0; min-height: 2.75rem; color: var(--quiet); text-decoration: none; white-space: nowrap; border-bottom: 3px solid transparent; }
.tabs a[aria-current] { color: var(--text); font-weight: 600; border-color: var(--accent); }
.ofCard { display: grid; gap: 1.25rem; }
.ofCard > * { min-width: 0; }
.ofCardHead { display: grid; gap: .5rem; justify-items: start; }
.ofCardHead h1 { margin: 0; }
.ofCardHead .tabs { width: 100%; }
.ofCardDrawing .pass { width: min(100%, 15rem); margin: 0; }
/* On a phone the drawing stands beside the name, and leaves the screen to what the page is for. */
@media (max-width: 63.99rem) {
  .ofCard:has(> .ofCardDrawing:not([data-drawing]) > .pass) { position: relative; }
  .ofCard:has(> .ofCardDrawing:not([data-drawing]) > .pass) > .ofCardDrawing { position: absolute; inset-block-start: 0; inset-inline-start: 0; width: 4.5rem; }
  .ofCard:has(> .ofCardDrawing:not([data-drawing]) > .pass) > .ofCardHead { min-height: 5.75rem; padding-inline-start: 5.5rem; }
  .ofCard:has(> .ofCardDrawing:not([data-drawing]) > .pass) > .ofCardHead > :is(.tabs, .tabs ~ *) { margin-inline-start: -5.5rem; width: calc(100% + 5.5rem); }
  .ofCard:has(> .ofCardDrawing:not([data-drawing]) > .pass) > .ofCardHead:has(> .tabs) > h1 { min-height: 5.75rem; display: grid; align-items: center; }
}
@media (min-width: 64rem) {
  .certificateStrip { font-size: 1rem; padding: .5rem 1rem; }
  .certificateStrip .long { display: inline; }
  .certificateStrip .short { display: none; }
  .certificateStrip .button.plain { min-height: 2.75rem; padding: .35rem .8rem; }
  .ofCardDrawing .pass { width: min(100%, 15rem); margin: 0 auto; }
  .topLogo { display: none; }
  .rail { inset: 0 auto 0 0; width: 13.5rem; padding: 1.25rem .75rem; border-top: 0; border-inline-end: 1px solid var(--line); overflow-y: auto; }
  .rail .railName { display: block; margin: 0 .6rem 1.25rem; font-weight: 700; font-size: 1.05rem; min-height: 3rem; }
  .rail .railName img { display: block; }
  .rail ul { flex-direction: column; gap: .15rem; }
  .rail li { flex: none; }
  .rail a { flex-direction: row; gap: .7rem; padding: .55rem .6rem; min-height: 2.75rem; font-size: 1rem; border-radius: .5rem; }
  .rail a[aria-current] { background: var(--page); }
  .rail.isBranded a[aria-current] { background: transparent; text-decoration: underline; }
  .rail .more { display: flex; margin: 1rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
  .stage { margin-inline-start: 13.5rem; }
  .shell .content { padding: 1.75rem 2rem 2rem; }
  .shell .who { padding: 1rem 2rem 2rem; }
  .shell .who .more { display: none; }
  .ofCard { grid-template-columns: 15rem minmax(0, 1fr); column-gap: 2rem; align-items: start; }
  .ofCardHead { grid-column: 1 / -1; }
  .ofCardDrawing { position: sticky; top: 1.5rem; }
}
`;
