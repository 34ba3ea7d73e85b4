// Styles of the pages of tills and people: rows with their acts at the end, codes to scan.
export const PEOPLE_STYLE = `
.till { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.5rem; }
.till > :first-child { flex: 1 1 18rem; min-width: 0; }
.till p { margin: .15rem 0 0; }
.till .badge { margin-top: .35rem; }
.tillActs { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.tillCode { display: block; padding: .75rem; border-radius: .5rem; background: #fff; max-width: 100%; height: auto; }
.stack > form { margin: 0; }
.form .inset { padding-inline-start: 2.1rem; }
.form input[type="radio"] { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); }
.person { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.5rem; }
.person > :first-child { flex: 1 1 16rem; min-width: 0; }
.person p { margin: 0; }
.person form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
.person select { font: inherit; min-height: 2.75rem; padding: .35rem .6rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--field); color: inherit; }
.roles > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .25rem 1rem; padding: .7rem 1rem; }
.roles > div + div { border-top: 1px solid var(--line); }
.roles dt { font-weight: 600; }
.roles dd { margin: 0; }
.roles ul { margin: 0; padding-inline-start: 1.1rem; }
.roles p { margin: 0; }
@media (max-width: 30rem) { .roles > div { grid-template-columns: minmax(0, 1fr); } }
.form.short { max-width: 34rem; }
.acts li { display: grid; gap: .15rem; }
.acts p { margin: 0; }
.acts .values { font-size: .875rem; color: var(--quiet); }
`;
