// Styles of texts with values: the chips, the menu that inserts one, and the list of all values.
export const VALUE_MENU_STYLE = `
.valueText { display: grid; gap: .25rem; position: relative; min-width: 0; }
.valueText > p { margin: 0; }
.valueText .valueTools { display: flex; }
.valueText .valueTools .button.text { font-size: .925rem; min-height: 2.25rem; padding: .15rem 0; border: 0; }
.valueBox { min-height: 2.9rem; padding: .6rem .7rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--field); white-space: pre-wrap; overflow-wrap: anywhere; cursor: text; }
.valueBox:hover { border-color: var(--text); }
.faulty .valueBox { border-color: var(--wrong); }
.chip { padding: .05rem .45rem; border-radius: 1rem; border: 1px solid var(--accent); color: var(--accent); background: var(--surface); font-size: .925em; cursor: default; }
.chip:focus { outline: 3px solid var(--accent); }
.valueMenu { position: absolute; z-index: 4; inset-inline: 0; top: 100%; max-height: 18rem; max-width: 26rem; overflow-y: auto; padding: .4rem; background: var(--surface); border: 1px solid var(--edge); border-radius: .6rem; box-shadow: 0 .4rem 1.2rem rgb(0 0 0 / .25); }
.valueMenu .menuTitle { margin: 0; padding: .4rem .5rem .1rem; color: var(--quiet); font-size: .8rem; font-weight: 600; }
.valueMenu button { display: flex; justify-content: space-between; gap: 1rem; width: 100%; min-height: 2.5rem; padding: .35rem .5rem; border: 0; border-radius: .4rem; background: transparent; color: var(--text); font: inherit; text-align: start; cursor: pointer; }
.valueMenu button:is(:hover, :focus) { background: var(--page); }
.valueMenu small { color: var(--quiet); max-width: 50%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.valueList .valuePlace { margin: 1rem 0 .35rem; font-weight: 600; }
.valueList .rows code { display: inline; padding: .1rem .3rem; }
`;
