// The scanner's icon on home screens: the card of ../ui/icon.ts between the corners of a
// viewfinder. Everything that matters is inside the middle four fifths, so that systems may cut the
// icon to a shape.
export const SCANNER_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#0b57d0" d="M0 0h64v64H0z"/><path fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round" d="M12 21v-6a3 3 0 0 1 3-3h6m22 0h6a3 3 0 0 1 3 3v6m0 22v6a3 3 0 0 1-3 3h-6m-22 0h-6a3 3 0 0 1-3-3v-6"/><path fill="#fff" d="M23 17h5a4 4 0 0 0 8 0h5a3 3 0 0 1 3 3v24a3 3 0 0 1-3 3H23a3 3 0 0 1-3-3V20a3 3 0 0 1 3-3z"/><path fill="#0b57d0" d="M25 28h2v12h-2zm4 0h4v12h-4zm6 0h1v12h-1zm3 0h2v12h-2z"/><path stroke="#d93025" stroke-width="2" d="M15 34h34"/></svg>
`;
