// Styles of the settings pages.
export const SETTINGS_STYLE = `
.settings { max-width: 44rem; display: grid; gap: 1.25rem; }
.settings > * { min-width: 0; margin: 0; }
.settings > .settingsBack { margin: 0 0 -.75rem; }
.settingsBack a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.settings .form { margin: 0; }
.settings .form h2 { margin: 0; }
.settings .form > .button { justify-self: start; }
.settings .notice { border-inline-start: .25rem solid var(--accent); padding: .25rem 0 .25rem .75rem; font-weight: 600; }
.settings .error { white-space: pre-line; }
.settings .choice { display: flex; flex-wrap: wrap; gap: .75rem; }
.settings section > h2 { margin-bottom: .6rem; }
.settings section > .rows + p { margin: .6rem 0 0; }
.settings .rows a { font-weight: 600; }
.settings .rows p { margin: 0; }
.settings .rows .action { margin-top: .35rem; }
.settingsList > li { padding: 0; }
.settingsList a { display: block; padding: .8rem 1rem; text-decoration: none; }
.settingsList a:hover strong { text-decoration: underline; }
.settingsList strong, .settingsList span { display: block; }
.settingsList span { color: var(--quiet); font-weight: 400; font-size: .925rem; }
.settings dl { margin: 0; display: grid; grid-template-columns: minmax(8rem, auto) 1fr; gap: .35rem 1rem; }
.settings dt { color: var(--quiet); }
.settings dd { margin: 0; min-width: 0; }
.settings pre { margin: .5rem 0; padding: .6rem .75rem; border-radius: .4rem; background: var(--page); overflow-x: auto; font: .875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.settings pre.wrapped { white-space: pre-wrap; overflow-wrap: anywhere; }
.settings .panel > * { margin: 0 0 .75rem; }
.settings .panel > :last-child { margin-bottom: 0; }
.settings textarea.code { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.copyText { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; }
.copyText code { flex: 1 1 16rem; min-width: 0; padding: .5rem .6rem; border-radius: .4rem; background: var(--page); }
.steps3 { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem; counter-reset: step; }
.steps3 > li { counter-increment: step; display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); gap: 0 .9rem; padding: 1.1rem; background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; }
.steps3 > li::before { content: counter(step); display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%; border: 2px solid var(--edge); font-weight: 700; }
.steps3 > .isDone::before { content: "✓"; border-color: var(--accent); color: var(--accent); }
.steps3 :is(h2, h3) { margin: .3rem 0 .35rem; font-size: 1.05rem; }
.steps3 .stepBody > * { margin: 0 0 .75rem; }
.steps3 .stepBody > :last-child { margin-bottom: 0; }
.steps3 ol { padding-inline-start: 1.25rem; }
.steps3 ol li { margin-bottom: .35rem; }
.steps3 .form { padding: 0; border: 0; background: none; }
.applePage { display: block; width: 100%; max-width: 26rem; height: auto; }
.brandSample { display: grid; gap: .5rem; align-items: center; justify-items: start; padding: 1rem; min-height: 5rem; border-radius: .6rem; background: var(--brand, var(--page)); color: var(--on-brand, inherit); border: 1px solid var(--line); }
.brandSample img { display: block; max-width: 100%; height: auto; }
.testCode { display: block; background: #fff; border-radius: .4rem; }
`;
