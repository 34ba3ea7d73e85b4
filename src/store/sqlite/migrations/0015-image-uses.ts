// Adds when each image was last given, so that purge leaves an image alone that a template or pass
// is about to show. A table of its own: writing into the rows of images would copy their bytes.

export const imageUses = `
CREATE TABLE image_uses (
  hash TEXT NOT NULL PRIMARY KEY,
  given_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Nobody knows when the images that are here were given.
INSERT INTO image_uses (hash, given_at) SELECT hash, unixepoch() * 1000 FROM images;
`;
