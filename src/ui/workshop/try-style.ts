// Styles of the simulator and of a card's checks.
export const TRY_STYLE = `
.tryForm { align-items: start; }
.tryFind { display: flex; gap: .5rem; }
.tryFind input { flex: 1 1 auto; min-width: 0; }
.tryFind .button { flex: none; }
.form .tryRules .tick { padding: .2rem 0; }
.form .tryRules input[type="radio"] { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); }
.tryValues > summary { font-weight: 600; padding: .5rem 0; cursor: pointer; }
.tryValues[open] { display: grid; gap: 1rem; }
.tryCards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); justify-items: center; }
.tryCards figure { margin: 0; width: 100%; max-width: 17rem; }
.tryCards figcaption { font-weight: 600; margin-bottom: .4rem; }
.tryCards .pass { width: 100%; }
.tryCards .toField { color: inherit; text-decoration: none; display: block; outline: 1.5px solid currentColor; outline-offset: -1px; border-radius: 2px; }
.tryOutside { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.tried :is(h4, .panel p) { margin: 0 0 .4rem; }
.tried .panel > :last-child { margin-bottom: 0; }
.tryTill strong { font-size: 1.15rem; }
.tryTill .swatch { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem; border: 1px solid var(--edge); border-radius: .2rem; }
.tryEvents { list-style: none; margin: 0 0 .5rem; padding: 0; }
.tryEvents a { display: block; padding: .35rem 0; min-height: 2.25rem; }
.tryEvents a[aria-current] { font-weight: 700; text-decoration: none; color: var(--text); }
.tryStep { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center; margin-top: .75rem; }
.tryStep > * { padding: .35rem 0; }
.tried details summary { cursor: pointer; overflow-wrap: anywhere; padding: .35rem 0; }
.checkRows > li { display: grid; gap: .3rem; }
.checkRows h3, .checkRows p, .checkRows ul { margin: 0; }
.checkRows .isFault { color: var(--wrong); }
.checkRows ul { padding-inline-start: 1.2rem; list-style: disc; }
.tryChanges li::first-letter { text-transform: uppercase; }
.checkRows .isGood { color: var(--right); }
@media (min-width: 40rem) {
  .tryForm { grid-template-columns: 1fr 1fr; }
  .tryForm > :is(.tryValues, .button) { grid-column: 1 / -1; }
  .tryForm > .button { justify-self: start; }
}
`;
