// The pages' icon in browser tabs: a card with a notch.
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b57d0" d="M8 2h4a4 4 0 0 0 8 0h4a4 4 0 0 1 4 4v20a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z"/><path fill="#fff" d="M9 12h14v3H9zm0 6h9v3H9z"/></svg>
`;
