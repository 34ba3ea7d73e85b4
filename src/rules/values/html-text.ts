// Values inside a text that a page shows as HTML: a holder's name stays a name, whatever it is made of.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text written as HTML that shows it, inside elements and quoted attributes. */
export function asHtmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
