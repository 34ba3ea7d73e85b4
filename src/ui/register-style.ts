// Styles of the registration form's page (the form itself is in form-style.ts) and of the page that
// says thanks.
export const REGISTER_STYLE = `
.registration { max-width: 34rem; }
.registration > h1 { margin-top: clamp(0rem, 4vh, 2.5rem); margin-bottom: .5rem; }
.registration .message { margin-bottom: 1rem; }
.registration .message > :last-child { margin-bottom: 0; }
.registration .message img { max-width: 100%; height: auto; }
.registration .message h2, .registration .message h3, .registration .message h4 { font-size: 1.1rem; margin: 0 0 .25rem; }
.registration .message table { display: block; max-width: 100%; overflow-x: auto; }
.registration > .panel { margin-top: clamp(0rem, 8vh, 5rem); }
.registration > .panel > .quiet { margin: 0; }
.registration .action { margin: 1.5rem 0; text-align: center; }
.registration > .testPass { margin-top: 1rem; }
.registration .downloadButton { margin: 1.5rem 0; text-align: center; }
.registration .wallets { margin-block: 1.5rem; }
.registration .wallets .downloadButton { margin: 0; }
.registration .links { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: center; margin: 0; }
`;
