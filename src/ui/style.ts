// The one style sheet: system fonts, light and dark, no layout shift. The pass itself is in
// pass-style.ts, its page in pass-page-style.ts, forms in form-style.ts, a whitelabelled page's
// header in brand-style.ts; other pages have a file each.
import { BRAND_STYLE } from './brand-style.ts';
import { CARD_PAGE_STYLE } from './card-page-style.ts';
import { FORM_STYLE } from './form-style.ts';
import { HELP_STYLE } from './help/help-style.ts';
import { PASS_PAGE_STYLE } from './pass-page-style.ts';
import { PASS_STYLE } from './pass-style.ts';
import { REFERENCE_STYLE } from './reference-style.ts';
import { REGISTER_STYLE } from './register-style.ts';
import { SCANNER_STYLE } from './scanner-style.ts';
import { BATCH_STYLE } from './workshop/batch-style.ts';
import { CUSTOMERS_STYLE } from './workshop/customers-style.ts';
import { DESIGN_PARTS_STYLE } from './workshop/design-parts-style.ts';
import { DESIGN_STYLE } from './workshop/design-style.ts';
import { GALLERY_STYLE } from './workshop/gallery-style.ts';
import { OVERVIEW_STYLE } from './workshop/overview-style.ts';
import { PEOPLE_STYLE } from './workshop/people-style.ts';
import { RECIPES_STYLE } from './workshop/recipes-style.ts';
import { RULES_STYLE } from './workshop/rules-style.ts';
import { RUNS_STYLE } from './workshop/runs-style.ts';
import { SETTINGS_STYLE } from './workshop/settings-style.ts';
import { SHELL_STYLE } from './workshop/shell-style.ts';
import { EDITOR_STYLE } from './workshop/style.ts';
import { TODAY_STYLE } from './workshop/today-style.ts';
import { TRY_STYLE } from './workshop/try-style.ts';
import { VALUE_MENU_STYLE } from './workshop/value-menu-style.ts';
import { VERSIONS_STYLE } from './workshop/versions-style.ts';

const PAGE_STYLE = `:root {
  color-scheme: light dark;
  --page: #f4f5f7;
  --surface: #ffffff;
  --text: #1b1f24;
  --quiet: #59616b;
  --field: #ffffff;
  --line: #d5dae0;
  --edge: #7c8590;
  --accent: #0b57d0;
  --on-accent: #ffffff;
  --wrong: #a50e0e;
  --warning: #b06000;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a;
    --surface: #1e2126;
    --text: #e8eaed;
    --quiet: #a2abb6;
    --field: #2b3037;
    --line: #3a4048;
    --edge: #818a95;
    --accent: #8ab4f8;
    --on-accent: #10223f;
    --wrong: #f6aea9;
    --warning: #fdd663;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, system-ui, sans-serif;
  overflow-wrap: anywhere;
}
main { margin: 0 auto; padding: 1.5rem 1rem 4rem; }
.narrow { max-width: 28rem; }
.wide { max-width: 64rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); }
code { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); font-size: .925rem; }
.error { color: var(--wrong); border-inline-start: .25rem solid; padding: .25rem 0 .25rem .75rem; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: .9rem; padding: 1.1rem; }
.panel > :last-child { margin-bottom: 0; }
.testPass { border-inline-start: .35rem solid var(--warning); }
.testPass p { margin: 0 0 .5rem; }
.testPass > :last-child { margin-bottom: 0; }
.button {
  display: inline-block;
  padding: .6rem 1.1rem;
  border: 1px solid transparent;
  border-radius: .6rem;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.button:hover { filter: brightness(1.08); }
.button.plain {
  background: transparent;
  color: var(--accent);
  border-color: var(--edge);
  font-weight: 500;
  padding: .35rem .8rem;
}

.narrow > h1 { margin-top: clamp(0rem, 8vh, 5rem); }
.narrow > .panel { margin-top: clamp(0rem, 8vh, 5rem); }
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; margin-bottom: 1.25rem; }
.bar h1 { margin: 0; }
.bar form { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .925rem; padding: .25rem 0; }
details p { margin: .5rem 0 .25rem; font-size: .925rem; }
details code { display: block; padding: .5rem .6rem; border-radius: .4rem; background: var(--page); }
`;

export const STYLE =
  PAGE_STYLE +
  FORM_STYLE +
  BRAND_STYLE +
  PASS_STYLE +
  PASS_PAGE_STYLE +
  CARD_PAGE_STYLE +
  RULES_STYLE +
  RUNS_STYLE +
  EDITOR_STYLE +
  OVERVIEW_STYLE +
  REFERENCE_STYLE +
  REGISTER_STYLE +
  SCANNER_STYLE +
  SHELL_STYLE +
  GALLERY_STYLE +
  TODAY_STYLE +
  PEOPLE_STYLE +
  BATCH_STYLE +
  CUSTOMERS_STYLE +
  DESIGN_STYLE +
  DESIGN_PARTS_STYLE +
  SETTINGS_STYLE +
  TRY_STYLE +
  VERSIONS_STYLE +
  RECIPES_STYLE +
  HELP_STYLE +
  VALUE_MENU_STYLE;
