// All recipes by name. To add one, add its name to RECIPE_NAMES: the compiler then asks for the recipe
// here and for its words in each language.
import { birthday } from './birthday.ts';
import { bonus } from './bonus.ts';
import { coupon } from './coupon.ts';
import { expiry } from './expiry.ts';
import { gift } from './gift.ts';
import { happyHour } from './happy-hour.ts';
import { levels } from './levels.ts';
import { period } from './period.ts';
import type { Recipe, RecipeName } from './recipe.ts';
import { stamps } from './stamps.ts';
import { tell } from './tell.ts';
import { ticket } from './ticket.ts';
import { visits } from './visits.ts';
import { winBack } from './win-back.ts';

export const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  stamps,
  levels,
  bonus,
  birthday,
  winBack,
  ticket,
  visits,
  gift,
  coupon,
  period,
  happyHour,
  expiry,
  tell,
};
