// Styles of whitelabelled pages: the account's logo above the content. On the account's colour,
// forms lie on a sheet in the pages' own colours, so that they stay readable.
export const BRAND_STYLE = `
.accountLogo { padding: 1rem 1rem 0; text-align: center; }
.accountLogo img { display: inline-block; max-width: 100%; height: auto; vertical-align: bottom; }
.branded .registration, .branded .editor, .branded .wide { background: var(--page); border-radius: .9rem; padding-bottom: 1.5rem; margin-block: 1rem; }
.branded .registration > .panel { margin-top: 0; }
.branded .narrow > :is(h1, .quiet) { color: var(--on-brand); }
`;
