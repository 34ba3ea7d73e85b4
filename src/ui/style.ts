// The one style sheet: system fonts, light and dark, no layout shift.
export const STYLE = `:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14161a);
  --surface: light-dark(#ffffff, #1e2126);
  --text: light-dark(#1b1f24, #e8eaed);
  --quiet: light-dark(#59616b, #a2abb6);
  --line: light-dark(#d5dae0, #3a4048);
  --accent: light-dark(#0b57d0, #8ab4f8);
  --on-accent: light-dark(#ffffff, #10223f);
  --wrong: light-dark(#a50e0e, #f6aea9);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { margin: 0 auto; padding: 1.5rem 1rem 4rem; }
.narrow { max-width: 26rem; }
.wide { max-width: 64rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
code { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .925rem; }
.error { color: var(--wrong); border-left: .25rem solid; padding: .25rem 0 .25rem .75rem; }
.button { display: inline-block; padding: .6rem 1.1rem; border: 1px solid transparent; border-radius: .6rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.button.plain { background: transparent; color: var(--accent); border-color: var(--line); font-weight: 500; padding: .35rem .8rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.form { display: grid; gap: .35rem; padding: 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; margin-bottom: 1rem; }
.form label { font-weight: 600; margin-top: .5rem; }
.form input { font: inherit; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--page); color: inherit; width: 100%; }
.form .button { margin-top: 1rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; margin-bottom: 1rem; }
.bar h1 { margin: 0; }
.bar form { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
.cards { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
.cards li { background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; padding: 1.1rem; }
.cards li > :last-child { margin-bottom: 0; }
summary { cursor: pointer; color: var(--quiet); font-size: .925rem; }
.downloadButton { text-align: center; margin-top: 1.5rem; }
.pass { background: var(--background); color: var(--foreground); border-radius: 1rem; padding: 1rem; box-shadow: 0 1px 2px #0003, 0 8px 24px #0002; overflow: hidden; }
.pass > header { display: flex; align-items: center; gap: .6rem; min-height: 2.5rem; }
.pass .logo { max-height: 2.5rem; max-width: 50%; }
.pass .logoText { font-weight: 600; font-size: 1.05rem; flex: 1; overflow-wrap: anywhere; }
.pass .strip { display: block; width: calc(100% + 2rem); margin: .75rem -1rem 0; }
.pass dl { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .9rem 0 0; }
.pass dl.headerFields { margin: 0; text-align: right; flex-wrap: nowrap; }
.pass dt { color: var(--label); font-size: .72rem; letter-spacing: .04em; text-transform: uppercase; }
.pass dd { margin: 0; font-size: 1.05rem; line-height: 1.3; overflow-wrap: anywhere; white-space: pre-line; }
.pass .primaryFields dd { font-size: 1.9rem; font-weight: 300; line-height: 1.15; }
.pass .barcode { margin: 1.25rem auto 0; padding: .75rem 1rem; width: fit-content; max-width: 100%; background: #fff; color: #1b1f24; border-radius: .6rem; text-align: center; display: grid; gap: .25rem; }
.pass .message { font: .8rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.pass .altText { font-size: .85rem; }
.pass dl.backFields { display: block; margin: 1.25rem -1rem -1rem; padding: .75rem 1rem 1rem; background: var(--surface); color: var(--text); }
.pass dl.backFields div { padding: .5rem 0; border-bottom: 1px solid var(--line); }
.pass dl.backFields div:last-child { border-bottom: 0; }
.pass dl.backFields dt { color: var(--quiet); text-transform: none; letter-spacing: 0; font-size: .85rem; }
.pass dl.backFields dd { font-size: 1rem; }
`;
