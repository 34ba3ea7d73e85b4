// Styles of a drawn pass: the proportions of Wallet's cards in points of 1/16 rem, one shape for
// each style.
import { CARD } from '../rules/passes/fit.ts';

export const PASS_STYLE = `
.pass { container-type: inline-size; min-width: 0; max-width: ${CARD.width / 16}rem; width: 100%; margin: 0 auto; align-self: start; filter: drop-shadow(0 1px 1px #0003) drop-shadow(0 6px 16px #0003); }
.front {
  --pt: calc(100cqw / var(--width-of-card, ${CARD.width}));
  --padding: calc(${CARD.padding} * var(--pt));
  position: relative;
  display: flex;
  flex-direction: column;
  gap: calc(11 * var(--pt));
  height: calc(${CARD.height} * var(--pt));
  padding: calc(11 * var(--pt)) var(--padding) calc(14 * var(--pt));
  border-radius: calc(13 * var(--pt));
  overflow: hidden;
  background: var(--background);
  color: var(--foreground);
  line-height: 1.2;
}
.front > * { position: relative; min-width: 0; flex: none; }
.front > .background { position: absolute; inset: calc(-72 * var(--pt)); width: calc(100% + 144 * var(--pt)); height: calc(100% + 144 * var(--pt)); object-fit: cover; filter: blur(calc(36 * var(--pt))) brightness(.85); }
.line { display: block; font-size: calc(var(--size) * var(--pt)); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }

.top { display: flex; align-items: center; gap: calc(10 * var(--pt)); height: calc(50 * var(--pt)); }
.logo { display: block; height: calc(50 * var(--pt)); width: auto; max-width: calc(160 * var(--pt)); aspect-ratio: auto 1; object-fit: contain; object-position: left; flex: none; }
.logoText { font-weight: 600; min-width: 0; flex: 0 1 auto; }

.fields { display: flex; justify-content: space-between; gap: calc(14 * var(--pt)); margin: 0; min-width: 0; }
.field { min-width: 0; flex: 0 1 auto; }
.field[style] { flex: 0 1 calc(var(--width) * var(--pt)); }
.field dt { color: var(--label); font-weight: 600; letter-spacing: .03em; text-transform: uppercase; line-height: calc(15 * var(--pt)); }
.field dt:empty { display: none; }
.field dd { margin: 0; line-height: calc(21 * var(--pt)); min-height: calc(21 * var(--pt)); }
.field.left { text-align: left; }
.field.center { text-align: center; }
.field.right { text-align: right; }
.headerFields { flex: none; max-width: calc(164 * var(--pt)); justify-content: flex-end; text-align: end; margin-inline-start: auto; }

.poster .front { mask: none; padding-top: var(--padding); }
.poster .front > .background { inset: 0; width: 100%; height: 100%; filter: brightness(.8); }
.poster .main { margin-top: auto; }
.poster .front > .bottom { margin-top: 0; }
.main { display: flex; align-items: flex-start; justify-content: space-between; gap: calc(14 * var(--pt)); }
.beside { flex: 1 1 auto; min-width: 0; display: grid; gap: calc(11 * var(--pt)); }
.beside:empty { display: none; }
.primaryFields dd { font-weight: 300; line-height: calc(34 * var(--pt)); }
.thumbnail { display: block; width: calc(90 * var(--pt)); height: calc(90 * var(--pt)); object-fit: contain; object-position: right top; border-radius: calc(4 * var(--pt)); flex: none; }

.main.onStrip { margin: 0 calc(-1 * var(--padding)); padding: 0 var(--padding); align-items: center; }
.main.onStrip .field { display: flex; flex-direction: column; }
.main.onStrip dt { order: 2; }
.main.onStrip dd { line-height: calc(46 * var(--pt)); }
.main.hasStrip { aspect-ratio: 375 / 144; }
.eventTicket .main.hasStrip { aspect-ratio: 375 / 98; }
.main > .strip { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
.main.hasStrip > .beside { position: relative; }

.front > .bottom { margin-top: auto; flex: 0 1 auto; min-height: 0; display: flex; flex-direction: column; align-items: center; justify-content: flex-end; gap: calc(9 * var(--pt)); font-size: calc(14 * var(--pt)); }
.bottom > * { flex: none; }
.bottom p { margin: 0; }
.footer { display: block; width: calc(286 * var(--pt)); max-width: 100%; height: calc(15 * var(--pt)); object-fit: contain; }
.nothing { margin: auto 0; text-align: center; opacity: .8; }
.voided { font-weight: 600; padding: .2em .8em; border: 1px solid; border-radius: 1em; }
.isVoid .front { filter: grayscale(1); }
.isVoid .front > :not(.bottom), .isVoid .bottom > :not(.voided) { opacity: .5; }
.bottom > .barcode { flex: 0 1 auto; min-height: 0; max-width: 100%; padding: calc(10 * var(--pt)); display: flex; flex-direction: column; gap: calc(4 * var(--pt)); overflow: hidden; background: #fff; color: #1b1f24; border-radius: calc(6 * var(--pt)); text-align: center; }
.barcode > * { flex: none; }
.barcode > .square { flex: 0 1 auto; min-height: 0; width: calc(140 * var(--pt)); height: calc(140 * var(--pt)); object-fit: contain; margin: 0 auto; }
.barcode > .long { width: calc(290 * var(--pt)); max-width: 100%; height: calc(72 * var(--pt)); object-fit: contain; }
.barcode .format { color: #59616b; font-size: .85em; }
.barcode .message { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 5; overflow: hidden; font: .9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.barcode .altText { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: calc(290 * var(--pt)); }

.coupon .front {
  border-radius: 0;
  padding-block: calc(17 * var(--pt)) calc(22 * var(--pt));
  --teeth: calc(10 * var(--pt));
  mask:
    conic-gradient(from 135deg at top, #0000, #000 1deg 89deg, #0000 90deg) top / var(--teeth) 51% repeat-x,
    conic-gradient(from -45deg at bottom, #0000, #000 1deg 89deg, #0000 90deg) bottom / var(--teeth) 51% repeat-x;
}
.eventTicket .front { padding-top: calc(20 * var(--pt)); mask: radial-gradient(circle calc(22 * var(--pt)) at 50% calc(-7 * var(--pt)), #0000 98%, #000); }
.boardingPass .front {
  --notch: calc(148 * var(--pt));
  mask:
    radial-gradient(circle calc(7 * var(--pt)) at 0 var(--notch), #0000 96%, #000) left / 51% 100% no-repeat,
    radial-gradient(circle calc(7 * var(--pt)) at 100% var(--notch), #0000 96%, #000) right / 51% 100% no-repeat;
}
.boardingPass .main { display: grid; grid-template-columns: 100%; align-content: center; min-height: calc(75 * var(--pt)); }
.boardingPass .main > * { grid-area: 1 / 1; }
.boardingPass .transit { place-self: center; opacity: .85; width: calc(28 * var(--pt)); height: calc(28 * var(--pt)); }
.boardingPass .primaryFields dd { line-height: calc(44 * var(--pt)); }
.boardingPass .primaryFields .field:nth-child(2) { text-align: end; }
.boardingPass .primaryFields .field:nth-child(2).left { text-align: left; }
`;
