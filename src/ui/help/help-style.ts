// Styles of the owner's manual.
export const HELP_STYLE = `
.help { max-width: 46rem; }
.help ol:not(.rows) > li { margin-bottom: .5rem; }
.help .rows p { margin: .15rem 0 0; }
.help img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: .6rem; }
`;
