// Which way a text of somebody else's is written, where `dir="auto"` does not reach: what lies around it is to follow it.

const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** By its first letter. */
export function directionOf(text: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.test(text) ? 'rtl' : 'ltr';
}
