// The look of a card that is used up: grey, with text that reads well on it.
import type { JsonObject } from '../values/values.ts';
import { set } from './actions.ts';

export function usedColours(): readonly JsonObject[] {
  return [set('backgroundColor', '#5f6368'), set('foregroundColor', 'white'), set('labelColor', 'white')];
}
