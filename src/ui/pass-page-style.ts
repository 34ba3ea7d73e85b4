// Styles of the page around a pass: one column on a phone; on a desktop the pass at the left, and a
// code for the phone at the right.
export const PASS_PAGE_STYLE = `
.passPage { max-width: 26rem; display: grid; gap: 1.25rem; }
.passPage > header { display: grid; gap: .5rem; justify-items: start; }
.passPage h1 { margin: 0; font-size: 1.25rem; }
.badge { margin: 0; padding: .1rem .7rem; border: 1px solid var(--edge); border-radius: 1rem; font-size: .85rem; }
.passPage .campaign { margin: 0; white-space: pre-line; }
.branded .campaign { color: inherit; }
.passPage .get { display: grid; gap: .75rem; min-width: 0; }
.passPage .get p { margin: 0; }
.passPage :is(.share, .here) { display: grid; gap: .6rem; }
.passPage .carry { display: none; }
.passPage .made { margin: 0; text-align: center; }
/* As wide as in Wallet, which leaves hardly an edge: the smaller the drawn card, the smaller its letters. */
@media (max-width: 27rem) { .passPage > .pass { width: calc(100% + 1.25rem); margin-inline: -.625rem; } }
.downloadButton { text-align: center; }
.downloadButton .button { display: inline-flex; align-items: center; justify-content: center; gap: .6rem; background: #000; color: #fff; border-color: #a6a6a6; min-width: 15rem; padding: .75rem 1.5rem; border-radius: .7rem; }
.downloadButton .mark { flex: none; }
.back dl { margin: 0; }
.back dl > div { padding: .6rem 0; border-bottom: 1px solid var(--line); }
.back dl > div:last-child { border-bottom: 0; padding-bottom: 0; }
.back dt { color: var(--quiet); font-size: .85rem; }
.back dd { margin: 0; white-space: pre-line; }
.branded { background: var(--brand); }
.branded .passPage > header, .branded .passPage > .get > .quiet { color: var(--on-brand); }
.passPage > .get > .quiet a { color: inherit; }
.branded .badge { border-color: currentColor; }
@media (min-width: 56rem) {
  .passPage { max-width: 52rem; grid-template-columns: 23.5rem 1fr; grid-template-rows: auto auto 1fr auto; column-gap: 3rem; padding-top: 3rem; }
  .passPage > header { grid-column: 2; grid-row: 1; }
  .passPage h1 { font-size: 1.6rem; }
  .passPage > .pass { grid-column: 1; grid-row: 1 / span 3; }
  .passPage > .get { grid-column: 2; grid-row: 2; }
  .passPage > .back { grid-column: 2; grid-row: 3; align-self: start; }
  .passPage > .made { grid-column: 1 / -1; grid-row: 4; }
  .passPage .carry { display: grid; grid-template-columns: 7rem 1fr; gap: 1rem; align-items: center; }
  .carry img { display: block; width: 7rem; height: 7rem; padding: .35rem; background: #fff; border-radius: .4rem; }
  .downloadButton { text-align: start; }
}
`;
