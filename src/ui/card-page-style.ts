// Styles of a pass as a card in the browser (card-page.tsx).
export const CARD_PAGE_STYLE = `
.cardPage { max-width: 26rem; display: grid; gap: 1.25rem; padding-top: .75rem; }
.cardPage > p, .cardPage .panel > p { margin: 0; }
.cardPage .panel { display: grid; gap: .6rem; }
.cardPage h1 { margin: 0; font-size: 1.25rem; }
.branded .cardPage :is(h1, #card-state) { color: var(--on-brand); }
/* As high when it is empty, so that nothing moves when the script writes a line. */
#card-state { min-height: 1.5em; text-align: center; font-size: .9rem; }
#card-state.isOffline { color: var(--text); font-weight: 600; }
.cardNow { display: grid; gap: 1.25rem; min-width: 0; }
@media (max-width: 27rem) { .cardNow > .pass { width: calc(100% + 1.25rem); margin-inline: -.625rem; } }
/* The card grows with its code: a phone is held under a scanner here, and not put into a stack. */
.cardNow .front { height: auto; min-height: calc(380 * var(--pt)); }
.cardNow .front > .bottom { padding-top: calc(6 * var(--pt)); }
.cardNow .barcode > .square { flex: none; width: calc(250 * var(--pt)); height: calc(250 * var(--pt)); }
.cardNow .barcode > .long { width: calc(320 * var(--pt)); height: calc(110 * var(--pt)); }
.cardNow .enlarge { margin: 0; text-align: center; }
/* Without the script these do nothing. */
.cardPage:not([data-script]) :is(.enlarge, #card-install) { visibility: hidden; }
[data-script] .barcode:has(img) { cursor: zoom-in; }
#card-install:disabled { display: none; }
.cardCode { position: fixed; inset: 0; width: 100%; height: 100%; max-width: none; max-height: none; margin: 0; border: 0; padding: 1rem; background: #fff; color: #1b1f24; color-scheme: light; }
.cardCode[open] { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1.25rem; }
.cardCode p { margin: 0; max-width: 26rem; text-align: center; }
.cardCode img { min-height: 0; flex: 0 1 auto; image-rendering: pixelated; }
.cardCode img.square { width: min(88%, 36rem); aspect-ratio: 1; object-fit: contain; }
.cardCode img.long { width: min(88%, 48rem); height: 40vh; object-fit: contain; }
.cardCode .button { background: #1b1f24; border-color: #1b1f24; color: #fff; }
`;
