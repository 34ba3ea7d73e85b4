// Content security policy of pages: they load and run only what this server sends.
const DIRECTIVES = {
  'default-src': "'none'",
  'style-src': "'self'",
  // The colours of a pass are in style attributes.
  'style-src-attr': "'unsafe-inline'",
  'script-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
} as const;

/** The content security policy of pages, with some directives of a page's own. */
export function pagePolicy(
  own: Readonly<Partial<Record<keyof typeof DIRECTIVES | 'connect-src' | 'manifest-src' | 'worker-src', string>>> = {},
): string {
  return Object.entries({ ...DIRECTIVES, ...own })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
