// Adds the logo of whitelabelled accounts: JSON with the image's content hash and its size in
// pixels, so that pages reserve room without reading the image.

export const accountLogo = `
ALTER TABLE accounts ADD COLUMN logo TEXT;
`;
