// Styles of the list of rules, and of the form of one rule.
export const RULES_STYLE = `
.rulesPage .bar { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: .5rem 1rem; margin: 0; }
.rulesPage .bar > p { margin: 0; max-width: 34rem; }
.rulesPage section > .bar { align-items: baseline; margin-bottom: .5rem; }
.ruleLinks { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 0; }
.rules { counter-reset: none; }
.rules > li { display: grid; gap: .25rem; }
.rules p { margin: 0; }
.ruleWhen { font-weight: 600; }
.ruleNumber { display: inline-block; min-width: 1.6rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.ruleWhen .badge { margin-inline-start: .5rem; font-weight: 400; }
.isPaused .orders { color: var(--quiet); }
.orders { margin: 0; padding-inline-start: 2.6rem; display: grid; gap: .1rem; }
.ruleFoot { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding-inline-start: 1.6rem; }
.ruleFoot > p { flex: 1 1 10rem; }
.ruleFoot > a, .ruleMore > summary { padding: .6rem 0; min-height: 2.75rem; }
.ruleMore > summary { cursor: pointer; color: var(--accent); }
.ruleMore[open] { flex-basis: 100%; }
.ruleMore form { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding-bottom: .5rem; }
.nameSteps { margin: 0; }
.nameSteps > .button { justify-self: start; }
.ruleInner { display: grid; gap: 1.5rem; min-width: 0; }
.ruleForm fieldset { min-width: 0; display: grid; gap: .75rem; }
.ruleForm fieldset > legend { font-size: 1.1rem; margin-bottom: .5rem; }
.ruleForm .field > label { font-weight: 500; font-size: .925rem; }
.conditionRows, .stepList { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.conditionRow, .ruleStep { display: grid; gap: .5rem .75rem; align-items: start; padding: .75rem; border: 1px solid var(--line); border-radius: .6rem; min-width: 0; }
.conditionRow > .button, .stepButtons .button { justify-self: end; min-width: 2.75rem; }
.innerSteps { grid-column: 1 / -1; margin: 0; padding: 0; border: 0; border-inline-start: .25rem solid var(--line); padding-inline-start: .75rem; }
.stepButtons { display: flex; justify-content: end; gap: .25rem; }
@media (scripting: enabled) { .needsNoScript { display: none; } }
.ruleForm pre { margin: .25rem 0 0; padding: .6rem .7rem; border-radius: .4rem; background: var(--page); color: var(--text); font: .8rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-weight: 400; overflow-x: auto; }
.ruleForm #condition { font: .925rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.asksAgain { border-inline-start: .25rem solid var(--warning); padding-inline-start: .75rem; }
.reads { padding: .75rem 1rem; border-radius: .6rem; background: var(--page); display: grid; gap: .35rem; min-height: 9rem; align-content: start; }
.completions { list-style: none; margin: 0; padding: .25rem; max-height: 14rem; overflow-y: auto; border: 1px solid var(--edge); border-radius: .5rem; background: var(--field); }
.completions li { padding: .4rem .6rem; border-radius: .35rem; cursor: pointer; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.completions li[aria-selected="true"] { background: var(--accent); color: var(--on-accent); }
.completions small { opacity: .8; }
@media (min-width: 48rem) {
  .reads { min-height: 5rem; }
  .conditionRow { grid-template-columns: minmax(0, 2fr) minmax(0, 1.4fr) minmax(0, 1.4fr) auto; }
  .ruleStep { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr) auto; }
  .conditionRow > .button, .ruleStep > .stepButtons { margin-top: 1.85rem; }
  .ruleStep > .stepButtons { grid-column: -2 / -1; grid-row: 1; }
  .ruleStep > .field:nth-of-type(2):last-of-type { grid-column: 2 / 4; }
}
`;
