// The icon of templates without one, because Wallet refuses a pass without icon.png.

/** An SVG of a rounded square with the outline of a pass. Scale it as `icon`, like an upload. */
export const DEFAULT_ICON: Uint8Array =
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 38 38" width="38" height="38">
  <rect width="38" height="38" rx="8" fill="#4a5568"/>
  <path d="M10 9h18a2 2 0 0 1 2 2v4.5a3.5 3.5 0 0 0 0 7V27a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2v-4.5a3.5 3.5 0 0 0 0-7V11a2 2 0 0 1 2-2z" fill="#fff"/>
  <path d="M14 15.5h10M14 19h10M14 22.5h6" stroke="#4a5568" stroke-width="1.5" stroke-linecap="round"/>
</svg>
`);
