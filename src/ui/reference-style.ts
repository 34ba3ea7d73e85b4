// Styles of the pages about the APIs.

export const REFERENCE_STYLE = `
.reference > p { max-width: 44rem; }
.reference .bar p { margin: 0; }
.reference nav { margin: 1.5rem 0 2rem; }
.reference nav > div + div { margin-top: .6rem; }
.reference nav strong { display: block; }
.reference nav strong::first-letter, .topic::first-letter { text-transform: uppercase; }
.reference nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem .9rem; }
.topic { font-size: 1.3rem; margin: 2.5rem 0 .75rem; scroll-margin-top: 1rem; }
.reference article { margin-bottom: 1rem; scroll-margin-top: 1rem; }
.reference h3 { font-size: 1.05rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
.reference nav a { overflow-wrap: anywhere; }
.reference h3 a { color: inherit; text-decoration: none; }
.reference h3 a:hover { text-decoration: underline; }
.reference h4 { font-size: .925rem; margin: 1rem 0 .25rem; }
.reference article > p { max-width: 44rem; margin-bottom: .5rem; }
.reference pre { margin: 0; padding: .6rem .7rem; border-radius: .5rem; background: var(--page); white-space: pre-wrap; }
.rows { margin: 0; }
.rows > div { padding: .4rem 0; border-top: 1px solid var(--line); }
.rows > div:first-child { border-top: 0; }
.rows dd { margin: 0; font-size: .95rem; }
.rows details code, .reference .rows code { display: inline; padding: 0; background: none; font-weight: 600; }
@media (min-width: 48rem) {
  .reference nav > div { display: grid; grid-template-columns: 9rem 1fr; }
  .rows > div { display: grid; grid-template-columns: 19rem 1fr; gap: 1rem; }
}
`;
