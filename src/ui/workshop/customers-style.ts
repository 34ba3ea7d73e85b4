// Styles of the list of customers, of one customer's page, and of segments.
export const CUSTOMERS_STYLE = `
.customerList > h1 { margin: 0; }
.searchForm { gap: .75rem 1rem; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.searchForm :is(.searchBox, .ofCards) { grid-column: 1 / -1; }
.searchForm .searchLine { display: flex; gap: .5rem; }
.searchForm .searchLine input { flex: 1; min-width: 0; }
.listHead { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; margin: 0 0 .5rem; }
.customerRow { display: flex; flex-wrap: wrap; gap: .1rem .75rem; }
.customerRow a { flex: 1 0 100%; min-width: 0; font-weight: 600; padding: .15rem 0; }
.customer .ofCardHead p { margin: 0; }
.customer .form, .customer .undo { margin: 0; }
.undo .plainList { margin: 0 0 .75rem; }
.undo p { margin: 0 0 .5rem; }
.values { margin: 0; display: grid; gap: .6rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr)); }
.values dd { margin: 0; white-space: pre-line; }
.segmentPage > header > :is(h2, p) { margin: 0 0 .35rem; }
.segmentLine { margin: .15rem 0 0; overflow-wrap: anywhere; }
.segmentPage progress { width: 100%; height: .75rem; margin: 0 0 .75rem; accent-color: var(--accent); }
.ask, .mailLink { max-width: 34rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
@media (min-width: 48rem) {
  .searchForm { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .searchForm .ofCards { grid-column: auto; }
  .customerRow { display: grid; gap: .1rem 1rem; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) minmax(0, 3fr) minmax(0, 5fr); align-items: baseline; }
  .ofCard .customerRow { grid-template-columns: minmax(0, 5fr) minmax(0, 3fr) minmax(0, 5fr); }
}
`;
