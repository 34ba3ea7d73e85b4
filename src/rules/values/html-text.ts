// Escapes values inside a text that a page shows as HTML, so that a holder's name stays a name,
// whatever it contains.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes a text as HTML that shows it, inside elements and quoted attributes. */
export function asHtmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
