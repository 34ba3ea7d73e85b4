// Styles of recipes: the tiles, and what a recipe adds beside the card as it would look.
export const RECIPES_STYLE = `
.recipes { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
.recipes .tile { align-content: start; }
.recipes .tile h3 { margin: 0; font-size: 1.05rem; }
.recipe { max-width: 60rem; }
.recipe .form { max-width: 34rem; }
.recipePreview { display: grid; gap: 1.25rem; }
.recipePreview > * { min-width: 0; margin: 0; }
.recipePreview :is(h2, h3, p) { margin: 0 0 .35rem; }
.recipePreview h3 { font-size: 1rem; }
.recipePreview ol.rows { list-style: decimal inside; }
.recipePreview figcaption { margin-bottom: .5rem; font-weight: 600; }
.recipePreview .pass { width: min(100%, 15rem); }
@media (min-width: 72rem) { .recipePreview { grid-template-columns: minmax(0, 1fr) 15rem; align-items: start; } }
`;
