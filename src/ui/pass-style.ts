// Styles of a drawn pass: the proportions of Wallet's cards in points of 1/16 rem, one shape for
// each style.
export const PASS_STYLE = `
.pass { min-width: 0; max-width: 23.5rem; width: 100%; margin: 0 auto; align-self: start; filter: drop-shadow(0 1px 1px #0003) drop-shadow(0 6px 16px #0003); }
.front {
  position: relative;
  display: flex;
  flex-direction: column;
  gap: .9rem;
  min-height: 25rem;
  padding: .8rem 1rem 1.1rem;
  border-radius: .8rem;
  overflow: hidden;
  background: var(--background);
  color: var(--foreground);
  line-height: 1.25;
}
.front > * { position: relative; min-width: 0; }
.front > .background { position: absolute; inset: -1.5rem; width: calc(100% + 3rem); height: calc(100% + 3rem); object-fit: cover; filter: blur(.75rem) brightness(.85); }

.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .4rem .75rem; min-height: 3.125rem; }
.brand { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .6rem; min-width: 0; flex: 1 1 9rem; }
.logo { display: block; height: 3.125rem; width: auto; max-width: 10rem; aspect-ratio: auto 1; object-fit: contain; object-position: left; flex: none; }
.logoText { font-weight: 600; font-size: 1.05rem; min-width: 0; flex: 1 1 5rem; }

.fields { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .6rem 1.25rem; margin: 0; }
.field { min-width: 0; max-width: 100%; }
.field dt { color: var(--label); font-size: .6875rem; font-weight: 600; letter-spacing: .03em; text-transform: uppercase; line-height: 1.4; }
.field dt:empty { display: none; }
.field dd { margin: 0; min-height: 1.25em; font-size: 1.05rem; white-space: pre-line; }
.field.long dd { font-size: .95rem; }
.field.left { text-align: left; }
.field.center { text-align: center; }
.field.right { text-align: right; }
.headerFields { justify-content: flex-end; gap: .3rem .9rem; text-align: end; flex: 0 1 auto; margin-inline-start: auto; }
.headerFields dd { font-size: 1.15rem; }

.main { display: flex; align-items: flex-start; justify-content: space-between; gap: 1rem; }
.main > .primaryFields { flex: 1 1 auto; min-width: 0; }
.primaryFields dd { font-size: 1.7rem; font-weight: 300; line-height: 1.15; }
.primaryFields .medium dd { font-size: 1.45rem; }
.primaryFields .long dd { font-size: 1.15rem; font-weight: 400; }
.thumbnail { display: block; width: 5.625rem; height: 5.625rem; object-fit: contain; object-position: right top; border-radius: .25rem; flex: none; }

.main.onStrip { margin: 0 -1rem; padding: .75rem 1rem; align-items: center; }
.main.onStrip .field { display: flex; flex-direction: column; }
.main.onStrip dt { order: 2; }
.main.onStrip dd { font-size: 2.4rem; }
.main.onStrip .medium dd { font-size: 1.7rem; }
.main.onStrip .long dd { font-size: 1.25rem; }
.main.onStrip:not(.hasStrip):not(:has(.field)) { display: none; }
.main.hasStrip { aspect-ratio: 375 / 144; }
.eventTicket .main.hasStrip { aspect-ratio: 375 / 98; }
.main > .strip { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
.main.hasStrip > .primaryFields { position: relative; }

.bottom { margin-top: auto; padding-top: .5rem; display: grid; gap: .6rem; justify-items: center; }
.bottom p { margin: 0; }
.footer { display: block; width: 17.875rem; max-width: 100%; height: .9375rem; object-fit: contain; }
.nothing { margin: auto 0; text-align: center; opacity: .8; }
.voided { font-weight: 600; padding: .2rem .7rem; border: 1px solid; border-radius: 1rem; font-size: .85rem; }
.voided ~ .barcode { opacity: .4; }
.barcode { min-width: 11rem; max-width: 100%; padding: .8rem 1rem; display: grid; gap: .3rem; background: #fff; color: #1b1f24; border-radius: .5rem; text-align: center; }
.barcode .square { width: 9rem; height: 9rem; margin: 0 auto; }
.barcode .long { width: 100%; height: 4.5rem; object-fit: contain; }
.barcode .format { color: #59616b; font-size: .75rem; }
.barcode .message { white-space: pre-wrap; font: .8rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.barcode .altText { font-size: .85rem; }

.coupon .front {
  border-radius: 0;
  padding-block: 1.1rem 1.4rem;
  --teeth: 10px;
  mask:
    conic-gradient(from 135deg at top, #0000, #000 1deg 89deg, #0000 90deg) top / var(--teeth) 51% repeat-x,
    conic-gradient(from -45deg at bottom, #0000, #000 1deg 89deg, #0000 90deg) bottom / var(--teeth) 51% repeat-x;
}
.eventTicket .front { padding-top: 1.3rem; mask: radial-gradient(circle 1.4rem at 50% -.45rem, #0000 98%, #000); }
.boardingPass .front {
  mask:
    radial-gradient(circle .45rem at 0 9.2rem, #0000 96%, #000) left / 51% 100% no-repeat,
    radial-gradient(circle .45rem at 100% 9.2rem, #0000 96%, #000) right / 51% 100% no-repeat;
}
.boardingPass .main { display: grid; grid-template-columns: 100%; align-content: center; min-height: 4.7rem; }
.boardingPass .main > * { grid-area: 1 / 1; }
.boardingPass .transit { place-self: center; opacity: .85; }
.boardingPass .primaryFields { flex-wrap: nowrap; gap: 3rem; }
.boardingPass .primaryFields dd { font-size: 2.4rem; }
.boardingPass .primaryFields .medium dd { font-size: 1.4rem; }
.boardingPass .primaryFields .long dd { font-size: 1rem; }
.boardingPass .primaryFields .field:nth-child(2) { text-align: end; }
.boardingPass .primaryFields .field:nth-child(2).left { text-align: left; }
`;
