// The header of whitelabelled pages: the account's logo above what the page is about. On the account's colour, forms lie on
// a sheet of the pages' own, so that everything on them can be read.
export const BRAND_STYLE = `
.accountLogo { padding: 1rem 1rem 0; text-align: center; }
.accountLogo img { display: inline-block; max-width: 100%; height: auto; vertical-align: bottom; }
.branded .registration, .branded .editor, .branded .wide { background: var(--page); border-radius: .9rem; padding-bottom: 1.5rem; margin-block: 1rem; }
.branded .registration > .panel { margin-top: 0; }
.branded .narrow > :is(h1, .quiet) { color: var(--on-brand); }
`;
