// The look of a card that is used up: grey, with text that reads well on it.
import type { JsonObject } from '../values/values.ts';
import { set } from './actions.ts';

export function usedColours(): readonly JsonObject[] {
  return [
    set('backgroundColor', 'rgb(95, 99, 104)'),
    set('foregroundColor', 'rgb(255, 255, 255)'),
    set('labelColor', 'rgb(255, 255, 255)'),
  ];
}
