// The logo of whitelabelled accounts: JSON of its image's content hash and its size in pixels, so that a page leaves room
// for it without looking at the image.

export const accountLogo = `
ALTER TABLE accounts ADD COLUMN logo TEXT;
`;
